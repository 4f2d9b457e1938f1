internal import CSimdJSON

/// What a JSON text can be read into. An enumeration with cases of these names needs to say only what an object is.
package protocol JSONTree {
  static var null: Self { get }
  static func bool(_ value: Bool) -> Self
  static func integer(_ value: Int) -> Self
  static func number(_ value: Double) -> Self
  static func string(_ text: String) -> Self
  static func array(_ elements: [Self]) -> Self
  /// The members are in the order of the text.
  static func object(of members: [(name: String, value: Self)]) -> Self
}

extension JSONTree {
  /// Reads a JSON text by simdjson (RFC 8259, in UTF-8 without a byte order mark); nil where it isn't one, is nested deeper
  /// than 512, or has an integer of more than 64 bits. A whole number is an integer, however it is written.
  package init?(tree bytes: some Collection<UInt8>) {
    let tree = bytes.withContiguousStorageIfAvailable { bytes in
      unsafe csimdjson_parse(bytes.baseAddress, bytes.count)
    }
    guard let tree = unsafe tree ?? nil else { return nil }
    defer { unsafe csimdjson_free(tree) }
    var node = unsafe csimdjson_nodes(tree)
    self = unsafe Self.taking(&node)
  }

  /// Takes a value with all that is in it, and goes on behind it.
  @unsafe private static func taking(_ next: inout UnsafePointer<csimdjson_node>) -> Self {
    let node = unsafe next.pointee
    unsafe next += 1
    switch unsafe node.kind {
    case .null: return .null
    case .false: return .bool(false)
    case .true: return .bool(true)
    case .integer: return unsafe .integer(Int(node.integer))
    case .number: return unsafe Int(exactly: node.number).map(integer) ?? .number(node.number)
    case .string: return unsafe .string(text(of: node))
    case .array: return unsafe .array((0..<node.count).map { _ in unsafe taking(&next) })
    case .member_list:
      return unsafe .object(
        of: (0..<node.count).map { _ in
          let name = unsafe text(of: next.pointee)
          unsafe next += 1
          return unsafe (name, taking(&next))
        })
    }
  }

  @unsafe private static func text(of node: csimdjson_node) -> String {
    unsafe String(
      decoding: UnsafeBufferPointer(start: node.text, count: node.count), as: UTF8.self)
  }
}
