// How much may go wrong before a run is refused or stopped.

/// A number of rows or contacts, or a percentage of them.
package enum Threshold: Sendable, Equatable {
  /// At least 0.
  case count(Int)
  /// From 0 to 100.
  case percent(Double)

  /// Reads `20` or `5%`; nil for anything else. Decimals are for percentages only.
  package init?(_ text: String) {
    if text.utf8.allSatisfy(Self.isDigit), let count = Int(text) {
      self = .count(count)
    } else if text.hasSuffix("%"), let percent = Self.decimal(text.dropLast()),
      (0...100).contains(percent)
    {
      self = .percent(percent)
    } else {
      return nil
    }
  }

  /// Whether more than the threshold went wrong: `count` rows or contacts out of all `total`.
  package func isExceeded(by count: Int, of total: Int) -> Bool {
    switch self {
    case .count(let limit): count > limit
    case .percent(let limit): Double(count) * 100 > limit * Double(total)
    }
  }

  /// As it is written: `20` or `5%`.
  package var text: String {
    switch self {
    case .count(let count): "\(count)"
    case .percent(let percent) where percent == percent.rounded(): "\(Int(percent))%"
    case .percent(let percent): "\(percent)%"
    }
  }

  init(written value: JSONValue) throws(SettingMismatch) {
    switch value {
    case .integer(let count) where count >= 0: self = .count(count)
    case .integer: throw .unlike(.outOfRange)
    case .number: throw .unlike(.wrongValue)
    case .string(let text):
      guard let threshold = Threshold(text) else { throw .unlike(.wrongValue) }
      self = threshold
    default: throw .unlike(.wrongType)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Digits with at most one dot among them: not all that `Double` takes (`1e1`, `0x5`, `nan`).
  private static func decimal(_ text: Substring) -> Double? {
    text.wholeMatch(of: /(100|[0-9]{1,2})(\.[0-9]{1,6})?/) == nil ? nil : Double(text)
  }
}

extension Duration {
  /// Reads a length of time: a whole number and `s`, `m`, `h`, `d` or `w`; nil for anything else,
  /// for nothing at all and for more than ten years.
  package init?(length text: String) {
    guard let match = text.wholeMatch(of: /([0-9]{1,9})([smhdw])/), let count = Int(match.1) else {
      return nil
    }
    let unit =
      switch match.2 {
      case "s": 1
      case "m": 60
      case "h": 3_600
      case "d": 86_400
      default: 604_800
      }
    guard count > 0, count * unit <= 3_650 * 86_400 else { return nil }
    self = .seconds(count * unit)
  }

  init(written value: JSONValue) throws(SettingMismatch) {
    guard let duration = Duration(length: try value.string()) else { throw .unlike(.wrongValue) }
    self = duration
  }
}
