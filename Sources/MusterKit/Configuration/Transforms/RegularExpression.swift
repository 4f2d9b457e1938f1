internal import CRE2

/// A regular expression of RE2 (https://github.com/google/re2/wiki/Syntax): matched in time linear in
/// the text, without lookaround and backreferences.
@safe package final class RegularExpression: Sendable {
  /// Why a text isn't taken as an expression.
  package enum Fault: Error, Sendable, Equatable {
    /// The pattern is over `longestPattern`.
    case tooLong
    /// The program would be over `largestProgram`.
    case tooLarge
    /// RE2's own words.
    case syntax(String)
  }

  /// The whole match and the groups 1 to 9, as far as the expression has them.
  typealias Groups = InlineArray<10, cre2_range>

  /// In bytes.
  static let longestPattern = 1_000
  /// In instructions. A letter is one, `\p{L}` about 600, and a repetition repeats them.
  static let largestProgram = 10_000
  /// For the program and for matching, in bytes. What it doesn't suffice for is matched more slowly.
  private static let memory: Int64 = 8 << 20

  package let pattern: String
  /// How many groups the pattern has, the whole match not counted.
  let groupCount: Int
  /// In instructions.
  let programSize: Int

  /// RE2's expressions are made to be shared: nothing changes them but RE2 itself, under its own
  /// locks (re2.h: "RE2 objects are thread-safe"). Only a pointer can't say so.
  private nonisolated(unsafe) let compiled: OpaquePointer

  /// Compiles a pattern.
  package init(_ pattern: String) throws(Fault) {
    let bytes = Array(pattern.utf8)
    guard bytes.count <= Self.longestPattern else { throw .tooLong }
    let compiled = unsafe cre2_create(bytes, bytes.count, Self.memory)
    if let reason = unsafe Self.error(of: compiled) {
      unsafe cre2_destroy(compiled)
      throw reason.hasPrefix("pattern too large") ? .tooLarge : .syntax(reason)
    }
    programSize = unsafe cre2_program_size(compiled)
    groupCount = unsafe cre2_group_count(compiled)
    self.pattern = pattern
    unsafe self.compiled = compiled
    guard programSize <= Self.largestProgram else { throw .tooLarge }
  }

  deinit {
    unsafe cre2_destroy(compiled)
  }

  private static func error(of compiled: OpaquePointer) -> String? {
    let error = unsafe cre2_error(compiled)
    let bytes = unsafe UnsafeRawBufferPointer(start: error.bytes, count: error.length)
    let text = unsafe String(decoding: bytes, as: UTF8.self)
    return text.isEmpty ? nil : text
  }

  /// Finds the first match at or behind `start`, in bytes; what stands before it counts as context.
  /// False if there is none: then the groups are as they were.
  func match(in text: [UInt8], from start: Int, groups: inout Groups) -> Bool {
    precondition((0...text.count).contains(start))
    let count = min(groupCount + 1, groups.count)
    var span = groups.mutableSpan
    return unsafe span.withUnsafeMutableBufferPointer { groups in
      guard let room = groups.baseAddress else { return false }
      return unsafe cre2_match(compiled, text, text.count, start, room, count)
    }
  }
}

extension RegularExpression: Equatable {
  package static func == (left: RegularExpression, right: RegularExpression) -> Bool {
    left.pattern == right.pattern
  }
}
