/// The columns of a header by the names that the settings call them.
struct HeaderIndex {
  private let header: [String]
  private let places: [String: [Int]]
  /// By the names without blanks around them.
  private let trimmedPlaces: [String: [Int]]

  /// - Parameter header: the columns' names in their order.
  init(_ header: [String]) {
    self.header = header
    places = Dictionary(grouping: header.indices) { header[$0] }
    trimmedPlaces = Dictionary(grouping: header.indices) { header[$0].trimmingBlanks() }
  }

  /// What a name means.
  struct Found: Equatable {
    /// From 0, in their order; empty where there is no such column.
    var indexes: [Int]
    /// Whether the name picks one of several columns that are called alike.
    var isOneOfSeveral = false
  }

  /// All columns of a name; else, where it ends in `#2`, the second of the name before that.
  func columns(_ name: String) -> Found {
    if let exact = places[name] { return Found(indexes: exact) }
    if let trimmed = trimmedPlaces[name.trimmingBlanks()] { return Found(indexes: trimmed) }
    guard let sign = name.lastIndex(of: "#"),
      let ordinal = Int(name[name.index(after: sign)...]), ordinal > 0
    else { return Found(indexes: []) }
    let stem = String(name[..<sign])
    let alike = places[stem] ?? trimmedPlaces[stem.trimmingBlanks()] ?? []
    guard ordinal <= alike.count else { return Found(indexes: []) }
    return Found(indexes: [alike[ordinal - 1]], isOneOfSeveral: alike.count > 1)
  }

  /// The columns that are called as this one, in their order.
  func alike(_ index: Int) -> [Int] { places[header[index]] ?? [] }

  /// The name that means this column alone: its own, with `#2` behind it for the second of that name.
  /// Where a column is really called so, the number has zeros before it.
  func name(of index: Int) -> String {
    let alike = alike(index)
    guard alike.count > 1, let place = alike.firstIndex(of: index) else { return header[index] }
    var ordinal = "\(place + 1)"
    while trimmedPlaces["\(header[index])#\(ordinal)".trimmingBlanks()] != nil {
      ordinal = "0" + ordinal
    }
    return "\(header[index])#\(ordinal)"
  }
}
