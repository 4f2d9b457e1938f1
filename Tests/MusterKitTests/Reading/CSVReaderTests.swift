import Testing

@testable import MusterKit

/// What a reading gave: cells with the line each row starts on, and the damage, by row from 1.
private struct Reading: Equatable, CustomStringConvertible {
  var rows: [[String]] = []
  var lines: [Int] = []
  var damage: [String] = []

  var description: String { "rows: \(rows) lines: \(lines) damage: \(damage)" }
}

private func read(
  _ text: String, chunk: Int, format: CSVFormat = CSVFormat(),
  limits: ReadingLimits = ReadingLimits(), skippingLines: Int = 0, dropping: Int = 0,
  widths: ClosedRange<Int>? = nil
) -> Reading {
  read(
    Array(text.utf8), chunk: chunk, format: format, limits: limits, skippingLines: skippingLines,
    dropping: dropping, widths: widths)
}

/// Reads with plain lines cut past libcsv, and by libcsv alone: nobody may tell the difference.
private func read(
  _ bytes: [UInt8], chunk: Int, format: CSVFormat = CSVFormat(),
  limits: ReadingLimits = ReadingLimits(), skippingLines: Int = 0, dropping: Int = 0,
  widths: ClosedRange<Int>? = nil
) -> Reading {
  let readings = [true, false].map { cutsPlainLines in
    read(
      bytes, chunk: chunk,
      with: CSVReader(
        format: format, limits: limits, skippingLines: skippingLines, dropping: dropping,
        widths: widths, cutsPlainLines: cutsPlainLines))
  }
  #expect(readings[0] == readings[1])
  return readings[0]
}

private func read(_ bytes: [UInt8], chunk: Int, with reader: consuming CSVReader) -> Reading {
  var result = Reading()
  func take(_ batch: RowBatch) {
    #expect(batch.firstRow == result.rows.count + 1)
    for row in batch.rows.indices {
      result.rows.append(batch.cells(ofRow: row))
      result.lines.append(Int(batch.rows[row].line))
    }
    for damage in batch.damage {
      let line = damage.diagnostic.line.map { "@\($0)" } ?? ""
      result.damage.append(
        "\(batch.firstRow + damage.row):\(damage.diagnostic.code.rawValue)\(line)")
    }
  }
  var offset = 0
  while offset < bytes.count {
    let count = min(chunk, bytes.count - offset)
    reader.feed(bytes.span.extracting(offset..<offset + count))
    offset += count
    while let batch = reader.takeBatch() { take(batch) }
  }
  reader.finish()
  while let batch = reader.takeBatch() { take(batch) }
  return result
}

private let chunks = [1, 2, 3, 7, 1 << 20]

struct Case: Sendable, CustomTestStringConvertible {
  var name: String
  var input: String
  var rows: [[String]]
  var lines: [Int]
  var damage: [String] = []
  var testDescription: String { name }
}

