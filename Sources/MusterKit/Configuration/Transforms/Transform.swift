/// A change to the values of a column, as the settings name it. See docs/transforms.md.
package enum Transform: Sendable, Equatable {
  /// Blanks at both ends removed.
  case trim
  /// Each run of blanks made one space, and those at the ends removed.
  case collapseSpaces
  case lower
  case upper
  case titleCase
  case stripTags
  case replace(Replacement)
  /// The first item of a list; without a separator, `ListSeparator` finds it.
  case first(separator: String?)
  case last(separator: String?)
  case date(DateFormat)
  case number(DecimalMark)

  /// Whether there are values that it can't be applied to.
  package var mayFail: Bool {
    switch self {
    case .date, .number: true
    case .trim, .collapseSpaces, .lower, .upper, .titleCase, .stripTags, .replace, .first, .last:
      false
    }
  }

  /// The value as it becomes. A blank value becomes an empty one, whatever the transform. Doesn't
  /// depend on the locale.
  package func applied(to value: String) throws(TransformFailure) -> String {
    guard value.contains(where: { !$0.isBlank }) else { return "" }
    switch self {
    case .trim: return value.trimmingBlanks()
    case .collapseSpaces: return value.split(whereSeparator: \.isBlank).joined(separator: " ")
    case .lower: return value.lowercased()
    case .upper: return value.uppercased()
    case .titleCase: return TitleCase.applied(to: value)
    case .stripTags: return TagStripper.stripped(value)
    case .replace(let replacement): return replacement.applied(to: value)
    case .first(let separator): return ListSeparator.items(of: value, separator).first ?? ""
    case .last(let separator): return ListSeparator.items(of: value, separator).last ?? ""
    case .date(let format): return try format.isoDate(of: value)
    case .number(let mark): return try mark.plainNumber(of: value)
    }
  }
}

extension Character {
  /// Blanks of any kind, line ends, and the signs without width that cells begin and end with.
  var isBlank: Bool { isWhitespace || self == "\u{FEFF}" || self == "\u{200B}" }
}
