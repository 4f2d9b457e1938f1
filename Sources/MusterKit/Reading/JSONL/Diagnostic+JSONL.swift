internal import CSimdJSON

extension Diagnostic {
  /// What is wrong with a line that gave no cells, and where: without anything that stands in it.
  ///
  /// - Parameters:
  ///   - result: neither an object nor about columns.
  ///   - line: the line's bytes.
  init(_ result: csimdjson_line, line: Span<UInt8>) {
    switch result.verdict {
    case .other_value:
      self.init(.jsonNotObject)
    case .no_memory:
      self.init(.rowTooLarge)
    default:
      let fault = JSONFault(result.verdict, at: result.position, in: line)
      self.init(.jsonInvalid, message: "The line isn't valid JSON: \(fault.what). \(fault.remedy)")
    }
  }
}

/// Why a line isn't valid JSON, in words.
private struct JSONFault {
  var what: String
  var remedy: String

  init(_ verdict: csimdjson_verdict, at position: Int, in line: Span<UInt8>) {
    let place = Self.place(of: position, in: line)
    remedy = DiagnosticCode.jsonInvalid.entry.remedy
    switch verdict {
    case .not_utf8:
      what = "it holds bytes that aren't UTF-8\(Self.firstInvalidByte(in: line))"
      remedy = "Save the file again as UTF-8, or retype the damaged characters."
    case .string_open:
      what = "a string is opened\(place) and not closed"
    case .control_character:
      what = "a string holds a control character\(place)"
      remedy = "Write a tab as \\t, a line break as \\n, and leave others out."
    case .bad_escape:
      what = "the string\(place) holds a backslash with something behind it that is no escape"
      remedy = "Double the backslash if it belongs to the text."
    case .bad_value:
      what = "there is no JSON value\(place)"
    case .not_closed:
      what = "it doesn't end with the bracket that closes it"
    case .trailing_text:
      what = "something follows the value\(place)"
      remedy = "Put each object on a line of its own."
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

  /// A place in a line as people count.
  ///
  /// - Parameters:
  ///   - position: in bytes, from 0; -1 where it isn't known.
  ///   - line: the line's bytes.
  /// - Returns: " at character 17", from 1; empty where it isn't known.
  private static func place(of position: Int, in line: Span<UInt8>) -> String {
    guard position >= 0 && position <= line.count else { return "" }
    var characters = 1
    for index in 0..<position where line[index] & 0xC0 != 0x80 { characters += 1 }
    return " at character \(characters.grouped)"
  }

  private static func firstInvalidByte(in line: Span<UInt8>) -> String {
    do {
      _ = try UTF8Span(validating: line)
      return ""
    } catch {
      return ", the first at byte \((error.byteOffsets.lowerBound + 1).grouped)"
    }
  }
}
