internal import CSimdJSON

/// How the rows stand in a JSON source.
package enum JSONLayout: Sendable, Equatable {
  /// One JSON value a line: JSON Lines.
  case lines
  /// The elements of one array.
  case array
  /// Objects one behind the other, over several lines or several on one, with or without commas.
  case sequence
  /// One object that holds the rows in an array inside, as programming interfaces answer: the keys
  /// on the way to it. There is one row to read, which is hardly what is meant.
  case wrapped([String])

  /// What gives the rows of a wrapped source by themselves, for jq (https://jqlang.org):
  /// `.data.items[]`. It holds no apostrophe, so that it can stand between two. Nil for other layouts.
  package var filter: String? {
    guard case .wrapped(let path) = self else { return nil }
    return path.map(Self.step).joined() + "[]"
  }

  private static func step(_ key: String) -> String {
    let isName = key.utf8.allSatisfy {
      ByteClass.isLetter($0) || ByteClass.isDigit($0) || $0 == UInt8(ascii: "_")
    }
    if isName, let first = key.utf8.first, !ByteClass.isDigit(first) { return ".\(key)" }
    let text = key.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return ".[\"\(text.replacing("'", with: "\\u0027"))\"]"
  }

  /// For people: what the source is.
  package var words: String {
    switch self {
    case .lines: "JSON Lines"
    case .array: "a JSON array"
    case .sequence: "a sequence of JSON objects"
    case .wrapped: "one JSON object"
    }
  }

  /// By what it is known, as a phrase.
  package var why: String {
    switch self {
    case .lines: "its first line is JSON"
    case .array: "it starts like an array of objects"
    case .sequence: "it starts with objects that aren't one a line"
    case .wrapped: "it is one object with an array of objects inside"
    }
  }

  /// Finds the layout of a source by its first bytes.
  ///
  /// A byte order mark and blanks are passed over. Then there must be an object whose first key is a
  /// string with a colon behind it, or an array; one that doesn't begin with such an object must be
  /// valid on its first line, or have a line end behind its bracket: `{name},{mail}` and
  /// `[Column 1],[Column 2]` are the headers of CSV files.
  ///
  /// - Parameters:
  ///   - head: the first bytes in UTF-8, at most 1 MiB.
  ///   - isWhole: whether they are all of the source.
  /// - Returns: nil where it isn't JSON, or where nothing tells.
  package static func recognise(_ head: [UInt8], isWhole: Bool) -> JSONLayout? {
    JSONHead(head, isWhole: isWhole).layout
  }
}