@Suite struct CSVReaderTests {
  static let cases: [Case] = [
    Case(name: "nothing", input: "", rows: [], lines: []),
    Case(name: "one cell", input: "a", rows: [["a"]], lines: [1]),
    Case(name: "LF", input: "a,b\nc,d\n", rows: [["a", "b"], ["c", "d"]], lines: [1, 2]),
    Case(name: "CRLF", input: "a,b\r\nc,d\r\n", rows: [["a", "b"], ["c", "d"]], lines: [1, 2]),
    Case(
      name: "lone CR", input: "a,b\rc,d\re,f\n", rows: [["a", "b"], ["c", "d"], ["e", "f"]],
      lines: [1, 2, 3]),
    Case(
      name: "no line end at the end", input: "a,b\nc,d", rows: [["a", "b"], ["c", "d"]],
      lines: [1, 2]),
    Case(name: "empty cells", input: ",\n,,\n", rows: [["", ""], ["", "", ""]], lines: [1, 2]),
    Case(
      name: "blank lines count as lines, not rows", input: "\na\n\r\n\nb\n", rows: [["a"], ["b"]],
      lines: [2, 5]),
    Case(
      name: "quoted", input: "\"a,b\",\"c\"\"d\",\"\"\n", rows: [["a,b", "c\"d", ""]], lines: [1]),
    Case(
      name: "embedded line ends", input: "\"a\nb\r\nc\",d\ne\n",
      rows: [["a\nb\r\nc", "d"], ["e"]], lines: [1, 4]),
    Case(
      name: "blanks are kept", input: " a ,\tb\t, \n", rows: [[" a ", "\tb\t", " "]], lines: [1]),
    Case(name: "blanks in quotes are kept", input: "\" a \"\n", rows: [[" a "]], lines: [1]),
    Case(
      name: "blanks after a closing quote go", input: "\"a\" ,\"b\"\t \n\"c\"  ",
      rows: [["a", "b"], ["c"]], lines: [1, 2]),
    Case(
      name: "blanks before an opening quote go", input: "x, \"a,b\"\n", rows: [["x", "a,b"]],
      lines: [1]),
    Case(
      name: "a blank before a row's first quote is text, and so is the quote",
      input: " \"a,b\"\n", rows: [[" \"a", "b\""]], lines: [1],
      damage: ["1:quote_inside_cell@1"]),
    Case(
      name: "Excel's way to write a text is no damage", input: "=\"0012\",\"b\",=\"\"\nc\n",
      rows: [["=\"0012\"", "b", "=\"\""], ["c"]], lines: [1, 2]),
    Case(name: "NUL doesn't cut a cell", input: "a\0b,c\n", rows: [["a\0b", "c"]], lines: [1]),
    Case(
      name: "a quote inside a cell is text", input: "5\" disk,b\nc,d\n",
      rows: [["5\" disk", "b"], ["c", "d"]], lines: [1, 2], damage: ["1:quote_inside_cell@1"]),
    Case(
      name: "text after a quote costs its line", input: "a,\"b\"c,d\ne,f\n",
      rows: [["a", "b\"c,d"], ["e", "f"]], lines: [1, 2], damage: ["1:text_after_quote@1"]),
    Case(
      name: "a quote with a blank behind it closes the cell of a damaged line",
      input: "a,\"b\" c,d\ne,f\n", rows: [["a", "b c", "d"], ["e", "f"]], lines: [1, 2],
      damage: ["1:text_after_quote@1"]),
    Case(
      name: "a damaged line is cut on behind a cell that closes",
      input: "\"a,\"b,c\",\"d\",e\n", rows: [["a,\"b,c", "d", "e"]], lines: [1],
      damage: ["1:text_after_quote@1"]),
    Case(
      name: "a quote never closed costs its line", input: "a,\"b,c\nd,e\nf,g\n",
      rows: [["a", "b,c"], ["d", "e"], ["f", "g"]], lines: [1, 2, 3],
      damage: ["1:quote_never_closed@1"]),
    Case(
      name: "a quote that a later row's quote breaks costs its line",
      input: "1,\"abc,x\n2,\"def\",y\n3,z,z\n",
      rows: [["1", "abc,x"], ["2", "def", "y"], ["3", "z", "z"]], lines: [1, 2, 3],
      damage: ["1:quote_never_closed@1"]),
    Case(
      name: "the row of the quote may have begun before its line",
      input: "\"a\nb\",\"c,d\ne,f\n\"g\",h\n",
      rows: [["a\nb", "c,d"], ["e", "f"], ["g", "h"]], lines: [1, 3, 4],
      damage: ["1:quote_never_closed@2"]),
    Case(
      name: "a later quote that closes without violation says what the file says",
      input: "1,\"a\n2,b\"\n3,c\n", rows: [["1", "a\n2,b"], ["3", "c"]], lines: [1, 3]),
    Case(
      name: "two open quotes", input: "a,\"b\nc,\"d\ne,f\n",
      rows: [["a", "b"], ["c", "d"], ["e", "f"]], lines: [1, 2, 3],
      damage: ["1:quote_never_closed@1", "2:quote_never_closed@2"]),
  ]

  @Test(arguments: cases, chunks)
  func `reads, whole and cut into chunks`(test: Case, chunk: Int) {
    let expected = Reading(rows: test.rows, lines: test.lines, damage: test.damage)
    #expect(read(test.input, chunk: chunk) == expected)
  }

  @Test(arguments: chunks)
  func `a file with CR alone has a line a CR`(chunk: Int) {
    let format = CSVFormat(lineEnd: UInt8(ascii: "\r"))
    let reading = read("a,b\r\"c\rd\",e\rf,g", chunk: chunk, format: format)
    #expect(reading.rows == [["a", "b"], ["c\rd", "e"], ["f", "g"]])
    #expect(reading.lines == [1, 2, 4])
  }

