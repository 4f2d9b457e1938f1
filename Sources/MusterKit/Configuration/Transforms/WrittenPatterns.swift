// How the patterns and formats of transforms are read from the settings.

extension Replacement {
  init(written value: JSONValue, with: JSONValue?) throws(SettingMismatch) {
    let expression = try RegularExpression(written: value)
    guard case .string(let text) = with ?? .string("") else {
      throw .finding(
        .wrongType,
        " holds a \"with\" of \((with ?? .null).found); it has to be the text to put in.")
    }
    do throws(Fault) {
      try self.init(expression, with: text)
    } catch {
      throw .finding(.wrongValue, " holds a \"with\" \(error.remark(on: expression))")
    }
  }
}

extension Replacement.Fault {
  fileprivate func remark(on expression: RegularExpression) -> String {
    switch self {
    case .noGroup(let number):
      let groups =
        switch expression.groupCount {
        case 0: "the pattern has no groups"
        case 1: "the pattern has one group"
        case let count: "the pattern has \(count) groups"
        }
      return "that names group \(number), and \(groups); put round brackets around a part of it."
    case .backslash:
      return #"with a backslash before something that is no group's number; write \\\\ for one."#
    }
  }
}

extension RegularExpression {
  fileprivate convenience init(written value: JSONValue) throws(SettingMismatch) {
    guard case .string(let pattern) = value else {
      throw .finding(
        .wrongType, " holds a \"replace\" of \(value.found); the pattern has to be a text.")
    }
    guard !pattern.isEmpty else {
      throw .finding(
        .wrongValue, " holds a \"replace\" with an empty pattern; write what is to be replaced.")
    }
    do throws(Fault) {
      try self.init(pattern)
    } catch {
      throw .finding(.wrongValue, " holds the pattern \(value.found), which \(error.remark)")
    }
  }
}

extension RegularExpression.Fault {
  fileprivate var remark: String {
    switch self {
    case .tooLong: "is over \(RegularExpression.longestPattern) bytes; shorten it."
    case .tooLarge: "repeats too much; make its repetitions smaller."
    case .syntax(let reason):
      """
      isn't a regular expression of RE2: \(reason). Its syntax, without lookaround and \
      backreferences, is at https://github.com/google/re2/wiki/Syntax.
      """
    }
  }
}

extension DateFormat {
  init(written value: JSONValue) throws(SettingMismatch) {
    guard case .string(let text) = value else {
      throw .finding(
        .wrongType,
        " holds a \"date\" of \(value.found); the format has to be a text such as \"dd.MM.yyyy\".")
    }
    do throws(Fault) {
      try self.init(text)
    } catch {
      throw .finding(.wrongValue, " holds the date format \(value.found), \(error.remark)")
    }
  }
}

extension DateFormat.Fault {
  fileprivate var remark: String {
    switch self {
    case .unknownLetters(let letters):
      let near = Self.nearest(to: letters).didYouMean
      return """
        in which \(letters) means nothing; there are yyyy, yy, MMMM, MMM, MM, M, dd, d, HH, H, hh, h, \
        mm, ss and a, and other letters stand between apostrophes.\(near)
        """
    case .apostropheNotClosed:
      return "in which an apostrophe isn't closed; double one that is text."
    case .notOnce(let part): return "which has to hold the \(part) exactly once."
    case .without("mm", _): return "in which mm are minutes, without an hour; the month is MM."
    case .without(let part, let needed): return "in which \(part) stands without \(needed)."
    case .repeatedTime(let part): return "which holds the \(part) more than once."
    }
  }

  /// The letters in the case and number in which they mean something.
  private static func nearest(to letters: String) -> String? {
    switch letters.lowercased().first {
    case "y": "yyyy"
    case "d": "dd"
    case "h": "HH"
    case "m": letters.first == "M" ? "MM" : "mm"
    case "s": "ss"
    case "a": "a"
    default: nil
    }
  }
}
