internal import Crypto
internal import Foundation

/// People who must not be contacted, by their normalised keys (see `Identity`).
///
/// A list takes 28 to 42 bytes an entry. Asking for a plain entry is one look-up of a hash; the
/// text of a key is needed only where the list holds domains or digests.
package struct SuppressionList: Sendable {
  /// One entry of one file, in few bytes; `place` tells which.
  package struct Entry: Sendable, Hashable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
      self.rawValue = rawValue
    }
  }

  /// Where an entry stands.
  package struct Place: Sendable, Hashable, CustomStringConvertible {
    /// The file's name without its folder.
    package let file: String
    /// The physical line, from 1.
    package let line: Int

    /// As in `unsubscribed.csv line 12`.
    package var description: String { "\(file) line \(line)" }
  }

  /// The files that were read, in their order.
  package private(set) var files: [SuppressionFile] = []
  /// Whether addresses have to be held against domains.
  package private(set) var hasDomains = false
  /// Addresses, identifiers and domains. An address never equals a domain: it has something before
  /// its `@`. A domain with its subdomains stands as it is, one without them behind an `@`.
  private var keys = SuppressionTable()
  /// The first 128 bits of SHA-256 digests.
  private var digests = SuppressionTable()
  /// How many lines the files before each have; entries are numbered by line through all files.
  private var linesBefore: [UInt32] = []
  private var lines: UInt32 = 0

  package init() {}

  /// Whether nobody is on it.
  package var isEmpty: Bool { keys.isEmpty && digests.isEmpty }
  /// The number of different entries.
  package var count: Int { keys.count + digests.count }
  /// Whether keys have to be hashed with SHA-256.
  package var hasDigests: Bool { !digests.isEmpty }

  // MARK: Asking

  /// Whether a key stands on the list as it is: not by its domain, and not as a digest.
  @inline(__always)
  package func contains(_ key: PersonKey) -> Bool { keys.place(of: key) != nil }

  /// What keeps a key's person from being contacted; nil if nothing does.
  ///
  /// - Parameters:
  ///   - key: the hash of the key.
  ///   - kind: the key's kind.
  ///   - text: the key in its normalised form; called only where the list holds domains or digests.
  /// - Returns: the entry by which the key is on the list: its own, its domain's or its digest's.
  @inline(__always)
  package func entry(
    for key: PersonKey, _ kind: PersonKey.Kind, text: () -> String
  ) -> Entry? {
    if let place = keys.place(of: key) { return Entry(rawValue: place) }
    guard hasDigests || (hasDomains && kind == .email) else { return nil }
    return entry(forText: text(), kind)
  }

  /// As `entry(for:_:text:)`, for a key that is a string already.
  package func entry(for text: String, _ kind: PersonKey.Kind) -> Entry? {
    entry(for: PersonKey(kind, text), kind) { text }
  }

  /// Where an entry stands. It has to be one of this list's.
  package func place(of entry: Entry) -> Place {
    let index = (linesBefore.firstIndex { $0 >= entry.rawValue } ?? linesBefore.count) - 1
    return Place(
      file: files[index].name, line: Int(entry.rawValue) - Int(linesBefore[index]))
  }

  private func entry(forText text: String, _ kind: PersonKey.Kind) -> Entry? {
    guard kind == .email else {
      return place(ofDigest: text).map { Entry(rawValue: $0) }
    }
    let domains = Self.domains(of: text)
    if hasDomains {
      for domain in domains {
        if let place = keys.place(of: PersonKey(.email, domain)) { return Entry(rawValue: place) }
      }
    }
    guard hasDigests else { return nil }
    let place =
      place(ofDigest: text) ?? domains.dropFirst().firstNonNil { self.place(ofDigest: $0) }
    return place.map { Entry(rawValue: $0) }
  }

  private func place(ofDigest text: String) -> UInt32? {
    digests.place(of: PersonKey(digest: SHA256.hash(data: Array(text.utf8))))
  }

  /// The forms under which an address's domain could be listed: with its `@`, by itself, and all
  /// domains above it that have two labels or more.
  private static func domains(of email: String) -> [String] {
    guard let at = email.lastIndex(of: "@") else { return [] }
    var domains = [String(email[at...])]
    var rest = email[email.index(after: at)...]
    while let dot = rest.firstIndex(of: ".") {
      domains.append(String(rest))
      rest = rest[rest.index(after: dot)...]
    }
    return domains
  }

  // MARK: Filling

  /// Starts the next file, whose name is given without its folder.
  mutating func beginFile(_ name: String) {
    linesBefore.append(lines)
    files.append(SuppressionFile(name: name))
  }

  /// Adds a key that stands on a line of the file begun last; lines are from 1.
  mutating func insert(_ key: PersonKey, line: Int) {
    keys.insert(key, place: number(ofLine: line))
    files[files.count - 1].entries += 1
  }

  /// Adds an entry in all forms in which leads may have it.
  mutating func insert(_ entry: SuppressionEntry, line: Int) {
    let place = number(ofLine: line)
    files[files.count - 1].entries += 1
    switch entry {
    case .email(let address):
      for form in DomainForms.ofAddress(address) {
        keys.insert(PersonKey(.email, form), place: place)
      }
    case .linkedin(let identifier):
      keys.insert(PersonKey(identifier.kind, identifier.text), place: place)
    case .domain(let domain, let hasSubdomains):
      hasDomains = true
      for form in DomainForms.of(domain) {
        keys.insert(PersonKey(.email, hasSubdomains ? form : "@\(form)"), place: place)
      }
    case .digest(let digest): digests.insert(digest, place: place)
    }
  }

  /// Remarks that something on a line of the file begun last could not be understood.
  mutating func noteNotUnderstood(line: Int) {
    files[files.count - 1].noteNotUnderstood(line: line)
  }

  private mutating func number(ofLine line: Int) -> UInt32 {
    let number = UInt32(clamping: Int(linesBefore[linesBefore.count - 1]) + line)
    lines = max(lines, number)
    return number
  }
}

