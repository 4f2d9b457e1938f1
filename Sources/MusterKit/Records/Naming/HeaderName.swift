internal import Foundation

/// A column's name, cut into words and understood as far as the vocabulary goes.
struct HeaderName: Sendable {
  private(set) var concepts: HeaderConcepts = []
  /// The last number of up to two digits in the name, as in "E-mail 2 - Value".
  private(set) var ordinal: Int?
  /// How many words the vocabulary doesn't know.
  private(set) var unknown = 0
  /// How many words have a meaning.
  private(set) var known = 0
  /// Whether a company is named in front of a person: "Company contact" is anybody there.
  private(set) var isCompanyFirst = false
  /// Whether "verified" stands behind what it is about, and so is a remark.
  private(set) var isVerification = false

  /// Whether the last word that was read stands for a person or a company.
  private var isOwnerLast = false
  /// Whether the last word that was read is "other", "second" or the like.
  private var isLesserLast = false

  /// Names longer than this are questions or damage; no more of them is read, in words.
  private static let longestName = 24

  init(_ name: String) {
    let words = Self.words(of: Self.withoutMarks(Self.repaired(name)))
    if words.count == 1, let concepts = HeaderVocabulary.indexAlone[words[0]] {
      add(concepts)
      return
    }
    var index = 0
    while index < words.count {
      let word = words[index]
      if let concepts = Self.phrase(in: words, at: &index) {
        add(concepts)
      } else {
        index += 1
        read(word, isLast: index == words.count)
      }
    }
  }

  /// Reads a word that is no phrase of the vocabulary by itself.
  private mutating func read(_ word: String, isLast: Bool) {
    defer { (isOwnerLast, isLesserLast) = (false, false) }
    if word.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      if word.utf8.count <= 2 { ordinal = Int(word) } else { unknown += 1 }
      // "Contact 2 Email" is somebody else's; "Contact Email 2" is another one of the same person.
      if isOwnerLast, let ordinal, ordinal > 1 { concepts.insert(.secondPerson) }
    } else if word.utf8.count == 1, isLast, ordinal == nil, let letter = word.utf8.first {
      // "Email (B)" is the second.
      ordinal = Int(letter) - 0x60
    } else if ["a", "b", "c"].contains(word) {
      // A grade, as in "B Emails".
      concepts.insert(.other)
    } else if let parts = Self.parts(of: Substring(word)) {
      for part in parts { add(part) }
    } else {
      unknown += 1
    }
  }

  private mutating func add(_ new: HeaderConcepts) {
    // "Other contact" is somebody else.
    if isLesserLast && new.contains(.person) { concepts.insert(.secondPerson) }
    isOwnerLast = !new.isDisjoint(with: [.person, .company])
    isLesserLast = !new.isDisjoint(with: [.secondary, .other])
    if new.contains(.person), concepts.contains(.company) { isCompanyFirst = true }
    if new.contains(.verified), concepts.contains(.email) { isVerification = true }
    if !new.contains(.neutral) {
      concepts.formUnion(new)
      known += 1
    }
  }

  /// Whether the name is about somebody or something else than what a field could take.
  var isRuledOut: Bool {
    !concepts.isDisjoint(with: .foreign) || isVerification
  }

  // MARK: Phrases

  /// The meaning of the longest phrase that starts at a word; `index` moves behind it.
  private static func phrase(in words: [String], at index: inout Int) -> HeaderConcepts? {
    var text = ""
    var found: (concepts: HeaderConcepts, end: Int)?
    for end in index..<min(words.count, index + 5) {
      text += words[end]
      if let concepts = HeaderVocabulary.concepts(of: text) { found = (concepts, end + 1) }
    }
    if let found { index = found.end }
    return found?.concepts
  }

  /// Cuts a word written together ("linkedinurl", "firmenwebsite") into phrases that cover all of
  /// it; nil where there is no such cut.
  private static func parts(of word: Substring) -> [HeaderConcepts]? {
    guard !word.isEmpty else { return [] }
    guard word.utf8.count <= 48 else { return nil }
    var end = word.endIndex
    while end > word.startIndex {
      let head = word[..<end]
      let isWord = head.utf8.count >= 3 || head == "id"
      if isWord, let concepts = HeaderVocabulary.concepts(of: String(head)) {
        let tail = word[end...]
        if let rest = parts(of: tail) { return [concepts] + rest }
        if tail.first == "s", tail.count > 1, let rest = parts(of: tail.dropFirst()) {
          return [concepts] + rest
        }
      }
      end = word.index(before: end)
    }
    return nil
  }

  // MARK: Words

  /// Runs of letters and of digits, cut at signs and in camel case, folded.
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    let characters = Array(name)
    for index in characters.indices {
      guard words.count < longestName else { return words }
      let character = characters[index]
      let isPart = character.isLetter || character.isNumber || character == "\u{FFFD}"
      let startsWord =
        index > 0 && isPart
        && startsNewWord(
          after: characters[index - 1], character,
          before: index + 1 < characters.count ? characters[index + 1] : nil)
      if (startsWord || !isPart) && !word.isEmpty {
        words.append(HeaderVocabulary.folded(word))
        word = ""
      }
      if isPart { word.append(character) }
    }
    if !word.isEmpty && words.count < longestName { words.append(HeaderVocabulary.folded(word)) }
    return words
  }

  /// Whether a new word starts at a letter or digit: `firstName`, `URLPath`, `email2`.
  private static func startsNewWord(
    after last: Character, _ character: Character, before next: Character?
  ) -> Bool {
    if character.isNumber != last.isNumber { return true }
    guard character.isUppercase else { return false }
    return last.isLowercase || (last.isUppercase && next?.isLowercase == true)
  }

  /// A name without the marks that Salesforce puts behind the names of custom fields and relations
  /// (`LinkedIn__c`, `Account__r.Name`), and without a package's name before two underscores.
  private static func withoutMarks(_ name: String) -> String {
    guard name.contains("__") else { return name }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { part in
      guard let mark = ["__c", "__pc", "__r"].first(where: part.lowercased().hasSuffix) else {
        return part
      }
      let bare = part.dropLast(mark.count)
      guard let package = bare.firstRange(of: "__"), package.lowerBound > bare.startIndex,
        package.upperBound < bare.endIndex
      else { return bare }
      return bare[package.upperBound...]
    }
    return parts.joined(separator: ".")
  }

  /// A name in UTF-8 that was read as Windows-1252, read right again.
  static func repaired(_ name: String) -> String {
    let isSuspect = name.unicodeScalars.contains { "ÃÂÅÄÐÑ".unicodeScalars.contains($0) }
    guard isSuspect else { return name }
    for encoding in [String.Encoding.windowsCP1252, .isoLatin1] {
      guard let bytes = name.data(using: encoding), let text = String(data: bytes, encoding: .utf8)
      else { continue }
      if text.unicodeScalars.count < name.unicodeScalars.count { return text }
    }
    return name
  }
}
