// How plain values are read from JSON: the settings that need no type of their own.

import Foundation

extension JSONValue {
  /// The value of a JSON text; nil if it isn't one.
  init?(parsing text: String) {
    guard (try? JSONOutline(Array(text.utf8)))?.repetitions.isEmpty == true,
      let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    else { return nil }
    self = value
  }

  /// What was found, for a sentence. A text that may be a key, or is long, isn't shown.
  var found: String {
    switch self {
    case .null: "null"
    case .bool, .integer: canonicalText
    case .number: trimmedNumber
    case .string(let text) where text.count > 40 || APIKeyForm.isLikely(text):
      "a text of \(text.count) characters"
    case .string(let text): Self.quoted(text)
    case .array(let elements): elements.isEmpty ? "an empty list" : "a list of \(elements.count)"
    case .object: "an object"
    }
  }

  /// A number without `.0` at its end.
  var trimmedNumber: String {
    guard case .number(let value) = self, value == value.rounded(), abs(value) < 1e15 else {
      return canonicalText
    }
    return String(Int(value))
  }

  func string() throws(SettingMismatch) -> String {
    guard case .string(let text) = self else { throw .unlike(.wrongType) }
    return text
  }

  func flag() throws(SettingMismatch) -> Bool {
    guard case .bool(let flag) = self else { throw .unlike(.wrongType) }
    return flag
  }

  func integer(in limits: ClosedRange<Int>) throws(SettingMismatch) -> Int {
    guard case .integer(let number) = self else { throw .unlike(.wrongType) }
    guard limits.contains(number) else { throw .unlike(.outOfRange) }
    return number
  }

  /// A number of seconds, to the millisecond.
  func seconds(in limits: ClosedRange<Double>) throws(SettingMismatch) -> Duration {
    let number: Double
    switch self {
    case .integer(let value): number = Double(value)
    case .number(let value): number = value
    default: throw .unlike(.wrongType)
    }
    guard limits.contains(number) else { throw .unlike(.outOfRange) }
    return .milliseconds(Int((number * 1_000).rounded()))
  }

  /// A text of one line that isn't blank. A whole number counts as its digits: ids are often
  /// written so.
  func line() throws(SettingMismatch) -> String {
    if case .integer(let number) = self { return String(number) }
    let text = try string().trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty,
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw .unlike(.wrongValue) }
    return text
  }

  /// The name of an environment variable (POSIX: letters, digits and `_`, no digit in front). What
  /// looks like a key is never shown.
  func variableName() throws(SettingMismatch) -> String {
    let name = try string()
    guard name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil, !APIKeyForm.isLikely(name) else {
      throw .finding(
        .keyInSettings,
        " holds what no environment variable is called, perhaps the key itself; it has to be the"
          + " variable's name, such as GETSALES_API_KEY. Replace a key that was written down here.")
    }
    return name
  }

  /// A path as written. `~` is taken for the home directory only alone or before a slash.
  func path() throws(SettingMismatch) -> String {
    let path = try string()
    guard path.contains(where: { !$0.isWhitespace }), !path.contains("\0") else {
      throw .unlike(.wrongValue)
    }
    guard !path.hasPrefix("~") || path == "~" || path.hasPrefix("~/") else {
      throw .finding(
        .wrongValue, " starts with ~ and a name; write ~/ for your home, or the whole path.")
    }
    return path
  }

  func paths() throws(SettingMismatch) -> [String] {
    guard case .array(let elements) = self else { throw .unlike(.wrongType) }
    var paths: [String] = []
    for element in elements { paths.append(try element.path()) }
    return paths
  }

  /// A program and its arguments.
  func command() throws(SettingMismatch) -> [String] {
    guard case .array(let elements) = self else { throw .unlike(.wrongType) }
    var words: [String] = []
    for element in elements { words.append(try element.string()) }
    guard let program = elements.first, !words.contains(where: { $0.contains("\0") }) else {
      throw .unlike(.wrongValue)
    }
    _ = try program.path()
    guard !words.dropFirst().contains(where: APIKeyForm.isLikely) else {
      throw .finding(
        .keyInSettings,
        " holds what looks like a key; keys never stand in the settings. Name a script that reads it."
      )
    }
    return words
  }

  /// A list of at least one word, each once.
  func words(outOf words: [String]) throws(SettingMismatch) -> [String] {
    guard case .array(let elements) = self else { throw .unlike(.wrongType) }
    var chosen: [String] = []
    for element in elements {
      guard case .string(let word) = element, words.contains(word) else {
        var hint = ""
        if case .string(let word) = element { hint = NearestWord.find(word, in: words).didYouMean }
        throw .finding(
          .wrongValue, " holds \(element.found); it takes \(words.joinedAsList("and")).\(hint)")
      }
      guard !chosen.contains(word) else {
        throw .finding(.wrongValue, " holds \(JSONValue.quoted(word)) twice.")
      }
      chosen.append(word)
    }
    guard !chosen.isEmpty else {
      throw .finding(
        .wrongValue, " is empty; it takes at least one of \(words.joinedAsList("and")).")
    }
    return chosen
  }
}