  @Test(arguments: chunks)
  func `without a quote character all quotes are text`(chunk: Int) {
    let format = CSVFormat(quote: CSVFormat.noQuote)
    let reading = read("\"a,\"b\"\n5\",'\n", chunk: chunk, format: format)
    #expect(reading.rows == [["\"a", "\"b\""], ["5\"", "'"]])
    #expect(reading.damage == [])
  }

  @Test(arguments: chunks)
  func `cells may be quoted by an apostrophe`(chunk: Int) {
    let format = CSVFormat(quote: UInt8(ascii: "'"))
    let reading = read("'a,''b','c\nd'\n\"e\",f\n", chunk: chunk, format: format)
    #expect(reading.rows == [["a,'b", "c\nd"], ["\"e\"", "f"]])
    #expect(reading.lines == [1, 3])
  }

  @Test(arguments: chunks)
  func `lines at the start are left out, whatever ends them`(chunk: Int) {
    let text = "x\ry\r\n\"z\n\na,b\nc,d\n"
    let reading = read(text, chunk: chunk, skippingLines: 4)
    #expect(reading.rows == [["a", "b"], ["c", "d"]])
    #expect(reading.lines == [5, 6])
  }

  @Test(arguments: chunks)
  func `a quote never closed is text where the row has its cells then`(chunk: Int) {
    let text = "a,\"b,\"c,d\"\ne,\"f\n1,2,3\n"
    let reading = read(text, chunk: chunk, widths: 3...3)
    #expect(reading.rows == [["a", "\"b", "c,d"], ["e", "f"], ["1", "2", "3"]])
    #expect(reading.damage == ["1:text_after_quote@1", "2:quote_never_closed@2"])
  }

  // Found by libFuzzer: the LF was taken for a line of its own where the input was cut before it.
  @Test(arguments: chunks)
  func `a CRLF among CRs is one line end`(chunk: Int) {
    let format = CSVFormat(lineEnd: UInt8(ascii: "\r"))
    let reading = read("\r\n\"\rp\r\nq", chunk: chunk, format: format)
    #expect(reading.rows == [[""], ["p"], ["q"]])
    #expect(reading.lines == [2, 3, 4])
    #expect(reading.damage == ["1:quote_never_closed@2"])
  }

  @Test(arguments: chunks)
  func `tabs are delimiters, not blanks, where they part cells`(chunk: Int) {
    let format = CSVFormat(delimiter: UInt8(ascii: "\t"))
    let reading = read("\"a\"\t \t\"b\" \t\n", chunk: chunk, format: format)
    #expect(reading.rows == [["a", " ", "b", ""]])
  }

  @Test(arguments: chunks)
  func `a cell over the limit costs its line`(chunk: Int) {
    let limits = ReadingLimits(cellBytes: 100, rowBytes: 1000)
    let long = String(repeating: "x", count: 150_000)
    let reading = read("a,b\n1,\(long),2\nc,d\n", chunk: max(chunk, 1000), limits: limits)
    #expect(reading.rows.count == 3)
    #expect(reading.rows.last == ["c", "d"])
    #expect(reading.lines == [1, 2, 3])
    #expect(reading.damage == ["2:cell_too_large@2"])
  }

  @Test(arguments: chunks)
  func `a short cell over the limit is damage too`(chunk: Int) {
    let limits = ReadingLimits(cellBytes: 4)
    let reading = read("a,b\n12345,\"1234\"\nc,d\n", chunk: chunk, limits: limits)
    #expect(reading.rows.count == 3)
    #expect(reading.damage.map { $0.prefix(16) } == ["2:cell_too_large"])
    #expect(reading.rows.last == ["c", "d"])
  }

  @Test(arguments: chunks)
  func `an open quote stops at the cell limit and says where it opened`(chunk: Int) {
    let limits = ReadingLimits(cellBytes: 100)
    let lines = (1...50).map { "row \($0),value" }.joined(separator: "\n")
    let reading = read("h,i\nopen,\"here\n\(lines)\n", chunk: chunk, limits: limits)
    #expect(reading.rows.count == 52)
    #expect(reading.rows[1] == ["open", "here"])
    #expect(reading.rows[2] == ["row 1", "value"])
    #expect(reading.rows[51] == ["row 50", "value"])
    #expect(reading.lines == Array(1...52))
    #expect(reading.damage == ["2:quote_never_closed@2"])
  }

