/// Statements that are run for each contact, or give a row for each.

import GRDB
import GRDBSQLite

/// A statement whose values are bound and read by SQLite's own calls
/// (https://www.sqlite.org/c3ref/bind_blob.html): what GRDB does for values of any kind takes longer than the
/// statement.
///
/// Values are bound from the first parameter on, in their order; then `run()`, or `next()` to the end. GRDB keeps the statement with
/// its connection, and the transaction is GRDB's.
@safe struct DirectStatement {
  private let connection: SQLiteConnection?
  private let statement: SQLiteStatement
  /// The parameter that was bound last, from 1.
  private var parameter: Int32 = 0

  init(_ database: Database, sql: String) throws {
    unsafe connection = database.sqliteConnection
    unsafe statement = try database.cachedStatement(sql: sql).sqliteStatement
  }

  mutating func bind(_ number: Int64?) throws {
    parameter += 1
    if let number {
      try check(unsafe sqlite3_bind_int64(statement, parameter, number))
    } else {
      try check(unsafe sqlite3_bind_null(statement, parameter))
    }
  }

  mutating func bind(_ number: Int?) throws { try bind(number.map(Int64.init)) }

  mutating func bind(_ text: String?) throws {
    parameter += 1
    guard let text else { return try check(unsafe sqlite3_bind_null(statement, parameter)) }
    try check(
      unsafe sqlite3_bind_text(
        statement, parameter, text, Int32(text.utf8.count), Self.isCopied))
  }

  mutating func bind(_ bytes: [UInt8]?) throws {
    parameter += 1
    guard let bytes else { return try check(unsafe sqlite3_bind_null(statement, parameter)) }
    try check(
      unsafe sqlite3_bind_blob(
        statement, parameter, bytes, Int32(bytes.count), Self.isCopied))
  }

  /// Runs it; it gives no rows.
  ///
  /// - Throws: a `DatabaseError`.
  mutating func run() throws {
    parameter = 0
    let code = unsafe sqlite3_step(statement)
    // It says what the step has said.
    unsafe sqlite3_reset(statement)
    guard code == SQLITE_DONE else { throw error(code) }
  }

  /// Goes to the next row of a query: until it says that there is none.
  ///
  /// - Throws: a `DatabaseError`.
  mutating func next() throws -> Bool {
    let code = unsafe sqlite3_step(statement)
    if code == SQLITE_ROW { return true }
    parameter = 0
    unsafe sqlite3_reset(statement)
    guard code == SQLITE_DONE else { throw error(code) }
    return false
  }

  /// A number of the row, by its column from 0.
  func number(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }

  private func check(_ code: Int32) throws {
    guard code == SQLITE_OK else { throw error(code) }
  }

  private func error(_ code: Int32) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: unsafe sqlite3_errmsg(connection).map { unsafe String(cString: $0) })
  }

  /// SQLITE_TRANSIENT, which the system's module leaves out: the value is copied before the call returns.
  private static let isCopied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
