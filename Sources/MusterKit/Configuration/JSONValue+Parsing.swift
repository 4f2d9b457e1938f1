import Foundation
internal import JSONTree

extension JSONValue: JSONTree {
  package static func object(of members: [(name: String, value: JSONValue)]) -> JSONValue {
    .object(members.map { JSONMember(name: $0.name, value: $0.value) })
  }

  /// Reads a JSON text; nil where it isn't one. Objects keep the order of their members.
  init?(parsing bytes: some Collection<UInt8>) {
    if let value = JSONValue(tree: bytes) {
      self = value
    } else if let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) {
      // With a byte order mark, in UTF-16, or with a number that simdjson leaves to others.
      self = value
    } else {
      return nil
    }
  }
}