  @Test(arguments: 0..<40)
  func `rows are libcsv's, whatever stands in the lines`(seed: Int) {
    var random = TestRandom(seed: UInt64(seed))
    let delimiter = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")][seed % 3]
    let signs: [[UInt8]] =
      ["a", "bcdefgh", "0123456789abcdefghijklmnopqrstuvwxyz", " ", "\"", "\"\"", "\r", "é"]
      .map { Array($0.utf8) } + [[0xF8], [0xF9], [0x00]]
    var text: [UInt8] = []
    for _ in 0..<60 {
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        // Mostly plain cells, so that runs of plain lines come about.
        let isPlain = Int.random(in: 0..<20, using: &random) > 0
        let choice = Int.random(in: 0..<(isPlain ? 3 : signs.count), using: &random)
        text += signs[choice]
        if Int.random(in: 0..<5, using: &random) == 0 {
          text.append(delimiter)
          text += Self.quotedCell(delimiter, &random)
          // Rarely something else than an end of the cell.
          if Int.random(in: 0..<10, using: &random) > 0 { text.append(delimiter) }
        }
        if Bool.random(using: &random) { text.append(delimiter) }
      }
      text += seed.isMultiple(of: 2) ? [0x0A] : [0x0D, 0x0A]
    }
    for chunk in chunks {
      _ = read(text, chunk: chunk, format: CSVFormat(delimiter: delimiter), widths: 2...6)
      _ = read(
        text, chunk: chunk, format: CSVFormat(delimiter: delimiter),
        limits: ReadingLimits(batchBytes: 700), dropping: 1)
    }
  }

  /// A cell in quotes, mostly as it has to be.
  private static func quotedCell(_ delimiter: UInt8, _ random: inout TestRandom) -> [UInt8] {
    let contents: [[UInt8]] =
      ["ab", "0123456789abcdef0123456789abcdefghij", "\n", "\r\n", "\"\"", "é", "\r", "\""]
      .map { Array($0.utf8) } + [[delimiter]]
    let parts = (0..<Int.random(in: 0...6, using: &random)).flatMap { _ in
      let isPlain = Int.random(in: 0..<12, using: &random) > 0
      return contents[Int.random(in: 0..<(isPlain ? 6 : 9), using: &random)]
    }
    return Array("\"".utf8) + parts + Array("\"".utf8)
  }

  @Test func `a row over the limit is given up`() {
    let limits = ReadingLimits(cellBytes: 1000, rowBytes: 100_000)
    let wide = String(repeating: "ab,", count: 200_000)
    let reading = read("a,b\n\(wide)\nc,d\n", chunk: 1 << 16, limits: limits)
    #expect(reading.lines == [1, 2, 3])
    #expect(reading.rows.last == ["c", "d"])
    #expect(reading.damage == ["2:row_too_large@2"])
  }

  @Test(arguments: chunks)
  func `the header is left out and ragged rows are damage`(chunk: Int) {
    let text = "\"a\nb\",c\n1\n1,2,3\n1,2,, \n1,2\n"
    let reading = read(text, chunk: chunk, dropping: 1, widths: 2...2)
    #expect(reading.rows == [["1"], ["1", "2", "3"], ["1", "2", "", " "], ["1", "2"]])
    #expect(reading.lines == [3, 4, 5, 6])
    #expect(reading.damage == ["1:row_too_short", "2:row_too_long"])
  }

  @Test(arguments: chunks)
  func `bytes that aren't UTF-8 are their row's damage`(chunk: Int) {
    let bytes = Array("a,b\nc,".utf8) + [0xE9] + Array("\né,f\n".utf8)
    let reading = read(bytes, chunk: chunk)
    #expect(reading.damage == ["2:undecodable_bytes"])
    #expect(reading.rows[2] == ["é", "f"])
  }

  @Test func `batches are handed on at their size, in order`() {
    let limits = ReadingLimits(batchBytes: 1000)
    let text = (1...5000).map { "row \($0),x\n" }.joined()
    let reading = read(text, chunk: 512, limits: limits)
    #expect(reading.rows.count == 5000)
    #expect(reading.lines == Array(1...5000))
    #expect(reading.rows[4999] == ["row 5000", "x"])
  }
}
