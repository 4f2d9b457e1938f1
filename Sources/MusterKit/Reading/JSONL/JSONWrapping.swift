internal import Foundation

/// Looks for the rows inside the one object that a source is.
struct JSONWrapping {
  private struct Candidate {
    var path: [String]
    var size: Int
  }

  private let bytes: [UInt8]
  private var candidates: [Candidate] = []
  private var isLead = false

  /// How deep the array may be: `{"data": {"items": {"nodes": […]}}}`.
  private static let mostDepth = 3

  /// - Parameters:
  ///   - bytes: may end inside the object.
  ///   - object: where its bracket is.
  init(_ bytes: [UInt8], object: Int) {
    self.bytes = bytes
    readMembers(of: object, path: [])
  }

  /// The keys on the way to an array of objects: the least deep one, and of those the largest. Nil
  /// where there is none, where one below the top level is less than half of all, and where the object seems to be a lead itself, which may have such arrays
  /// too (the places where somebody worked): one of its own strings holds an @ or a LinkedIn address.
  var path: [String]? {
    if isLead { return nil }
    let likely = candidates.filter { $0.path.count == 1 || 2 * $0.size >= bytes.count }
    return likely.min { ($0.path.count, -$0.size) < ($1.path.count, -$1.size) }?.path
  }

  private mutating func readMembers(of object: Int, path: [String]) {
    var index = JSONHead.behindBlanks(bytes, from: object + 1)
    while index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
      let keyEnd = behindString(index)
      let colon = JSONHead.behindBlanks(bytes, from: keyEnd)
      let value = JSONHead.behindBlanks(bytes, from: colon + 1)
      guard value < bytes.count, bytes[colon] == UInt8(ascii: ":") else { return }
      let end = behindValue(value)
      readValue(value..<end, path: path + [name(index..<keyEnd)])
      let comma = JSONHead.behindBlanks(bytes, from: end)
      guard comma < bytes.count, bytes[comma] == UInt8(ascii: ",") else { return }
      index = JSONHead.behindBlanks(bytes, from: comma + 1)
    }
  }

  private mutating func readValue(_ value: Range<Int>, path: [String]) {
    switch bytes[value.lowerBound] {
    case UInt8(ascii: "\""):
      let text = String(decoding: bytes[value], as: UTF8.self)
      if path.count == 1 && (text.contains("@") || text.contains("linkedin.com/")) {
        isLead = true
      }
    case UInt8(ascii: "{"):
      if path.count < Self.mostDepth { readMembers(of: value.lowerBound, path: path) }
    case UInt8(ascii: "["):
      let first = JSONHead.behindBlanks(bytes, from: value.lowerBound + 1)
      if first < bytes.count && bytes[first] == UInt8(ascii: "{") {
        candidates.append(Candidate(path: path, size: value.count))
      }
    default: break
    }
  }

  /// A key without its quotes, escapes resolved.
  private func name(_ quoted: Range<Int>) -> String {
    let decoded = try? JSONDecoder().decode(String.self, from: Data(bytes[quoted]))
    return decoded ?? String(decoding: bytes[quoted].dropFirst().dropLast(), as: UTF8.self)
  }

  private func behindString(_ quote: Int) -> Int {
    var index = quote + 1
    while index < bytes.count && bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index + 1, bytes.count)
  }

  private func behindValue(_ value: Int) -> Int {
    var index = value
    var depth = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index = behindString(index)
        if depth == 0 { return index }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        // The bracket of what holds a number or word.
        if depth == 0 { return index }
        depth -= 1
        if depth == 0 { return index + 1 }
      case UInt8(ascii: ","): if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return index
  }
}
