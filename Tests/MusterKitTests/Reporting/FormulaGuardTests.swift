import Testing

@testable import MusterKit

@Suite("The formula guard")
struct FormulaGuardTests {
  @Test(
    "goes before what a spreadsheet could take for a formula",
    arguments: [
      "=1+1", "=", "+", "-", "@", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "-1-1", "+1-2", "-1,",
      "-.5", "-1..2", "-1E", "-1E+", "-1e5x", "--5", "+-5", "+A1", "\tx", "\t5", "\r=1",
      "'=1", "''=1", "'@x", "'\tx", "+12(3)4x", "+(12) 34", "-12 345 67", "+49 30 ext 5",
      "+123456789012345678901 ", "+\t12345",
    ])
  func guarded(cell: String) {
    #expect(FormulaGuard.guarded(Array(cell.utf8)) == Array("'\(cell)".utf8))
    #expect(FormulaGuard.unguarded(Array("'\(cell)".utf8)) == Array(cell.utf8))
  }

  @Test(
    "leaves alone what is none, plain numbers and phone numbers",
    arguments: [
      "", "x", "'", "''", "'x", "1", "a=1", " =1", "a@b.com", "https://x.com/?a=1", "_", "O'Brien",
      "-5", "+5", "-5.25", "-5,25", "+1,234,567.89", "-1E5", "-1.5e-10", "+1.23E+11", "+0",
      "+4930123456", "+49 30 123456", "+1 (555) 123-4567", "+49/30.123-45", "+12345",
      "+12345678901234567890", "1-2-3-4-5", "(555) 123-4567", "'-5", "''+49 30 123456",
    ])
  func leftAlone(cell: String) {
    #expect(FormulaGuard.guarded(Array(cell.utf8)) == Array(cell.utf8))
    #expect(FormulaGuard.unguarded(Array(cell.utf8)) == Array(cell.utf8))
  }

  @Test("a phone number has 5 to 20 digits", arguments: 1...24)
  func phoneDigits(count: Int) {
    // Blanks keep it from being a plain number.
    let cell = Array(("+" + String(repeating: "1 ", count: count)).utf8)
    #expect(FormulaGuard.isNeeded(for: cell.span) == !(5...20).contains(count))
  }

  @Test("comes off exactly where it was put: every cell of up to 5 characters of these")
  func roundTripOfShortCells() {
    let alphabet = Array("'=+-@\t1. (".utf8)
    var cells: [[UInt8]] = [[]]
    var count = 0
    for _ in 1...5 {
      cells = cells.flatMap { cell in alphabet.map { cell + [$0] } }
      for cell in cells where FormulaGuard.unguarded(FormulaGuard.guarded(cell)) != cell {
        Issue.record("\(String(decoding: cell, as: UTF8.self)) doesn't come back")
      }
      count += cells.count
    }
    #expect(count == 111_110)
  }

  @Test("what was guarded can't be taken for a formula")
  func guardedIsSafe() {
    for first in UInt8.min...UInt8.max {
      for rest in ["", "1", "A1", "=", "12345", "1+1"] {
        let cell = FormulaGuard.guarded([first] + Array(rest.utf8))
        let isNumber = [UInt8](rest.utf8).allSatisfy { (0x30...0x39).contains($0) } && rest != ""
        if !isNumber {
          #expect(!"=+-@\t\r".utf8.contains(cell[0]))
        }
      }
    }
  }

  @Test("comes off all cells of a batch that has come back")
  func batch() {
    var batch = RowBatch(rows: [["'=1", "x", "'-5"], ["", "''@", "'"], ["'+a"]])
    batch.removeFormulaGuards()
    #expect(batch.cells(ofRow: 0) == ["=1", "x", "'-5"])
    #expect(batch.cells(ofRow: 1) == ["", "'@", "'"])
    #expect(batch.cells(ofRow: 2) == ["+a"])
    #expect(batch.bytes.count == Int(batch.fieldEnds[6]))
  }
}

extension RowBatch {
  /// A batch of these rows, each on one line behind a header line.
  init(rows: [[String]], firstRow: Int = 1) {
    self.init(firstRow: firstRow)
    for (index, row) in rows.enumerated() {
      for cell in row {
        bytes += cell.utf8
        fieldEnds.append(UInt32(bytes.count))
      }
      self.rows.append(
        Row(fieldsEnd: UInt32(fieldEnds.count), line: UInt32(firstRow + index + 1)))
    }
  }
}
