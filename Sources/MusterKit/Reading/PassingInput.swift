/// Input that passes by once, such as standard input or a pipe: it has to be kept before it can be read
/// as a source, which is read several times.
package enum PassingInput {
  /// How much is handed on at once at most, in bytes.
  private static let pieceBytes = 1 << 18

  /// Whether a file can be read only once, by its name as the user typed it; `-` is standard input.
  package static func isMeant(by name: String) -> Bool {
    name == "-" || FileKind.of(name) == .special
  }

  /// Reads all of it. Waits for whoever writes to it.
  ///
  /// - Parameters:
  ///   - name: as the user typed it; `-` is standard input.
  ///   - body: is called with one piece after the other.
  /// - Throws: a `ReadingError` where it can't be read, and what `body` throws.
  package static func read(_ name: String, _ body: (Span<UInt8>) throws -> Void) throws {
    let display = Source.display(name)
    var source =
      name == "-"
      ? ByteSource(standardInput: display) : try ByteSource(display: display, path: name)
    var piece = [UInt8](repeating: 0, count: pieceBytes)
    while true {
      let count = try unsafe piece.withUnsafeMutableBytes { bytes in
        unsafe try source.read(into: bytes)
      }
      if count == 0 { return }
      try body(piece.span.extracting(first: count))
    }
  }
}
