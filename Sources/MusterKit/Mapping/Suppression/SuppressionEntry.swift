internal import CIDN2
internal import Foundation

/// One thing on a suppression list, in its normalised form.
enum SuppressionEntry: Sendable, Equatable {
  /// As in `Identity`.
  case email(String)
  case linkedin(LinkedInIdentifier)
  /// All addresses at a domain.
  case domain(String, hasSubdomains: Bool)
  /// The SHA-256 digest of a key.
  case digest(PersonKey)

  var isDomain: Bool {
    if case .domain = self { true } else { false }
  }
}

/// What a cell of a suppression list says.
struct SuppressionReading: Equatable {
  var entries: [SuppressionEntry] = []
  /// Whether all of the cell was understood; also where it is blank or stands for "none".
  var isWhole = true

  /// Reads a cell.
  ///
  /// - Parameters:
  ///   - cell: as the file has it.
  ///   - readsSlugs: whether a bare word may be a LinkedIn slug and a number a LinkedIn id.
  ///   - readsParts: whether the people whom a cell names count where not all of it is understood.
  init(_ cell: String, readsSlugs: Bool = false, readsParts: Bool = false) {
    let text = cell.trimmingBlanks()
    if text.isEmpty || EmailAddress.isPlaceholder(text) { return }
    // Where a byte could not be decoded, nobody knows whom the cell names.
    guard !text.unicodeScalars.contains("\u{FFFD}") else {
      isWhole = false
      return
    }
    if let entry = Self.entry(text, readsSlugs: readsSlugs) {
      entries = [entry]
      return
    }
    switch EmailAddress.read(text) {
    case .addresses(let first, let others): entries = ([first] + others).map { .email($0.key) }
    case .blank, .placeholder: break
    case .invalid, .someInvalid:
      isWhole = false
      if readsParts { addParts(of: text) }
    }
  }

  /// Adds the entries among the words of a cell that wasn't understood: they name people who must
  /// not be contacted. A domain among words isn't one of them.
  private mutating func addParts(of cell: String) {
    let parts = cell.split { $0.isWhitespace || ",;|".contains($0) }
    guard parts.count > 1 else { return }
    for part in parts.prefix(Self.mostParts) {
      let text = String(part).trimmingCharacters(in: .init(charactersIn: "<>()\"'"))
      entries += Self(text).entries.filter { !$0.isDomain }
    }
  }

  private static let mostParts = 100

  /// The only entry that a text is, other than an address; nil where it isn't one.
  private static func entry(_ text: String, readsSlugs: Bool) -> SuppressionEntry? {
    if let digest = PersonKey(writtenDigest: Array(text.utf8)[...]) { return .digest(digest) }
    if readsSlugs || mayBeLinkedIn(text) {
      if case .person(let identifier) = LinkedInIdentifier.read(text) {
        return .linkedin(identifier)
      }
    }
    return domain(text)
  }

  /// Whether a text is more than a bare slug: an address, a path or an id of LinkedIn's own.
  private static func mayBeLinkedIn(_ text: String) -> Bool {
    text.contains("/") || text.hasPrefix("ACoA") || text.hasPrefix("ACwA")
      || text.lowercased().hasPrefix("urn:li:")
  }

  // MARK: Domains

  /// `acme.com`, `@acme.com`, `*.acme.com` or the address of a start page.
  private static func domain(_ text: String) -> SuppressionEntry? {
    var text = text.hasPrefix("'") ? text.dropFirst() : text[...]
    var hasSubdomains = true
    if let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) {
      text = text.dropFirst(scheme.count)
      if text.hasSuffix("/") { text = text.dropLast() }
    } else if let prefix = ["*@", "@"].first(where: { text.hasPrefix($0) }) {
      text = text.dropFirst(prefix.count)
      hasSubdomains = false
      if text.hasPrefix("*.") {
        text = text.dropFirst(2)
        hasSubdomains = true
      }
    } else if let prefix = ["*.", "."].first(where: { text.hasPrefix($0) }) {
      text = text.dropFirst(prefix.count)
    }
    if hasSubdomains, text.lowercased().hasPrefix("www.") { text = text.dropFirst(4) }
    if text.hasSuffix(".") { text = text.dropLast() }
    guard let domain = EmailAddress.normalisedDomain(String(text)) else { return nil }
    return .domain(domain, hasSubdomains: hasSubdomains)
  }
}

extension PersonKey {
  /// The first 128 bits of a SHA-256 digest.
  init(digest bytes: some Sequence<UInt8>) {
    self.init(low: 0, high: 0)
    for (index, byte) in bytes.prefix(16).enumerated() {
      if index < 8 { low = low << 8 | UInt64(byte) } else { high = high << 8 | UInt64(byte) }
    }
  }

  /// The same of a digest that is written as 64 hexadecimal digits, with `sha256:` before them or
  /// without; nil where the text is anything else.
  init?(writtenDigest text: ArraySlice<UInt8>) {
    var digits = text
    if text.count == 71, text.prefix(7).map(ByteClass.lowercased).elementsEqual("sha256:".utf8) {
      digits = text.dropFirst(7)
    }
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    while let first = digits.popFirst(), let second = digits.popFirst() {
      guard let upper = Self.hexadecimal(first), let lower = Self.hexadecimal(second) else {
        return nil
      }
      bytes.append(upper << 4 | lower)
    }
    self.init(digest: bytes)
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    if ByteClass.isDigit(byte) { return byte - UInt8(ascii: "0") }
    let letter = byte | 0x20
    return letter &- UInt8(ascii: "a") < 6 ? letter - UInt8(ascii: "a") + 10 : nil
  }
}

/// The forms in which a domain may stand: with letters beyond ASCII, and as DNS has it (RFC 5890).
/// Keys keep the form that their file has, so that a list has to know both.
enum DomainForms {
  /// One form, or two.
  static func of(_ domain: String) -> [String] {
    let other =
      if !domain.isASCII {
        EmailAddress.asciiForm(domain)
      } else if domain.contains("xn--") {
        unicode(domain)
      } else {
        nil as String?
      }
    guard let other, other != domain else { return [domain] }
    return [domain, other]
  }

  /// The forms of an address, by those of its domain.
  static func ofAddress(_ address: String) -> [String] {
    guard let at = address.lastIndex(of: "@") else { return [address] }
    return of(String(address[address.index(after: at)...])).map { address[...at] + $0 }
  }

  private static func unicode(_ domain: String) -> String? {
    var output: UnsafeMutablePointer<CChar>?
    guard unsafe idn2_to_unicode_8z8z(domain, &output, 0) == Int32(IDN2_OK.rawValue),
      let output = unsafe output
    else { return nil }
    defer { unsafe idn2_free(output) }
    return unsafe String(cString: output).composed
  }
}
