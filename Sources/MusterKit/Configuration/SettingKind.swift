// The kinds of values that settings take: what each expects, how it is read from JSON and from the
// text of a variable or an option.

import Foundation

/// What a setting's value can be.
enum SettingKind: Sendable, Equatable {
  /// One of some words.
  case choice([String])
  /// A list of different words, at least one.
  case choices([String])
  /// true or false.
  case flag
  case integer(ClosedRange<Int>)
  /// A number of seconds.
  case seconds(ClosedRange<Double>)
  /// A text of one line, or a whole number that is taken for one.
  case text
  case address
  /// The name of an environment variable.
  case variable
  /// The path of a file; `~/` is the home directory.
  case path
  /// A list of paths of files.
  case paths
  /// A program and its arguments.
  case command
  case encoding
  case delimiter
  case quote
  case headerLine
  case threshold
  /// A length of time: `30d`.
  case length
  case columns
  case constants
  case severities
  case tests

  /// What a value has to be, as the end of a sentence.
  var expected: String {
    switch self {
    case .choice(let words): words.joinedAsList("or")
    case .choices(let words): "a list of different words out of \(words.joinedAsList("and"))"
    case .flag: "true or false"
    case .integer(let limits):
      "a whole number from \(limits.lowerBound) to \(limits.upperBound)"
    case .seconds(let limits):
      "a number of seconds from \(JSONValue.number(limits.lowerBound).trimmedNumber) to "
        + JSONValue.number(limits.upperBound).trimmedNumber
    case .text: "a text of one line that isn't blank"
    case .address: "an address such as https://api.example.com"
    case .variable: "the name of an environment variable"
    case .path: "the path of a file"
    case .paths: "a list of paths"
    case .command: "a list of a program and its arguments"
    case .encoding: "auto or the name of an encoding, such as windows-1252"
    case .delimiter:
      "auto, comma, semicolon, tab, pipe, colon, space or one ASCII character that is neither "
        + "letter, digit nor double quote"
    case .quote: "auto, none, double, single or one ASCII punctuation mark"
    case .headerLine:
      "auto, none or a line from \(SourceSettings.HeaderLine.limits.lowerBound) to "
        + "\(SourceSettings.HeaderLine.limits.upperBound)"
    case .threshold: "a number of rows, such as 20, or a percentage, such as \"5%\""
    case .length: "a length of time up to ten years, such as \"30d\", \"12h\" or \"90m\""
    case .columns: "an object of column names with their fields"
    case .constants: "an object of fields with their texts"
    case .severities: "an object of codes with severities"
    case .tests: "a list of tests, each a row and what is to become of it"
    }
  }

  /// What is wrong with a value; empty if nothing is.
  func findings(on value: JSONValue, isOptional: Bool) -> [SettingFinding] {
    if isOptional, value == .null { return [] }
    do throws(SettingMismatch) {
      try check(value)
      return []
    } catch {
      return error.findings(on: value, expected: expected + (isOptional ? ", or null" : ""))
    }
  }

  private func check(_ value: JSONValue) throws(SettingMismatch) {
    switch self {
    case .choice(let words): try checkWord(value, words: words)
    case .choices(let words): _ = try value.words(outOf: words)
    case .flag: _ = try value.flag()
    case .integer(let limits): _ = try value.integer(in: limits)
    case .seconds(let limits): _ = try value.seconds(in: limits)
    case .text: _ = try value.line()
    case .address: _ = try BaseURL(written: value)
    case .variable: _ = try value.variableName()
    case .path: _ = try value.path()
    case .paths: _ = try value.paths()
    case .command: _ = try value.command()
    case .encoding: _ = try SourceSettings.Encoding(written: value)
    case .delimiter: _ = try SourceSettings.Delimiter(written: value)
    case .quote: _ = try SourceSettings.Quote(written: value)
    case .headerLine: _ = try SourceSettings.HeaderLine(written: value)
    case .threshold: _ = try Threshold(written: value)
    case .length: _ = try Duration(written: value)
    case .columns: _ = try ColumnRule.rules(written: value)
    case .constants: _ = try ConstantValue.constants(written: value)
    case .severities: _ = try SeverityRules(written: value)
    case .tests: _ = try MappingTest.tests(written: value)
    }
  }

  private func checkWord(_ value: JSONValue, words: [String]) throws(SettingMismatch) {
    let word = try value.string()
    guard words.contains(word) else {
      throw .unlike(.wrongValue, nearest: NearestWord.find(word, in: words))
    }
  }

  /// The value that a variable or an option says. What can't be read stays a text, so that the check
  /// tells what is wrong with it.
  func value(ofText text: String, isOptional: Bool) -> JSONValue {
    if isOptional, text == "null" { return .null }
    let asWritten = JSONValue.string(text)
    switch self {
    case .flag:
      switch text.lowercased() {
      case "true", "yes", "on", "1": return .bool(true)
      case "false", "no", "off", "0": return .bool(false)
      default: return asWritten
      }
    case .integer, .headerLine, .threshold: return Int(text).map { .integer($0) } ?? asWritten
    case .seconds:
      if let number = Int(text) { return .integer(number) }
      guard let number = Double(text), number.isFinite else { return asWritten }
      return .number(number)
    case .command where !text.hasPrefix("["): return .array([asWritten])
    case .choices, .paths, .command:
      if text.hasPrefix("["), let list = JSONValue(parsing: text) { return list }
      return .array(
        text.split(separator: ",").map { .string($0.trimmingCharacters(in: .whitespaces)) })
    case .columns, .constants, .severities, .tests: return JSONValue(parsing: text) ?? asWritten
    default: return asWritten
    }
  }
}
