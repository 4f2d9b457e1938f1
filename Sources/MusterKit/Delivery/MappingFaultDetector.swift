/// Notices that it isn't the rows that are wrong but the mapping.

/// Watches the first answers of a run: if the target refuses the same field of every one of the first
/// contacts, each further request would be wasted.
package struct MappingFaultDetector: Sendable {
  /// The fields refused so far by all answers; nil before the first, empty when it can't be the
  /// mapping any more.
  private var suspects: Set<String>?
  private var answers = 0
  private let sample: Int

  /// - Parameter sample: how many contacts have to be refused; at least 1.
  package init(sample: Int = 20) {
    self.sample = max(sample, 1)
  }

  /// A contact was accepted.
  package mutating func accepted() {
    suspects = []
  }

  /// A contact was refused.
  ///
  /// - Parameter fields: the fields that the target named; may be empty.
  /// - Returns: the field that every contact of the sample was refused for, once: with the last
  ///   answer of the sample. The first by name, where there are several.
  package mutating func rejected(fields: Set<String>) -> String? {
    if suspects?.isEmpty == true { return nil }
    suspects = suspects?.intersection(fields) ?? fields
    answers += 1
    guard answers == sample else { return nil }
    defer { suspects = [] }
    return suspects?.min()
  }
}
