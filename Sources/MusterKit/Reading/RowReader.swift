/// Reads a source from its start to its end, batch by batch.
package struct RowReader: ~Copyable {
  private var file: ByteSource
  // One of them reads, by the source's format.
  private var csv: CSVReader?
  private var jsonl: JSONLReader?
  private var isAtEnd = false

  /// How much is read from the file at once, in bytes.
  static let readBytes = 1 << 18

  package init(source: Source) throws(ReadingError) {
    var file = try ByteSource(display: source.displayName, path: source.path)
    file.seek(to: source.markBytes)
    switch source.dialect.format {
    case .csv:
      let (firstLine, headerRows) = source.dialect.start
      try file.skip(lines: firstLine - 1, lineEnd: source.dialect.csv.lineEnd)
      csv = CSVReader(
        format: source.dialect.csv, limits: source.limits, firstLine: firstLine,
        dropping: headerRows, width: source.header.count)
    case .jsonl:
      jsonl = JSONLReader(
        columns: JSONLColumns(names: source.header), display: source.displayName,
        limits: source.limits)
    }
    self.file = file
  }

  /// The next rows; nil at the end.
  package mutating func next() throws(ReadingError) -> RowBatch? {
    while true {
      if let batch = csv?.takeBatch() ?? jsonl?.takeBatch() { return batch }
      if isAtEnd { return nil }
      if try fill() == 0 {
        isAtEnd = true
        csv?.finish()
        try jsonl?.finish()
      }
    }
  }

  private mutating func fill() throws(ReadingError) -> Int {
    let taken = unsafe try csv?.fill(atMost: Self.readBytes) { buffer throws(ReadingError) -> Int in
      unsafe try file.read(into: buffer)
    }
    if let taken { return taken }
    return unsafe try jsonl?.fill(atMost: Self.readBytes) { buffer throws(ReadingError) -> Int in
      unsafe try file.read(into: buffer)
    } ?? 0
  }
}

extension Dialect {
  /// The line at which reading begins, from 1, and how many rows there are the header's.
  fileprivate var start: (line: Int, headerRows: Int) {
    switch headerLine {
    case .line(let line): (line, 1)
    case .none: (1, 0)
    }
  }
}

extension ByteSource {
  /// Goes behind the next line ends.
  fileprivate mutating func skip(lines: Int, lineEnd: UInt8) throws(ReadingError) {
    guard lines > 0 else { return }
    var left = lines
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let start = offset
      let count = try unsafe buffer.withUnsafeMutableBufferPointer { bytes throws(ReadingError) in
        try unsafe read(into: UnsafeMutableRawBufferPointer(bytes))
      }
      if count == 0 { return }
      for index in 0..<count where buffer[index] == lineEnd {
        left -= 1
        if left == 0 { return seek(to: start + index + 1) }
      }
    }
  }
}

/// Reads a source on a thread of its own and ahead of its user: while one batch is worked on, the
/// next ones are being read.
package actor RowStream {
  private let executor = BlockingExecutor(label: "muster.reading")
  private let source: Source
  private var reader: RowReader?

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  package init(source: Source) {
    self.source = source
  }

  /// The next rows; nil at the end.
  package func next() throws(ReadingError) -> RowBatch? {
    if reader == nil { reader = try RowReader(source: source) }
    return try reader?.next()
  }
}
