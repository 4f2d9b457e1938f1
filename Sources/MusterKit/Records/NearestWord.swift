/// The word that somebody probably meant: for columns, fields, settings, options and variables.
package enum NearestWord {
  /// The candidate that is nearest to a word, or nil if none is near enough to be meant.
  ///
  /// Near enough is a third of the longer word's length, at least 1 character. Case doesn't count.
  /// Of equally near candidates the first wins. O(n·m) for each candidate: for short lists only.
  package static func find(_ word: String, in candidates: some Sequence<String>) -> String? {
    let wanted = Array(word.lowercased())
    var best: (word: String, distance: Int)?
    for candidate in candidates {
      let letters = Array(candidate.lowercased())
      let limit = max(max(wanted.count, letters.count) / 3, 1)
      guard abs(wanted.count - letters.count) <= limit else { continue }
      let distance = distance(wanted, letters)
      // A word that shares nothing with a short candidate isn't near it.
      guard distance <= limit, distance < max(wanted.count, letters.count) else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// The Damerau–Levenshtein distance of two words (optimal string alignment): how many letters
  /// must be put in, taken out, replaced or swapped with their neighbour to make one the other.
  package static func distance(_ first: String, _ second: String) -> Int {
    distance(Array(first), Array(second))
  }

  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for i in first.indices {
      var current = [i + 1]
      current.reserveCapacity(last.count)
      for j in second.indices {
        let cost = first[i] == second[j] ? 0 : 1
        var best = min(last[j + 1] + 1, current[j] + 1, last[j] + cost)
        if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[second.count]
  }
}
