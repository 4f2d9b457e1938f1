internal import CSimdJSON
import Foundation

extension JSONValue {
  /// Reads a JSON text; nil where it isn't one. Objects keep the order of their members.
  init?(parsing bytes: some Collection<UInt8>) {
    let tree = bytes.withContiguousStorageIfAvailable { bytes in
      unsafe csimdjson_parse(bytes.baseAddress, bytes.count)
    }
    guard let tree = unsafe tree ?? nil else {
      // With a byte order mark, in UTF-16, or with a number that simdjson leaves to others.
      guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
        return nil
      }
      self = value
      return
    }
    defer { unsafe csimdjson_free(tree) }
    var node = unsafe csimdjson_nodes(tree)
    self = unsafe JSONValue(taking: &node)
  }

  /// Takes a value with all that is in it, and goes on behind it.
  @unsafe private init(taking next: inout UnsafePointer<csimdjson_node>) {
    let node = unsafe next.pointee
    unsafe next += 1
    switch unsafe node.kind {
    case .null: self = .null
    case .false: self = .bool(false)
    case .true: self = .bool(true)
    case .integer: self = unsafe .integer(Int(node.integer))
    case .number:
      self =
        unsafe Int(exactly: node.number).map(JSONValue.integer) ?? .number(node.number)
    case .string: self = unsafe .string(Self.text(of: node))
    case .array:
      var elements: [JSONValue] = []
      unsafe elements.reserveCapacity(node.count)
      for _ in 0..<(unsafe node.count) { unsafe elements.append(JSONValue(taking: &next)) }
      self = .array(elements)
    case .member_list:
      var members: [JSONMember] = []
      unsafe members.reserveCapacity(node.count)
      for _ in 0..<(unsafe node.count) {
        let name = unsafe Self.text(of: next.pointee)
        unsafe next += 1
        unsafe members.append(JSONMember(name: name, value: JSONValue(taking: &next)))
      }
      self = .object(members)
    }
  }

  @unsafe private static func text(of node: csimdjson_node) -> String {
    unsafe String(
      decoding: UnsafeBufferPointer(start: node.text, count: node.count), as: UTF8.self)
  }
}
