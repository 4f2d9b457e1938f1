import Testing

@testable import MusterKit

@Suite("A group of writes")
struct WriteGroupingTests {
  @Test("begins with its first write and is due 100 ms later")
  func begins() {
    var grouping = WriteGrouping()
    #expect(grouping.due == nil)
    #expect(grouping.add(at: .seconds(3)) == .begin)
    #expect(grouping.due == .milliseconds(3100))
    #expect(grouping.add(at: .milliseconds(3099)) == .wait)
    #expect(grouping.due == .milliseconds(3100))
  }

  @Test("is committed at once by a write that comes when it is due", arguments: [3100, 3101, 9000])
  func overdue(milliseconds: Int) {
    var grouping = WriteGrouping()
    _ = grouping.add(at: .seconds(3))
    #expect(grouping.add(at: .milliseconds(milliseconds)) == .commit)
  }

  @Test("is full at its limit", arguments: [1, 2, 64])
  func full(limit: Int) {
    var grouping = WriteGrouping(limit: limit)
    for count in 1..<limit {
      #expect(grouping.add(at: .zero) == (count == 1 ? .begin : .wait))
    }
    #expect(grouping.add(at: .zero) == .commit)
  }

  @Test("asks again with every write until it is committed, and begins anew then")
  func asksAgain() {
    var grouping = WriteGrouping(limit: 2)
    _ = grouping.add(at: .zero)
    #expect(grouping.add(at: .zero) == .commit)
    #expect(grouping.add(at: .zero) == .commit)
    grouping.committed(at: .seconds(1))
    #expect(grouping.due == nil)
    #expect(grouping.add(at: .seconds(1)) == .begin)
  }
}
