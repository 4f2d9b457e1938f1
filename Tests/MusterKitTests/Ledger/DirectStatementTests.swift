import Foundation
import GRDB
import Testing

@testable import MusterKit

@Suite struct DirectStatementTests {
  private let database: DatabaseQueue

  init() throws {
    database = try DatabaseQueue()
    try database.write {
      try $0.execute(sql: "CREATE TABLE kept (id INTEGER PRIMARY KEY, number, text, bytes)")
    }
  }

  private static let insert = "INSERT INTO kept (id, number, text, bytes) VALUES (?, ?, ?, ?)"

  private func add(
    _ id: Int, _ number: Int64?, _ text: String?, _ bytes: [UInt8]?
  ) throws {
    try database.write { database in
      var statement = try DirectStatement(database, sql: Self.insert)
      try statement.bind(id)
      try statement.bind(number)
      try statement.bind(text)
      try statement.bind(bytes)
      try statement.run()
      #expect(database.changesCount == 1)
    }
  }

  @Test func `values come back as they were bound, and none is left from the run before`() throws {
    let long = String(repeating: "ü", count: 5000)
    try add(1, .min, "it's", [0, 255])
    try add(2, nil, nil, nil)
    try add(3, .max, long, Array(repeating: 7, count: 5000))
    try add(4, 0, "", [1])
    let rows = try database.read { try Row.fetchAll($0, sql: "SELECT * FROM kept ORDER BY id") }
    #expect(rows.map { $0["number"] as Int64? } == [.min, nil, .max, 0])
    #expect(rows.map { $0["text"] as String? } == ["it's", nil, long, ""])
    #expect(
      rows.map { ($0["bytes"] as Data?).map { [UInt8]($0) } }
        == [[0, 255], nil, Array(repeating: 7, count: 5000), [1]])
  }

  @Test func `rows of a query are gone through to the end, and again`() throws {
    for id in 1...3 { try add(id, Int64(id) * 10, nil, nil) }
    for least in [0, 2, 9] {
      let found = try database.read { database in
        var query = try DirectStatement(
          database, sql: "SELECT id, number FROM kept WHERE id >= ? ORDER BY id DESC")
        try query.bind(least)
        var found: [Int64] = []
        while try query.next() { found += [query.number(0), query.number(1)] }
        return found
      }
      #expect(found == [0: [3, 30, 2, 20, 1, 10], 2: [3, 30, 2, 20], 9: []][least])
    }
  }

  @Test func `a statement that fails ends its transaction, and can be run again`() throws {
    try add(1, 1, nil, nil)
    let error = #expect(throws: DatabaseError.self) {
      try database.write { database in
        try database.execute(sql: "DELETE FROM kept")
        var statement = try DirectStatement(database, sql: Self.insert)
        for id in [7, 7] {
          try statement.bind(id)
          for _ in 0..<3 { try statement.bind(nil as Int64?) }
          try statement.run()
        }
      }
    }
    #expect(error?.resultCode == .SQLITE_CONSTRAINT)
    #expect(error?.message?.contains("kept.id") == true)
    try add(2, 1, nil, nil)
    #expect(try database.read { try Int.fetchAll($0, sql: "SELECT id FROM kept") } == [1, 2])
  }
}
