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
    /// Several people's profiles.
    case several
    /// `ACoA…` or `ACwA…` in other letters than LinkedIn's: they tell case.
    case idWithoutCase
    case invalid
  }

  /// Reads a cell: an identifier in any of its forms, or text with a profile's full address in it.
  package static func read(_ cell: String) -> Verdict {
    let text = unwrapped(cell)
    if text.isEmpty { return .blank }
    if isFormula(text) { return .invalid }
    if let link = LinkText(text) { return read(link: link) }
    let verdict = read(one: text)
    switch verdict {
    case .idWithoutCase: return verdict
    case .invalid: return read(among: text)
    default: return holdsSeveral(text) ? read(among: text) : verdict
    }
  }

  /// Whether a cell is a spreadsheet's formula; none is evaluated.
  static func isFormula(_ cell: String) -> Bool { cell.trimmingBlanks().hasPrefix("=") }

  /// Without blanks, brackets and quotes around the whole, and without the apostrophe that marks text.
  private static func unwrapped(_ cell: String) -> String {
    var text = cell.trimmingBlanks()
    for (open, close) in [("<", ">"), ("(", ")"), ("\"", "\""), ("'", "'")]
    where text.count > 2 && text.hasPrefix(open) && text.hasSuffix(close) {
      // Marks of links have brackets too.
      guard !text.dropFirst().dropLast().contains(where: { "<>()\"".contains($0) }) else {
        continue
      }
      text = String(text.dropFirst().dropLast()).trimmingBlanks()
    }
    return text.lowercased().hasPrefix("'http") ? String(text.dropFirst()) : text
  }

  /// The target counts; where the text shows another profile, nobody knows which is meant.
  private static func read(link: LinkText) -> Verdict {
    let target = read(one: link.target)
    guard pathOnLinkedIn(link.label) != nil, case .person = read(one: link.label) else {
      return target
    }
    return read(one: link.label) == target ? target : .several
  }

  /// Reads a text without blanks around it.
  static func read(one text: String) -> Verdict {
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

  /// Whether a text begins with the host's name, with or without a scheme.
  static func isOnLinkedIn(_ text: Substring) -> Bool {
    text.lowercased().contains("linkedin.com/") && pathOnLinkedIn(String(text)) != nil
  }

  private static func read(path: Substring) -> Verdict {
    let bare = path.prefix { $0 != "?" && $0 != "#" }
    var parts = bare.split(separator: "/").map(String.init)
    // Links in LinkedIn's own mails, and those of its pages for phones.
    if let first = parts.first, ["comm", "mwlite"].contains(first.lowercased()) {
      parts.removeFirst()
    }
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
    // What was pasted with it, and a query whose `?` got lost.
    let segment = segment.prefix { !"&)]>,;\"".contains($0) }
    let bare = segment.last == "'" ? segment.dropLast() : segment
    guard let decoded = String(bare).percentDecodedAsUTF8OrLatin1 else { return .invalid }
    if let id = identifier(decoded) { return .person(id) }
    return read(slug: decoded)
  }

  /// Reads what can be nothing but a public slug.
  private static func read(slug text: String) -> Verdict {
    guard let slug = slug(text), !placeholderSlugs.contains(slug) else { return .invalid }
    return isIDWithoutCase(slug) ? .idWithoutCase : .person(.slug(slug))
  }

  /// Whether a slug is one of LinkedIn's ids whose letters somebody changed to lower case.
  private static func isIDWithoutCase(_ slug: String) -> Bool {
    slug.utf8.count >= shortestID && (slug.hasPrefix("acoaa") || slug.hasPrefix("acwaa"))
      && slug.utf8.allSatisfy(ByteClass.slug.contains)
  }

  /// What tools put in the place of a slug that they don't know.
  static let placeholderSlugs = WordTable([
    "n-a", "nan", "none", "not-available", "not-found", "null", "unavailable", "undefined",
    "unknown",
    "username", "your-name", "your-profile", "yourname", "yourprofile",
  ])

  /// Old `/pub/name/1/2a/3b4` addresses: LinkedIn redirected them to the name and the three
  /// hexadecimal groups in reverse order, the second and third padded to 3 and 2 digits.
  private static func read(pub parts: [String]) -> Verdict {
    guard let name = parts.first?.percentDecoded else { return .invalid }
    guard parts.count >= 4 else { return read(slug: name) }
    let groups = parts[1...3].map { $0.lowercased() }
    guard groups.allSatisfy({ $0.allSatisfy(\.isHexDigit) && $0.count <= 3 }) else {
      return .invalid
    }
    let tail = groups[2] + groups[1].padded(to: 3) + groups[0].padded(to: 2)
    return read(slug: "\(name)-\(tail)")
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
    if isIDWithoutCase(text.lowercased()) { return .idWithoutCase }
    guard !isName, !text.contains("."), !text.contains("%"), let slug = slug(text),
      !reserved.contains(slug)
    else { return .invalid }
    return read(slug: slug)
  }

  private static let reserved: Set<String> = [
    "feed", "in", "pub", "company", "school", "sales", "jobs", "groups", "search", "learning",
    "posts", "pulse", "linkedin", "profile", "people", "yes", "no", "true", "false", "http",
    "https", "www", "missing", "private", "public",
  ]

  private static let shortestID = 12

  /// LinkedIn's own ids: a prefix in exactly this case, then letters, digits, `-` and `_`.
  private static func identifier(_ text: String) -> LinkedInIdentifier? {
    guard (shortestID...100).contains(text.utf8.count),
      text.utf8.allSatisfy(ByteClass.slug.contains)
    else {
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
