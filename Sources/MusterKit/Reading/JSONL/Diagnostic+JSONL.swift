internal import CSimdJSON

extension Diagnostic {
  /// What is wrong with a text that gave no cells, and where: without anything that stands in it.
  ///
  /// - Parameters:
  ///   - result: neither an object nor about columns.
  ///   - text: the bytes of the line or element.
  ///   - line: the line on which it begins; from 1.
  ///   - layout: what the text is a part of.
  init(_ result: csimdjson_line, text: Span<UInt8>, line: Int, layout: JSONLayout) {
    let isLine = layout == .lines
    switch result.verdict {
    case .other_value:
      let message =
        isLine
        ? nil
        : "The element is JSON, but not an object. \(DiagnosticCode.jsonNotObject.entry.remedy)"
      self.init(.jsonNotObject, message: message)
    case .no_memory:
      self.init(.rowTooLarge)
    default:
      let fault = JSONFault(result.verdict, at: result.position, in: text, line: line, layout)
      let name = isLine ? "line" : "element"
      let remedy = fault.remedy ?? (isLine ? DiagnosticCode.jsonInvalid.entry.remedy : Self.mending)
      self.init(
        .jsonInvalid, line: fault.line == line ? nil : fault.line,
        message: "The \(name) isn't valid JSON: \(fault.what). \(remedy)")
    }
  }

  private static let mending =
    "Mend the element: each key and string in double quotes, each bracket closed, commas between."

  static var behindArray: Diagnostic {
    Diagnostic(
      .jsonInvalid,
      message: """
        Something follows the bracket that closes the array, and was left out. Put all objects into \
        one array, or write one object a line.
        """)
  }

  static var stray: Diagnostic {
    Diagnostic(
      .jsonInvalid,
      message: """
        This stands behind a broken element and is indented deeper, so it may belong to that; it was \
        left out. Mend the element above.
        """)
  }

  static var commaMissing: Diagnostic {
    Diagnostic(
      .jsonInvalid, severity: .warning,
      message: "There is no comma before this object; it was read all the same. Add the comma.")
  }

  static func arrayNotClosed(severity: Severity) -> Diagnostic {
    Diagnostic(
      .jsonInvalid, severity: severity,
      message: """
        The file ends here, and the bracket that closes the array is missing: the file may be cut \
        off. Check that it is complete, and fetch it again if it isn't.
        """)
  }
}

/// Why a text isn't valid JSON, in words.
private struct JSONFault {
  var what: String
  /// What to do about it, where that is something special.
  var remedy: String?
  /// The line it is on; from 1.
  var line: Int

  init(
    _ verdict: csimdjson_verdict, at position: Int, in text: Span<UInt8>, line: Int,
    _ layout: JSONLayout
  ) {
    let position = verdict == .not_utf8 ? Self.firstInvalidByte(in: text) : position
    let start = Self.lineStart(before: position, in: text)
    self.line = line + start.lines
    // An element may begin anywhere on its line.
    let container =
      start.lines > 0
      ? " of line \(self.line.grouped)" : layout == .lines ? "" : " of the element"
    var place = Self.place(of: position, from: start.offset, in: text)
    if !place.isEmpty { place += container }
    switch verdict {
    case .not_utf8:
      what = "it holds bytes that aren't UTF-8"
      if position >= 0 {
        what += ", the first at byte \((position - start.offset + 1).grouped)\(container)"
      }
      remedy = "Save the file again as UTF-8, or retype the damaged characters."
    case .string_open:
      what = "a string is opened\(place) and not closed"
    case .control_character:
      what = "a string holds a control character\(place)"
      remedy = "Write a tab as \\t, a line break as \\n, and leave others out."
    case .bad_escape:
      what = "the string\(place) holds a backslash with something behind it that is no escape"
      remedy = "Double the backslash if it belongs to the text."
    case .bad_value where Self.isNoNumber(at: position, in: text):
      what = "NaN or Infinity stands\(place), which no JSON number can be"
      remedy = "Write null, or leave the key out."
    case .bad_value:
      what = "there is no JSON value\(place)"
    case .not_closed:
      what = "it doesn't end with the bracket that closes it"
    case .trailing_text:
      what = "something follows the value\(place)"
      if layout == .lines { remedy = "Put each object on a line of its own." }
    case .too_deep:
      what = "it is nested deeper than \(LineFlattener.mostDepth) levels"
      remedy = "Write the values you need as plain keys of the object."
    case .key_too_long:
      what = "a key is longer than \(LineFlattener.longestKey.grouped) bytes"
      remedy = "Shorten the key."
    default:
      what = "a key, colon, comma or bracket is missing or too many\(place)"
    }
  }

  /// Where the line of a place begins, in bytes from 0, and how many line ends are before it.
  private static func lineStart(
    before position: Int, in text: Span<UInt8>
  ) -> (offset: Int, lines: Int) {
    guard position > 0 && position <= text.count else { return (0, 0) }
    var offset = 0
    var lines = 0
    for index in 0..<position where text[index] == UInt8(ascii: "\n") {
      offset = index + 1
      lines += 1
    }
    return (offset, lines)
  }

  /// A place in a line as people count.
  ///
  /// - Parameters:
  ///   - position: in bytes, from 0; -1 where it isn't known.
  ///   - start: where its line begins.
  ///   - text: the bytes.
  /// - Returns: " at character 17", from 1; empty where it isn't known.
  private static func place(of position: Int, from start: Int, in text: Span<UInt8>) -> String {
    guard position >= start && position <= text.count else { return "" }
    var characters = 1
    for index in start..<position where text[index] & 0xC0 != 0x80 { characters += 1 }
    return " at character \(characters.grouped)"
  }

  private static func isNoNumber(at position: Int, in text: Span<UInt8>) -> Bool {
    ["NaN", "Infinity", "-Infinity"].contains { word in
      let end = position + word.utf8.count
      guard position >= 0 && end <= text.count else { return false }
      return zip(position..<end, word.utf8).allSatisfy { text[$0] == $1 }
    }
  }

  /// -1 where there is none.
  private static func firstInvalidByte(in text: Span<UInt8>) -> Int {
    do {
      _ = try UTF8Span(validating: text)
      return -1
    } catch {
      return error.byteOffsets.lowerBound
    }
  }
}
