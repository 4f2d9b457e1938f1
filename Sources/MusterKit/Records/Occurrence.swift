/// Which of several things of the same name one is: columns of the same name are told apart by it.
package struct Occurrence: Sendable, Hashable {
  package let name: String
  /// How many of the name stand before it.
  package let number: Int
}

extension Sequence<String> {
  /// The names, each with which of its like it is.
  package var occurrences: [Occurrence] {
    var seen: [String: Int] = [:]
    return map { name in
      let number = seen[name, default: 0]
      seen[name] = number + 1
      return Occurrence(name: name, number: number)
    }
  }
}
