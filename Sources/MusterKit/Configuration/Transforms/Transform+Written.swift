// How a transform stands in the settings, with a sentence for each mistake.

extension Transform {
  /// The transforms that are a word alone.
  private static let plain: [(word: String, transform: Transform)] = [
    ("trim", .trim), ("collapse_spaces", .collapseSpaces), ("lower", .lower), ("upper", .upper),
    ("title_case", .titleCase), ("strip_tags", .stripTags), ("first", .first(separator: nil)),
    ("last", .last(separator: nil)), ("number", .number(.point)),
  ]

  static var words: [String] { plain.map(\.word) }

  /// The transforms that are an object, by the key that names them, with an example each.
  private static let operations: [(key: String, example: String)] = [
    ("replace", #"{"replace": "PATTERN", "with": "TEXT"}"#), ("first", #"{"first": ";"}"#),
    ("last", #"{"last": ";"}"#), ("date", #"{"date": "dd.MM.yyyy"}"#),
    ("number", #"{"number": ","}"#),
  ]

  /// What the transforms are called elsewhere.
  private static let otherNames = [
    "lowercase": "lower", "uppercase": "upper", "capitalize": "title_case", "regex": "replace",
    "strip_html": "strip_tags", "split": "first",
  ]

  private static func hint(for word: String, in words: [String]) -> String {
    let other = otherNames[word.lowercased()].flatMap { words.contains($0) ? $0 : nil }
    return (other ?? NearestWord.find(word, in: words)).didYouMean
  }

  /// Reads a word, or an object with one operation.
  init(written value: JSONValue) throws(SettingMismatch) {
    switch value {
    case .string(let word): self = try Self.plain(word)
    case .object(let members): self = try Self.operation(members)
    default:
      throw .finding(
        .wrongType,
        " holds \(value.found), which is no transform; write a word such as \"trim\" or an object"
          + #" such as {"date": "dd.MM.yyyy"}."#)
    }
  }

  private static func plain(_ word: String) throws(SettingMismatch) -> Transform {
    if let found = plain.first(where: { $0.word == word }) { return found.transform }
    let shown = JSONValue.string(word).found
    if let operation = operations.first(where: { $0.key == word }) {
      throw .finding(
        .wrongValue, " holds \(shown), which needs more: write it as \(operation.example).")
    }
    let all =
      words.filter { $0 != "first" && $0 != "last" && $0 != "number" } + operations.map(\.key)
    throw .finding(
      .wrongValue,
      " holds \(shown); there are \(all.joinedAsList("and")).\(hint(for: word, in: all))")
  }

  private static func operation(_ members: [JSONMember]) throws(SettingMismatch) -> Transform {
    let keys = operations.map(\.key)
    for name in members.map(\.name) where name != "with" && !keys.contains(name) {
      let shown = JSONValue.string(name).found
      if words.contains(name) {
        throw .finding(.unknownKey, " holds an object with \(shown); write \(shown) alone.")
      }
      throw .finding(
        .unknownKey,
        " holds an object with \(shown), which names no transform; there are"
          + " \(keys.joinedAsList("and")).\(hint(for: name, in: keys + ["with"]))")
    }
    let named = members.filter { $0.name != "with" }
    guard let member = named.first else {
      throw .finding(
        .wrongValue,
        " holds an object without a transform; write one such as \(operations[0].example).")
    }
    guard named.count == 1 else {
      throw .finding(
        .conflict,
        " holds \(named.map(\.name).joinedAsList("and")) in one object; make an object of each, in the"
          + " order in which they are to be applied.")
    }
    let with = members.first { $0.name == "with" }?.value
    guard member.name == "replace" || with == nil else {
      throw .finding(
        .conflict, " holds \"with\" beside \"\(member.name)\"; it belongs to \"replace\".")
    }
    return try operation(member, with: with)
  }

  private static func operation(
    _ member: JSONMember, with: JSONValue?
  ) throws(SettingMismatch) -> Transform {
    switch member.name {
    case "replace": return .replace(try Replacement(written: member.value, with: with))
    case "first": return .first(separator: try separator(member))
    case "last": return .last(separator: try separator(member))
    case "date": return .date(try DateFormat(written: member.value))
    default:
      guard case .string(let text) = member.value, let mark = DecimalMark(rawValue: text) else {
        throw .finding(
          .wrongValue,
          " holds a \"number\" of \(member.value.found); the decimal mark is \".\" or \",\".")
      }
      return .number(mark)
    }
  }

  private static func separator(_ member: JSONMember) throws(SettingMismatch) -> String {
    guard case .string(let text) = member.value else {
      throw .finding(
        .wrongType,
        " holds a \"\(member.name)\" of \(member.value.found); the separator has to be a text, such"
          + " as \";\".")
    }
    guard !text.isEmpty else {
      throw .finding(
        .wrongValue,
        " holds a \"\(member.name)\" with an empty separator; write \"\(member.name)\" alone to have it"
          + " found.")
    }
    return text
  }

  /// The transform as it is written; reads back to the same.
  var canonical: JSONValue {
    switch self {
    case .replace(let replacement):
      .object([
        "replace": .string(replacement.expression.pattern), "with": .string(replacement.text),
      ])
    case .first(.some(let separator)): .object(["first": .string(separator)])
    case .last(.some(let separator)): .object(["last": .string(separator)])
    case .date(let format): .object(["date": .string(format.text)])
    case .number(.comma): .object(["number": .string(DecimalMark.comma.rawValue)])
    default: Self.plain.first { $0.transform == self }.map { .string($0.word) } ?? .null
    }
  }
}
