import Testing

@testable import MusterKit

@Suite("Damaged rows that come back")
struct ReturnedRowsTests {
  private static let header = ["Email", "Job Title", "City", "_code", "_reason"]

  private func batch(_ cells: [String]) -> RowBatch { RowBatch(rows: [cells]) }

  private func mark(_ cells: [String], header: [String] = Self.header) -> String {
    ReturnedRows(header: header).mark(of: 0, in: batch(cells))
  }

  private func isUnmended(_ cells: [String], header: [String] = Self.header) -> Bool {
    ReturnedRows(header: header).isUnmended(0, in: batch(cells))
  }

  @Test("carry a mark that fits their cells, wherever the columns stand")
  func marks() {
    let mark = mark(["ann@x.example", "Head", "", "", ""])
    #expect(mark.wholeMatch(of: /\[as read: [0-9a-f]{6}\]/) != nil)
    let reason = "The row has fewer cells than the header. \(mark)"
    #expect(isUnmended(["ann@x.example", "Head", "", "row_too_short", reason]))
    #expect(isUnmended([" ann@x.example ", "Head"] + ["", "row_too_short", reason]))
    #expect(
      isUnmended(
        [reason, "Head", "ann@x.example"], header: ["_lemlist_reason", "Job Title", "Email"]))
  }

  @Test(
    "are taken for mended when a cell is changed, moved or filled",
    arguments: [
      ["bob@x.example", "Head", ""], ["ann@x.example", "", "Head"],
      ["ann@x.example", "Head", "Rome"],
      ["ann@x.exampleHead", "", ""], ["", "", ""],
    ])
  func mended(cells: [String]) {
    let mark = mark(["ann@x.example", "Head", "", "", ""])
    #expect(!isUnmended(cells + ["row_too_short", "Fewer cells. \(mark)"]))
  }

  @Test("without a mark are like all others")
  func unmarked() {
    #expect(!isUnmended(["ann@x.example", "Head", "", "email_invalid", "No address."]))
    #expect(!isUnmended(["ann@x.example"]))
    #expect(!ReturnedRows(header: ["Email"]).isUnmended(0, in: batch(["ann@x.example"])))
  }
}
