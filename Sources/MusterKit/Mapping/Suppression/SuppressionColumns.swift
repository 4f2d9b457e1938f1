internal import Foundation

/// Which columns of a suppression list hold what, by their names and their first values.
struct SuppressionColumns: Equatable {
  struct Column: Equatable {
    /// Whether it holds entries, so that what can't be understood there is worth a remark.
    var holdsEntries = false
    /// Whether bare slugs and numbers are LinkedIn's.
    var readsSlugs = false
    /// Whether domains in it are entries.
    var readsDomains = false
    /// Whether nothing in it is an entry: it names somebody else.
    var isIgnored = false
  }

  private(set) var columns: [Column]

  /// What is told of a cell behind the last column: what can be nothing but an entry is one.
  private static let unknown = Column()

  subscript(index: Int) -> Column { index < columns.count ? columns[index] : Self.unknown }

  /// - Parameters:
  ///   - header: the names; empty where there are none.
  ///   - rows: some rows, without the header.
  init(header: [String], rows: [[String]]) {
    let width = max(header.count, rows.lazy.map(\.count).max() ?? 0)
    let tallies = (0..<width).map { index in
      ColumnTally(
        name: index < header.count ? header[index] : "", column: index, rows: rows,
        isOnly: width == 1)
    }
    columns = tallies.map { tally in
      Column(
        holdsEntries: tally.holdsEntries, readsSlugs: tally.readsSlugs,
        readsDomains: tally.holdsEntries)
    }
    let ownColumns = tallies.filter { $0.holdsEntries && !$0.isOthers }
    let hasPersons = ownColumns.contains { $0.persons > 0 || $0.saysPerson }
    for (index, tally) in tallies.enumerated() {
      if tally.isOthers && !ownColumns.isEmpty || tally.isMusters {
        columns[index] = Column(isIgnored: true)
      } else if tally.isAboutCompany && hasPersons {
        columns[index].readsDomains = false
      }
    }
  }

  /// Whether any column holds entries.
  var holdEntries: Bool { columns.contains(where: \.holdsEntries) }
}

/// What a column's name says, and how many of its values are entries.
private struct ColumnTally {
  private let name: HeaderName
  private let words: String
  private(set) var filled = 0
  private(set) var found = 0
  /// The entries that name one person.
  private(set) var persons = 0

  private let isOnly: Bool

  init(name: String, column: Int, rows: [[String]], isOnly: Bool) {
    self.isOnly = isOnly
    self.name = HeaderName(name)
    words = name.lowercased()
    for row in rows where column < row.count {
      let cell = row[column].trimmingBlanks()
      if cell.isEmpty || EmailAddress.isPlaceholder(cell) { continue }
      filled += 1
      let reading = SuppressionReading(cell, readsSlugs: readsSlugs)
      if reading.isWhole { found += 1 }
      if reading.entries.contains(where: { !$0.isDomain }) { persons += 1 }
    }
  }

  var isAboutCompany: Bool { !name.concepts.isDisjoint(with: [.company, .account, .website]) }

  /// Whether the name is about an owner, a sender, a referrer.
  var isOthers: Bool { !name.concepts.isDisjoint(with: [.recordOwner, .secondPerson]) }

  /// A column that muster itself added to a file.
  var isMusters: Bool { words.hasPrefix("_") }

  var readsSlugs: Bool {
    !name.concepts.isDisjoint(with: [.linkedin, .salesNavigator]) && !isAboutCompany
  }

  var saysPerson: Bool {
    readsSlugs || name.concepts.contains(.email) && !name.concepts.contains(.domain)
  }

  private var saysEntries: Bool {
    saysPerson || name.concepts.contains(.domain) || words.contains("sha256")
      || words.contains("sha-256")
  }

  /// By most of its values; by its name where they are few or none. The only column of a list can
  /// hold nothing else.
  var holdsEntries: Bool {
    filled == 0 ? saysEntries : isOnly || found * 2 >= filled || saysEntries && found > 0
  }
}
