// Words for sentences.

extension [String] {
  /// The words with commas between, and a word before the last: `auto, csv or jsonl`.
  package func joinedAsList(_ conjunction: String) -> String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }
}

extension String? {
  /// A question behind a sentence, with a blank in front; empty if there is no word to ask for.
  var didYouMean: String {
    map { " Did you mean \(JSONValue.quoted($0))?" } ?? ""
  }
}
