internal import CRE2

/// Each match of an expression replaced by a text, in which `\1` to `\9` or `$1` to `$9` stand for the
/// expression's groups and `\0` or `$0` for the whole match.
package struct Replacement: Sendable, Equatable {
  /// What is wrong with the text.
  package enum Fault: Error, Sendable, Equatable {
    /// The expression has no such group.
    case noGroup(Int)
    /// A backslash stands before something else than a digit or a backslash.
    case backslash
  }

  private enum Piece: Sendable, Equatable {
    case text([UInt8])
    case group(Int)
  }

  package let expression: RegularExpression
  /// As it is written.
  package let text: String
  private let pieces: [Piece]

  /// A value that would grow over this many bytes stays as it is.
  static let largestResult = 16 << 20
  /// How many bytes the matches in one value may look at, at worst; a value for which they could be
  /// more stays as it is. One match is linear in the text that follows it, so all of them together may
  /// be quadratic. A byte counts more for an expression of more than 128 instructions.
  static let mostSteps = 1 << 26

  package init(_ expression: RegularExpression, with text: String) throws(Fault) {
    self.expression = expression
    self.text = text
    pieces = try Self.pieces(of: text, groupCount: expression.groupCount)
  }

  /// `\\` and `$$` are a backslash and a dollar; a dollar before anything else stands for itself.
  private static func pieces(of text: String, groupCount: Int) throws(Fault) -> [Piece] {
    var pieces: [Piece] = []
    var plain: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "$") else {
        plain.append(byte)
        continue
      }
      if let next = rest.first, ByteClass.isDigit(next) {
        let group = Int(next - UInt8(ascii: "0"))
        guard group <= groupCount else { throw .noGroup(group) }
        pieces += [.text(plain), .group(group)]
        plain = []
        rest.removeFirst()
      } else if rest.first == byte {
        plain.append(byte)
        rest.removeFirst()
      } else if byte == UInt8(ascii: "\\") {
        throw .backslash
      } else {
        plain.append(byte)
      }
    }
    return pieces + [.text(plain)]
  }

  /// The value with all matches replaced, from left to right. An empty match counts unless it directly
  /// follows another match.
  func applied(to value: String) -> String {
    let text = Array(value.utf8)
    var groups = RegularExpression.Groups(repeating: .init(start: -1, end: -1))
    var output: [UInt8] = []
    var copied = 0
    var position = 0
    var steps = 0
    while position <= text.count {
      steps += (text.count - position + 1) * (1 + expression.programSize / 128)
      guard steps <= Self.mostSteps else { return value }
      guard expression.match(in: text, from: position, groups: &groups) else { break }
      let match = groups[0].start..<groups[0].end
      let isRepeated = match.isEmpty && match.lowerBound == copied && copied > 0
      if !isRepeated {
        output += text[copied..<match.lowerBound]
        append(to: &output, from: text, groups)
        copied = match.upperBound
        guard output.count <= Self.largestResult else { return value }
      }
      position = match.isEmpty ? Self.character(in: text, after: match.upperBound) : copied
    }
    guard output.count + text.count - copied <= Self.largestResult else { return value }
    return String(decoding: output + text[copied...], as: UTF8.self)
  }

  private func append(
    to output: inout [UInt8], from text: [UInt8], _ groups: RegularExpression.Groups
  ) {
    for piece in pieces where output.count <= Self.largestResult {
      switch piece {
      case .text(let bytes): output += bytes
      case .group(let index) where groups[index].start >= 0:
        output += text[groups[index].start..<groups[index].end]
      case .group: break
      }
    }
  }

  /// Where the next character of UTF-8 begins.
  private static func character(in text: [UInt8], after position: Int) -> Int {
    var next = position + 1
    while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
    return next
  }
}
