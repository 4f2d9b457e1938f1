/// Web pages made of a template and of data that may be hostile.

import Mustache

/// A Mustache template (https://mustache.github.io/mustache.5.html) of a web page.
package struct PageTemplate: Sendable {
  private let template: MustacheTemplate

  /// - Returns: nil where the template is damaged.
  package init?(_ source: [UInt8]) {
    MustacheContentTypes.register(MarkupText(), named: MarkupText.name)
    let text = "{{% CONTENT_TYPE:\(MarkupText.name)}}" + String(decoding: source, as: UTF8.self)
    guard let template = try? MustacheTemplate(string: text) else { return nil }
    self.template = template
  }

  /// The page. Every value becomes text, wherever it stands between tags or in a quoted attribute.
  package func render(_ model: [String: Any]) -> String { template.render(model) }
}

/// Escapes what would be markup, byte by byte. The library's own way goes by characters, and a `<` behind some
/// scalars (U+0600, for one) is a part of another character: it would come through.
struct MarkupText: MustacheContentType {
  /// As templates ask for it.
  static let name = "MARKUP"

  func escapeText(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      case UInt8(ascii: "'"): bytes += "&#39;".utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
