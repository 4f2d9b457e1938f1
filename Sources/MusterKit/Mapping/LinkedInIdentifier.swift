internal import Foundation

/// Something by which LinkedIn knows a person, read from any of the forms that exports and people
/// use. The kinds are told by shape, as GetSales documents for `linkedin_id`
/// (https://api.getsales.io/, "LinkedIn Identifiers"); none is ever turned into another.
package enum LinkedInIdentifier: Sendable, Equatable {
  /// The public slug of `/in/…`: percent-decoded, NFC, lower case.
  case slug(String)
  /// `ACoA…`, in its own case.
  case member(String)
  /// LinkedIn's numeric member id.
  case memberNumber(String)
  /// `ACwA…`, in its own case.
  case salesNavigator(String)

  package enum Verdict: Sendable, Equatable {
    /// Nothing but blanks.
    case blank
    case person(LinkedInIdentifier)
    /// A company's or a school's page.
    case company
    case invalid
  }

  /// Reads a cell.
  package static func read(_ cell: String) -> Verdict {
    var text = cell.trimmingBlanks()
    if text.hasPrefix("<"), text.hasSuffix(">") {
      text = String(text.dropFirst().dropLast()).trimmingBlanks()
    }
    if text.isEmpty { return .blank }
    if EmailAddress.isPlaceholder(text) || text.hasBlank { return .invalid }
    if let urn = text.strippingPrefix("urn:li:") { return read(urn: urn) }
    if let path = pathOnLinkedIn(text) { return read(path: path) }
    return read(bare: text)
  }

  // MARK: Addresses

  /// The path and query of an address on LinkedIn, without leading slashes; nil if the text isn't
  /// such an address.
  private static func pathOnLinkedIn(_ text: String) -> Substring? {
    var rest = Substring(text)
    for scheme in ["https:", "http:"] where rest.lowercased().hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
    }
    if rest.hasPrefix("//") { rest = rest.dropFirst(2) }
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
    if host == "linkedin.com" || host.hasSuffix(".linkedin.com") {
      return rest.dropFirst(host.count).drop { $0 == "/" }
    }
    // A path alone, as some exports have it.
    let path = Substring(text).drop { $0 == "/" }
    let first = path.prefix { $0 != "/" }.lowercased()
    return ["in", "sales", "pub"].contains(first) && path.count > first.count ? path : nil
  }

  private static func read(path: Substring) -> Verdict {
    let bare = path.prefix { $0 != "?" && $0 != "#" }
    let parts = bare.split(separator: "/").map(String.init)
    guard let first = parts.first?.lowercased() else { return .invalid }
    let second = parts.dropFirst().first ?? ""
    switch first {
    case "in", "people": return read(profile: second)
    case "pub": return read(pub: Array(parts.dropFirst()))
    case "company", "company-beta", "school", "showcase", "organization":
      return second.isEmpty ? .invalid : .company
    case "sales":
      guard ["lead", "people", "profile"].contains(second.lowercased()), parts.count > 2 else {
        return .invalid
      }
      return read(token: parts[2])
    case "profile":
      guard second.lowercased() == "view", let id = query("id", in: path) else { return .invalid }
      return read(id: id)
    default: return .invalid
    }
  }

  private static func read(profile segment: String) -> Verdict {
    guard let decoded = segment.percentDecoded else { return .invalid }
    if let id = identifier(decoded) { return .person(id) }
    return slug(decoded).map { .person(.slug($0)) } ?? .invalid
  }

  /// Old `/pub/name/1/2a/3b4` addresses: LinkedIn redirected them to the name and the three
  /// hexadecimal groups in reverse order, the second and third padded to 3 and 2 digits.
  private static func read(pub parts: [String]) -> Verdict {
    guard let name = parts.first?.percentDecoded else { return .invalid }
    guard parts.count >= 4 else { return slug(name).map { .person(.slug($0)) } ?? .invalid }
    let groups = parts[1...3].map { $0.lowercased() }
    guard groups.allSatisfy({ $0.allSatisfy(\.isHexDigit) && $0.count <= 3 }) else {
      return .invalid
    }
    let tail = groups[2] + groups[1].padded(to: 3) + groups[0].padded(to: 2)
    return slug("\(name)-\(tail)").map { .person(.slug($0)) } ?? .invalid
  }

  /// Sales Navigator's `ID,NAME_SEARCH,token`: only the id identifies.
  private static func read(token: String) -> Verdict {
    guard let decoded = token.percentDecoded,
      let id = identifier(String(decoded.prefix { $0 != "," }))
    else { return .invalid }
    return .person(id)
  }

  private static func read(id: String) -> Verdict {
    if isDigits(id) { return .person(.memberNumber(id)) }
    return identifier(id).map { .person($0) } ?? .invalid
  }

  private static func query(_ name: String, in path: Substring) -> String? {
    guard let mark = path.firstIndex(of: "?") else { return nil }
    let pairs = path[path.index(after: mark)...].prefix { $0 != "#" }.split(separator: "&")
    return pairs.first { $0.hasPrefix("\(name)=") }
      .flatMap { String($0.dropFirst(name.count + 1)).percentDecoded }
  }

  /// Whether a cell is an address that leads somewhere else: only the service that made it knows where.
  static func isShortLink(_ cell: String) -> Bool {
    var rest = Substring(cell.trimmingBlanks().lowercased())
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
    }
    if rest.hasPrefix("www.") { rest = rest.dropFirst(4) }
    return shorteners.contains(String(rest.prefix { $0 != "/" }))
  }

  private static let shorteners: Set<String> = [
    "lnkd.in", "bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "ow.ly", "rb.gy", "rebrand.ly",
    "shorturl.at", "t.co", "t.ly", "tiny.cc", "tinyurl.com",
  ]

  // MARK: URNs and bare identifiers

  private static func read(urn: Substring) -> Verdict {
    let parts = urn.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return .invalid }
    let kind = parts[0].lowercased()
    if kind.hasSuffix("company") || kind == "organization" || kind == "school" { return .company }
    let id = parts[1].drop { $0 == "(" }.prefix { $0 != "," && $0 != ")" }
    return read(id: String(id))
  }

  private static func read(bare text: String) -> Verdict {
    if let id = identifier(text) { return .person(id) }
    if isDigits(text) { return .person(.memberNumber(text)) }
    if text.contains(",NAME_SEARCH") || text.hasSuffix(","), text.contains("ACwA") {
      return read(token: text)
    }
    let isName =
      text.contains(where: \.isUppercase) && !text.contains("-")
      && !text.contains(where: \.isNumber)
    guard !isName, !text.contains("."), !text.contains("%"), let slug = slug(text),
      !reserved.contains(slug)
    else { return .invalid }
    return .person(.slug(slug))
  }

  private static let reserved: Set<String> = [
    "feed", "in", "pub", "company", "school", "sales", "jobs", "groups", "search", "learning",
    "posts", "pulse", "linkedin", "profile", "people", "yes", "no", "true", "false", "http",
    "https", "www", "missing", "private", "public",
  ]

  /// LinkedIn's own ids: a prefix in exactly this case, then letters, digits, `-` and `_`.
  private static func identifier(_ text: String) -> LinkedInIdentifier? {
    guard (12...100).contains(text.utf8.count), text.utf8.allSatisfy(ByteClass.slug.contains) else {
      return nil
    }
    if text.hasPrefix("ACoA") { return .member(text) }
    if text.hasPrefix("ACwA") { return .salesNavigator(text) }
    return nil
  }

  private static func isDigits(_ text: String) -> Bool {
    (1...20).contains(text.utf8.count) && text.utf8.allSatisfy(ByteClass.isDigit)
  }

  /// The slug as key; nil if it can't be one. LinkedIn's custom addresses have 3 to 100 characters
  /// and don't tell case (LinkedIn Help, "Customize your public profile URL"); those it made itself
  /// may hold any letters, and even bidi marks.
  private static func slug(_ text: String) -> String? {
    var text = text
    while text.last == "." { text.removeLast() }
    let key = text.composed.lowercased().composed
    guard (2...100).contains(key.count), key.contains(where: { $0.isLetter || $0.isNumber }),
      key.unicodeScalars.allSatisfy(isSlugScalar)
    else { return nil }
    return key
  }

  private static func isSlugScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      return ByteClass.slug.contains(byte) || byte == UInt8(ascii: "'") || byte == UInt8(ascii: ".")
    }
    return !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
      && scalar.value != 0xFFFD
  }
}

extension String {
  fileprivate var hasBlank: Bool {
    isASCII ? utf8.contains(where: ByteClass.isBlank) : contains(where: \.isWhitespace)
  }

  /// What follows a prefix, without regard to case; nil if the string doesn't start with it.
  fileprivate func strippingPrefix(_ prefix: String) -> Substring? {
    lowercased().hasPrefix(prefix) ? dropFirst(prefix.count) : nil
  }

  fileprivate func padded(to count: Int) -> String {
    String(repeating: "0", count: max(0, count - self.count)) + self
  }
}
