/// Writes JSON (RFC 8259) into a byte buffer: compact, members in the order they are given, so that
/// the same input always gives the same bytes.
///
/// Commas are put in by the writer; that objects and arrays are closed, and that a key is followed
/// by one value, is the caller's business. Text goes out as UTF-8; only `"`, `\` and the control
/// characters U+0000 to U+001F are escaped (RFC 8259, section 7). To write one JSON object a line,
/// call `endLine()` behind each and `removeAll` when the buffer has been written.
package struct JSONText: Sendable {
  /// What has been written so far; UTF-8 if every cell given as bytes was.
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init(capacity: Int = 256) {
    bytes.reserveCapacity(capacity)
  }

  /// Empties the text; the buffer's capacity is kept.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// Empties the text where it has been written in the middle of a value: what follows continues it.
  package mutating func forgetWritten() {
    bytes.removeAll(keepingCapacity: true)
  }

  // MARK: Containers

  package mutating func beginObject() { open(UInt8(ascii: "{")) }
  package mutating func endObject() { close(UInt8(ascii: "}")) }
  package mutating func beginArray() { open(UInt8(ascii: "[")) }
  package mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Ends a line of JSON Lines: a line feed, and the next value needs no comma.
  package mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// The name of an object's member; the value is what is written next.
  package mutating func key(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  // MARK: Values

  package mutating func string(_ value: String) {
    separate()
    append(quoted: value)
    needsComma = true
  }

  /// A string given as bytes, which have to be valid UTF-8: they are copied as they are.
  package mutating func string(utf8 value: Span<UInt8>) {
    separate()
    append(quoted: value)
    needsComma = true
  }

  package mutating func integer(_ value: some BinaryInteger & Sendable) {
    literal(String(value))
  }

  /// A number in the shortest form that reads back as the same `Double`; infinities and NaN, which
  /// JSON doesn't have, become `null`.
  package mutating func number(_ value: Double) {
    guard value.isFinite else { return null() }
    literal(value.description)
  }

  package mutating func boolean(_ value: Bool) {
    literal(value ? "true" : "false")
  }

  package mutating func null() {
    literal("null")
  }

  /// A value that is JSON already, such as a request body inside an event; not checked.
  package mutating func raw(_ json: [UInt8]) {
    separate()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  // MARK: Members

  package mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  package mutating func member(_ name: String, _ value: some BinaryInteger & Sendable) {
    key(name)
    integer(value)
  }

  package mutating func member(_ name: String, _ value: Double) {
    key(name)
    number(value)
  }

  package mutating func member(_ name: String, _ value: Bool) {
    key(name)
    boolean(value)
  }

  /// A member whose value may be missing: `null` then.
  package mutating func member(_ name: String, orNull value: String?) {
    key(name)
    if let value { string(value) } else { null() }
  }

  package mutating func member(_ name: String, orNull value: (some BinaryInteger & Sendable)?) {
    key(name)
    if let value { integer(value) } else { null() }
  }

  // MARK: Bytes

  @inline(__always)
  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func append(quoted value: String) {
    append(quoted: value.utf8Span.span)
  }

  /// Copies runs of plain bytes as they are and escapes what stands between them.
  private mutating func append(quoted value: Span<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    var start = 0
    var index = 0
    while index < value.count {
      let byte = value[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        append(value.extracting(start..<index))
        append(escaped: byte)
        start = index + 1
      }
      index += 1
    }
    append(value.extracting(start..<value.count))
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ run: Span<UInt8>) {
    unsafe run.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  private mutating func append(escaped byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(Self.hexDigit(byte >> 4))
      bytes.append(Self.hexDigit(byte & 0xF))
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}

extension JSONText {
  /// An object of texts, in their order.
  static func object(_ members: [(name: String, value: String)]) -> [UInt8] {
    var json = JSONText(capacity: 64)
    json.beginObject()
    for (name, value) in members { json.member(name, value) }
    json.endObject()
    return json.bytes
  }
}
