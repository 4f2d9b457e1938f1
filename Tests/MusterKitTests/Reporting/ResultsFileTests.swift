import Foundation
import Testing

@testable import MusterKit

@Suite("The files of results")
struct ResultsFileTests {
  let scratch: ScratchDirectory
  let directory: RunDirectory
  /// A row as the header has it, a narrow one and a wide one.
  let batch = RowBatch(
    rows: [["Ann", "ann@x.com", "=1"], ["Bob"], ["Cid", "cid@x.com", "a,b", "over", "more"]],
    firstRow: 8)
  let header = ["name", "e-mail", "note"]
  let created = RowOutcome(
    status: .created, targetID: "ctc_1", attempts: 1, httpStatus: 201)
  let invalid = RowOutcome(status: .invalid, code: "row_too_short", reason: "Too few cells.")
  let duplicate = RowOutcome(status: .duplicate, duplicateOf: 8)
  let rejected = RowOutcome(
    status: .rejected, code: "INVALID_EMAIL", reason: "@refused, \"really\".", attempts: 2,
    httpStatus: 400)

  init() throws {
    scratch = try ScratchDirectory()
    directory = try RunDirectory.make(at: scratch.file("run"))
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test("a run to one target has one set of columns; every row keeps all its cells")
  func oneTarget() throws {
    var results = try ResultsFile(in: directory, targets: [.lemlist], header: header)
    var first = results.blank
    first.append(0, of: batch, outcomes: [created])
    first.append(1, of: batch, outcomes: [invalid])
    var second = results.blank
    second.append(2, of: batch, outcomes: [duplicate])
    try results.append(first)
    try results.append(second)
    #expect(results.rows == 3)
    #expect(results.counts.map(\.total) == [3])
    #expect(results.counts[0][.duplicate] == 1)
    try results.finish()
    #expect(
      try text(directory.results) == """
        _row,_line,_status,_target_id,_code,_reason,_duplicate_of,_attempts,_http_status,\
        name,e-mail,note
        8,9,created,ctc_1,,,,1,201,Ann,ann@x.com,"'=1"
        9,10,invalid,,row_too_short,Too few cells.,,0,,Bob,,
        10,11,duplicate,,,,8,0,,Cid,cid@x.com,"a,b",over,more

        """)
  }

  @Test("a run to two targets has a set of columns for each")
  func twoTargets() throws {
    var results = try ResultsFile(in: directory, targets: [.getsales, .lemlist], header: header)
    var lines = results.blank
    lines.append(0, of: batch, outcomes: [rejected, created])
    try results.append(lines)
    #expect(results.counts.map { $0[.created] } == [0, 1])
    try results.finish()
    #expect(
      try text(directory.results) == """
        _row,_line,_getsales_status,_getsales_target_id,_getsales_code,_getsales_reason,\
        _getsales_duplicate_of,_getsales_attempts,_getsales_http_status,_lemlist_status,\
        _lemlist_target_id,_lemlist_code,_lemlist_reason,_lemlist_duplicate_of,\
        _lemlist_attempts,_lemlist_http_status,name,e-mail,note
        8,9,rejected,,INVALID_EMAIL,"'@refused, ""really"".",,2,400,created,ctc_1,,,,1,201,\
        Ann,ann@x.com,"'=1"

        """)
  }

  @Test("rows to fix come with what is wrong, in the columns they had")
  func rejectedRows() throws {
    var file = try RejectedFile(in: directory, targets: [.lemlist], header: header)
    for (row, outcome) in [created, invalid, rejected].enumerated() {
      var lines = file.blank
      lines.append(row, of: batch, outcomes: [outcome])
      try file.append(lines)
    }
    #expect(file.rows == 2)
    try file.finish()
    #expect(
      try text(directory.rejected) == """
        name,e-mail,note,_code,_reason
        Bob,,,row_too_short,Too few cells.
        Cid,cid@x.com,"a,b",INVALID_EMAIL,"'@refused, ""really"".",over,more

        """)
  }

  @Test("a row to fix for two targets says what each has against it")
  func rejectedByTwo() throws {
    var file = try RejectedFile(in: directory, targets: [.getsales, .lemlist], header: header)
    let failed = RowOutcome(status: .failed, code: "gave_up")
    var lines = file.blank
    lines.append(0, of: batch, outcomes: [created, invalid])
    lines.append(1, of: batch, outcomes: [failed, invalid])
    lines.append(2, of: batch, outcomes: [created, duplicate])
    try file.append(lines)
    try file.finish()
    #expect(
      try text(directory.rejected) == """
        name,e-mail,note,_code,_reason
        Ann,ann@x.com,"'=1",row_too_short,lemlist: Too few cells.
        Bob,,,gave_up,GetSales: failed lemlist: Too few cells.

        """)
  }

  @Test(
    "only what can be mended is to fix",
    arguments: [
      (RowStatus.created, false), (.updated, false), (.upserted, false), (.unchanged, false),
      (.duplicate, false), (.suppressed, false), (.invalid, true), (.rejected, true),
      (.failed, true), (.unknown, true), (.notSent, false),
    ])
  func toFix(status: RowStatus, isToFix: Bool) {
    #expect(status.isToFix == isToFix)
  }

  @Test("our own columns of a file that came back aren't written twice")
  func ownColumns() throws {
    let header = ["_row", "_lemlist_status", "name", "_status", "_mine", "_reason"]
    let batch = RowBatch(rows: [["3", "failed", "Ann", "invalid", "7", "x", "over"]])
    var results = try ResultsFile(in: directory, targets: [.lemlist], header: header)
    var own = results.blank
    own.append(0, of: batch, outcomes: [created])
    try results.append(own)
    try results.finish()
    let lines = CSVLineWriterTests.records(of: try text(directory.results))
    #expect(lines[0].dropFirst(9) == ["name", "_mine"])
    #expect(lines[1].dropFirst(9) == ["Ann", "7", "over"])

    var rejected = try RejectedFile(in: directory, targets: [.lemlist], header: header)
    var toFix = rejected.blank
    toFix.append(0, of: batch, outcomes: [invalid])
    try rejected.append(toFix)
    try rejected.finish()
    #expect(try text(directory.rejected).hasPrefix("name,_mine,_code,_reason\nAnn,7,row_too_short"))
  }

  @Test("a file without rows to fix has its header")
  func noRows() throws {
    try RejectedFile(in: directory, targets: [.lemlist], header: ["name"]).finish()
    #expect(try text(directory.rejected) == "name,_code,_reason\n")
  }

  @Test("totals that add up pass, others end the run", arguments: [-1, 0, 1])
  func totals(difference: Int) throws {
    var counts = StatusCounts()
    counts[.created] = 2
    counts[.notSent] = 3
    if difference == 0 {
      try verified(read: 5, counts: counts)
    } else {
      #expect(throws: TotalsMismatch(read: 5 + difference, counted: 5)) {
        try verified(read: 5 + difference, counts: counts)
      }
    }
  }
}
