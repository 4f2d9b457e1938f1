import Testing

@testable import MusterKit

@Suite struct SuppressionTableTests {
  @Test func `every key is found with its first place, and no other key`() {
    var table = SuppressionTable()
    #expect(table.place(of: PersonKey(.email, "0")) == nil)
    for number in 0..<20_000 {
      table.insert(PersonKey(.email, "\(number)"), place: UInt32(number))
    }
    table.insert(PersonKey(.email, "7"), place: 99_999)
    #expect(table.count == 20_000)
    for number in 0..<20_000 {
      #expect(table.place(of: PersonKey(.email, "\(number)")) == UInt32(number))
      #expect(table.place(of: PersonKey(.linkedin, "\(number)")) == nil)
    }
  }

  @Test func `a key of which a half is zero is found`() {
    var table = SuppressionTable()
    table.insert(PersonKey(low: 0, high: 0), place: 5)
    table.insert(PersonKey(low: 0, high: 7), place: 6)
    #expect(table.place(of: PersonKey(low: 0, high: 0)) == 5)
    #expect(table.place(of: PersonKey(low: 0, high: 7)) == 6)
    #expect(table.place(of: PersonKey(low: 0, high: 8)) == nil)
  }
}
