/// Addresses of profiles among other text: `Jane Doe: https://…/in/jane-doe (private)`.
extension LinkedInIdentifier {
  /// Reads a text that isn't an identifier as a whole: the profiles whose full addresses stand in it.
  static func read(among text: String) -> Verdict {
    guard mayHoldAddresses(text) else { return .invalid }
    var people: [LinkedInIdentifier] = []
    var hasCompany = false
    for address in addresses(in: text) {
      switch read(one: address) {
      case .person(let person): if !people.contains(person) { people.append(person) }
      case .company: hasCompany = true
      case .idWithoutCase: return .idWithoutCase
      default: break
      }
    }
    guard let person = people.first else { return hasCompany ? .company : .invalid }
    return people.count == 1 ? .person(person) : .several
  }

  /// The addresses on LinkedIn that begin behind a blank or a sign. One that a word follows behind a
  /// blank is left out, because the word may belong to it: `…/in/jane doe`.
  private static func addresses(in text: String) -> [String] {
    var found: [String] = []
    var rest = Substring(text)
    while let start = rest.firstIndex(where: { !endsAddress($0) }) {
      rest = rest[start...]
      let address = rest.prefix { !endsAddress($0) }
      rest = rest.dropFirst(address.count)
      let bare = address.trimmingSuffix { ",.:'".contains($0) }
      guard isOnLinkedIn(bare) else { continue }
      let isClosed = address.count > bare.count || bare.hasSuffix("/") || bare.contains("?")
      let isCut = !isClosed && rest.first == " " && goesOn(rest.drop { $0 == " " })
      if !isCut { found.append(String(bare)) }
    }
    return found
  }

  private static func endsAddress(_ character: Character) -> Bool {
    character.isWhitespace || ";|<>\"()[]".contains(character)
  }

  /// Whether a word stands at the start that isn't another address.
  private static func goesOn(_ text: Substring) -> Bool {
    guard let first = text.first, first.isLetter || first.isNumber else { return false }
    return !text.prefix { !endsAddress($0) }.contains("/")
  }

  /// Whether a text holds more than one address on LinkedIn.
  static func holdsSeveral(_ text: String) -> Bool {
    mayHoldAddresses(text) && addresses(in: text).count > 1
  }

  /// Whether a sign that may stand around an address does so: most cells are told by that.
  private static func mayHoldAddresses(_ text: String) -> Bool {
    guard
      text.utf8.contains(where: {
        $0 >= 0x80 || ByteClass.isBlank($0) || ";|<>\"()[],".utf8.contains($0)
      })
    else { return false }
    return text.lowercased().contains("linkedin.com/")
  }
}

extension Substring {
  fileprivate func trimmingSuffix(_ isUnwanted: (Character) -> Bool) -> Substring {
    var text = self
    while let last = text.last, isUnwanted(last) { text.removeLast() }
    return text
  }
}

extension String {
  /// Percent-encoded letters of Western Europe were often written as ISO 8859-1: `ren%E9e`. Only those are
  /// taken that can't be the start of a letter in UTF-8 that was cut off.
  var percentDecodedAsUTF8OrLatin1: String? {
    if let decoded = percentDecoded { return decoded }
    var decoded = String.UnicodeScalarView()
    var rest = utf8[...]
    while let byte = rest.popFirst() {
      if ByteClass.slug.contains(byte) {
        decoded.append(Unicode.Scalar(byte))
        continue
      }
      let digits = String(Substring(rest.prefix(2)))
      rest = rest.dropFirst(2)
      guard byte == UInt8(ascii: "%"), let letter = UInt8(digits, radix: 16),
        letter >= 0xE0 || letter == 0xDF, rest.first.map(ByteClass.slug.contains) ?? true
      else { return nil }
      decoded.append(Unicode.Scalar(letter))
    }
    return String(decoded)
  }
}