/// What was found in one file of a suppression list.
package struct SuppressionFile: Sendable, Equatable {
  /// Without its folder.
  package let name: String
  /// How many entries were read, repeated ones too.
  package fileprivate(set) var entries = 0
  /// How many could not be understood, in columns that hold entries.
  package fileprivate(set) var notUnderstood = 0
  /// The physical lines of the first of those, from 1; at most `lineLimit`.
  package fileprivate(set) var linesNotUnderstood: [Int] = []

  private static let lineLimit = 5

  fileprivate init(name: String) {
    self.name = name
  }

  fileprivate mutating func noteNotUnderstood(line: Int) {
    notUnderstood += 1
    if linesNotUnderstood.count < Self.lineLimit, linesNotUnderstood.last != line {
      linesNotUnderstood.append(line)
    }
  }

  /// What a person should know of it, as a sentence without values; nil: nothing.
  package var warning: String? {
    if notUnderstood > 0 {
      let what =
        notUnderstood == 1
        ? "1 entry can't be understood and is left out"
        : "\(notUnderstood.grouped) entries can't be understood and are left out"
      let lines =
        (linesNotUnderstood.count == 1 ? "line " : "lines ")
        + linesNotUnderstood.map(\.description).joined(separator: ", ")
      let more = notUnderstood > linesNotUnderstood.count ? " and more" : ""
      return """
        The suppression list \(name): \(what) (\(lines)\(more)); each has to be an e-mail \
        address, a domain, a LinkedIn profile or a SHA-256 digest.
        """
    }
    if entries == 0 { return "The suppression list \(name) has no entries: it keeps nobody back." }
    return nil
  }
}

extension Sequence {
  fileprivate func firstNonNil<Result>(_ transform: (Element) -> Result?) -> Result? {
    for element in self {
      if let result = transform(element) { return result }
    }
    return nil
  }
}
