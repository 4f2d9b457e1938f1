internal import CIDN2
internal import Foundation

/// What a cell that should hold an e-mail address holds.
///
/// The rules are those of an address that a lead can be written to: RFC 5321's dot-atom (with
/// RFC 6531's letters beyond ASCII) at a registrable domain (RFC 5890, by libidn2). Quoted local
/// parts, address literals and single-label domains are refused: no lead has one.
package struct EmailAddress: Sendable, Equatable {
  /// The address in its own case, the domain in lower case.
  package var address: String
  /// The address as key: lower case, Unicode NFC.
  package var key: String

  package enum Verdict: Sendable, Equatable {
    /// Nothing but blanks.
    case blank
    /// One address, or the first of several: then the others are given too.
    case addresses(EmailAddress, others: [EmailAddress])
    /// The first valid one of several and the other valid ones, where some are not.
    case someInvalid(EmailAddress, others: [EmailAddress])
    /// A word or an address that stands for "none".
    case placeholder
    case invalid
  }

  /// Reads a cell: blanks, `mailto:`, a name with angle brackets, a label, a remark in brackets, a link,
  /// quotes around the whole and invisible characters are taken off; several addresses may be parted by
  /// `,` `;` `|` ` ::: ` or line ends, and whole ones by blanks, `/` or "and".
  package static func read(_ cell: String) -> Verdict {
    let text = visible(cell).trimmingBlanksOnLine()
    if text.isEmpty { return .blank }
    if isPlaceholder(text) { return .placeholder }
    if let one = parse(text) {
      return isPlaceholderAddress(one.key) ? .placeholder : .addresses(one, others: [])
    }
    guard mayHoldSeveral(text) else { return .invalid }
    let parts = cutIntoParts(bare(text))
    guard parts.count > 1 else { return .invalid }
    let found = parts.compactMap(parse).filter { !isPlaceholderAddress($0.key) }
    guard let first = found.first else { return .invalid }
    var seen: Set<String> = [first.key]
    let others = found.dropFirst().filter { seen.insert($0.key).inserted }
    if found.count == parts.count { return .addresses(first, others: others) }
    // A part that is nothing by itself may belong to an address: john,doe@example.com.
    let isPartOfAddress = parts.contains { !$0.contains("@") && !isPlaceholder($0) }
    return isPartOfAddress ? .invalid : .someInvalid(first, others: others)
  }

  /// Without quotes around the whole of several addresses.
  private static func bare(_ text: String) -> String {
    let inner = text.dropFirst().dropLast()
    return text.hasPrefix("\"") && text.hasSuffix("\"") && !inner.contains("\"")
      ? String(inner) : text
  }

  /// Reads one address in any of its wrappings; nil if it isn't one.
  static func parse(_ text: String) -> EmailAddress? {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return nil }
    if let plain = parsePlain(text) { return plain }
    let text = text.trimmingBlanksOnLine()
    if let link = LinkText(text) {
      guard let target = parsePlain(link.target) else { return nil }
      // Where the text shows another address, nobody knows which is meant.
      guard let shown = parsePlain(link.label) else { return target }
      return shown.key == target.key ? target : nil
    }
    guard text.utf8.contains(where: { ":)]".utf8.contains($0) }) else { return nil }
    let bare = withoutRemarks(text)
    return bare == text ? nil : parsePlain(bare)
  }

  /// Reads an address with a name and brackets, quotes or `mailto:` at most.
  private static func parsePlain(_ text: String) -> EmailAddress? {
    var text = text.trimmingBlanksOnLine()
    while let last = text.last, last == ";" || last == "," {
      text = String(text.dropLast()).trimmingBlanksOnLine()
    }
    if text.hasSuffix(">"), let open = text.lastIndex(of: "<") {
      // A bracket before it closes another address: these are several.
      guard !text[..<open].contains(">") else { return nil }
      text = String(text[text.index(after: open)...].dropLast()).trimmingBlanksOnLine()
    }
    text = unquoted(text)
    if text.lowercased().hasPrefix("mailto:") {
      let target = text.dropFirst(7).prefix { $0 != "?" }
      guard let decoded = String(target).percentDecoded else { return nil }
      text = decoded
    }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let local = String(parts[0]).trimmingTrailingBlanks()
    let domain = withoutFullStop(String(parts[1]).trimmingLeadingBlanks())
    guard isLocalPart(local), let domain = normalisedDomain(domain) else { return nil }
    guard local.utf8.count + 1 + domain.utf8.count <= 254 else { return nil }
    let address = "\(local)@\(domain)"
    return EmailAddress(
      address: address, key: address.lowercased().composed)
  }

  /// Without the full stop of a sentence, where the domain is one that many know. Another one that ends so
  /// may have been cut off: `firma.co.`
  private static func withoutFullStop(_ domain: String) -> String {
    guard domain.hasSuffix(".") else { return domain }
    let bare = String(domain.dropLast())
    return FreeMail.shared.contains(bare.lowercased()) ? bare : domain
  }

  /// Quotes or apostrophes around the whole are taken off, and the apostrophe that marks text in
  /// Excel; an apostrophe inside belongs to the address.
  private static func unquoted(_ text: String) -> String {
    for quote in ["\"", "'"] where text.count > 2 && text.hasPrefix(quote) && text.hasSuffix(quote)
    {
      return String(text.dropFirst().dropLast())
    }
    return text.hasPrefix("'") ? String(text.dropFirst()) : text
  }

  /// Without invisible characters.
  private static func visible(_ text: String) -> String {
    if text.isASCII { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isInvisible($0) }))
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00AD, 0x200B...0x200F, 0x202A...0x202E, 0x2060, 0xFEFF: true
    default: false
    }
  }

  // MARK: Parts

  /// RFC 5322's dot-atom, at most 64 octets (RFC 5321, section 4.5.3.1.1).
  private static func isLocalPart(_ local: String) -> Bool {
    guard (1...64).contains(local.utf8.count), local.contains(where: { $0 != "*" }) else {
      return false
    }
    let atoms = local.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
    return atoms.allSatisfy { atom in !atom.isEmpty && atom.allSatisfy(isAtomText) }
  }

  private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return ByteClass.emailAtom.contains(UInt8(truncatingIfNeeded: scalar.value))
    }
    let properties = scalar.properties
    return !properties.isWhitespace && properties.generalCategory != .control
      && properties.generalCategory != .format && properties.generalCategory != .unassigned
  }

  /// The domain in lower case with plain dots; nil if no such domain can be registered.
  static func normalisedDomain(_ domain: String) -> String? {
    let lower = dotted(domain).lowercased().composed
    let ascii = lower.isASCII ? lower : asciiForm(lower)
    guard let ascii, ascii.utf8.count <= 253 else { return nil }
    let labels = ascii.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count > 1, labels.allSatisfy(isLabel), let last = labels.last, last.count > 1,
      !last.allSatisfy(ByteClass.isDigit)
    else { return nil }
    return lower
  }

  /// With plain dots in the place of the full stops of other scripts (RFC 3490, section 3.1).
  private static func dotted(_ domain: String) -> String {
    if domain.isASCII { return domain }
    return String(
      String.UnicodeScalarView(
        domain.unicodeScalars.map { [0x3002, 0xFF0E, 0xFF61].contains($0.value) ? "." : $0 }))
  }

  private static func isLabel(_ label: Substring.UTF8View) -> Bool {
    guard (1...63).contains(label.count) else { return false }
    let hyphen = UInt8(ascii: "-")
    guard label.first != hyphen, label.last != hyphen, label.allSatisfy(ByteClass.domain.contains)
    else { return false }
    // RFC 5891, section 4.2.3.1: hyphens in the third and fourth place are for xn-- only.
    let third = label.dropFirst(2)
    return !third.starts(with: [hyphen, hyphen]) || label.starts(with: Array("xn".utf8))
  }

  /// The domain as DNS has it, by UTS #46; nil if it has no such form.
  static func asciiForm(_ domain: String) -> String? {
    var output: UnsafeMutablePointer<CChar>?
    let flags = Int32(IDN2_NONTRANSITIONAL.rawValue)
    guard unsafe idn2_to_ascii_8z(domain, &output, flags) == Int32(IDN2_OK.rawValue),
      let output = unsafe output
    else { return nil }
    defer { unsafe idn2_free(output) }
    return unsafe String(cString: output)
  }
}

extension String {
  /// Without blanks at its ends, but with the line ends that stand there: a cell that ends in one
  /// was pasted together.
  func trimmingBlanksOnLine() -> String {
    hasASCIIEnds ? self : trimmingLeadingBlanks().trimmingTrailingBlanks()
  }

  fileprivate func trimmingLeadingBlanks() -> String {
    String(String.UnicodeScalarView(unicodeScalars.drop(while: Self.isBlankOnLine)))
  }

  fileprivate func trimmingTrailingBlanks() -> String {
    var scalars = unicodeScalars[...]
    while let last = scalars.last, Self.isBlankOnLine(last) { scalars.removeLast() }
    return String(scalars)
  }

  private static func isBlankOnLine(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace && scalar != "\n" && scalar != "\r"
  }
}
