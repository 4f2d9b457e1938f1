/// How texts look on a terminal: with colours, or plain.
package struct TextStyle: Sendable {
  /// Whether colours are wanted: on a terminal that has them, unless NO_COLOR is set
  /// (https://no-color.org).
  private let isColoured: Bool

  package static let plain = TextStyle(isColoured: false)
  package static let coloured = TextStyle(isColoured: true)

  private init(isColoured: Bool) {
    self.isColoured = isColoured
  }

  /// Select Graphic Rendition (ECMA-48, section 8.3.117).
  private func rendered(_ text: String, _ code: Int) -> String {
    isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  func heading(_ text: String) -> String { rendered(text, 1) }
  func quiet(_ text: String) -> String { rendered(text, 2) }

  func good(_ text: String) -> String { rendered(text, 32) }

  /// Its name, or another text in its colour.
  func severity(_ severity: Diagnostic.Severity, as text: String? = nil) -> String {
    let text = text ?? severity.rawValue
    return switch severity {
    case .error: rendered(text, 31)
    case .warning: rendered(text, 33)
    case .note: rendered(text, 36)
    }
  }
}
