// The forms in which LinkedIn names a person, and what each API takes.

import Foundation

/// A person at LinkedIn, by one of the ids.
enum LinkedInPerson: Sendable, Equatable {
  /// Digits.
  case memberID(String)
  /// `ACoA…`, as written: these ids tell upper case from lower case.
  case profileToken(String)
  /// `ACwA…`, as written.
  case salesNavigatorToken(String)
  /// The last part of `linkedin.com/in/…`, decoded; compared without regard to case.
  case nickname(String)

  /// Takes an id by its shape; nil if it can't be one.
  init?(id: String) {
    if id.hasPrefix("ACoA") || id.hasPrefix("ACwA") {
      guard id.utf8.allSatisfy({ isTokenCharacter($0) }) else { return nil }
      self = id.hasPrefix("ACoA") ? .profileToken(id) : .salesNavigatorToken(id)
    } else if !id.isEmpty, id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      self = .memberID(id)
    } else if Self.isNickname(id) {
      self = .nickname(id)
    } else {
      return nil
    }
  }

  /// A slug: letters of any script, digits, `-`, `_`, and what LinkedIn itself puts in (emoji).
  private static func isNickname(_ text: String) -> Bool {
    !text.isEmpty && text.count <= 150
      && text.unicodeScalars.allSatisfy { scalar in
        if scalar.isASCII {
          return isTokenCharacter(UInt8(scalar.value)) || scalar == "'"
        }
        return !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
      }
  }
}

/// An address below linkedin.com.
struct LinkedInURL: Sendable, Equatable {
  /// The parts of the path, percent-decoded, without empty ones.
  var path: [String]

  /// Nil if the text is no `http(s)` URL of LinkedIn. Query and fragment are dropped.
  init?(_ text: String) {
    let bytes = text.utf8
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      bytes[colon...].starts(with: "://".utf8),
      ["http", "https"].contains(text[..<colon].lowercased())
    else { return nil }
    let rest = bytes[bytes.index(colon, offsetBy: 3)...]
      .prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    let parts = rest.split(separator: UInt8(ascii: "/")).map(Substring.init)
    guard let host = parts.first?.lowercased(),
      host == "linkedin.com" || host.hasSuffix(".linkedin.com"), parts.count > 1
    else { return nil }
    path = parts.dropFirst().map { String($0).percentDecoded }
  }
}

extension String {
  /// As it is where it isn't encoded, or badly.
  fileprivate var percentDecoded: String {
    utf8.contains(UInt8(ascii: "%")) ? removingPercentEncoding ?? self : self
  }
}

// MARK: - GetSales

extension LinkedInPerson {
  /// Reads what GetSales takes for `linkedin_id`.
  ///
  /// GetSales docs, "LinkedIn Identifiers" (https://api.getsales.io/): profile URL,
  /// `/sales/lead/` and `/people/` URL, nickname, raw `ln_id`, raw `sn_id`. The reference's "member
  /// ID" is taken to mean digits as well. Nil for anything else.
  init?(getSales text: String, acceptsUndocumentedForms: Bool) {
    guard let url = LinkedInURL(text) else {
      self.init(id: acceptsUndocumentedForms ? Self.cut(text) : text)
      return
    }
    var forms = [["in"], ["sales", "lead"], ["people"]]
    if acceptsUndocumentedForms { forms += [["sales", "people"], ["pub"]] }
    let form = forms.first { url.path.starts(with: $0) && url.path.count > $0.count }
    guard let form else { return nil }
    let id = url.path[form.count]
    self.init(id: acceptsUndocumentedForms ? Self.cut(id) : id)
  }

  /// The field in which GetSales keeps such an id.
  var getSalesField: (name: String, value: String) {
    switch self {
    case .memberID(let id): ("ln_member_id", id)
    case .profileToken(let id): ("ln_id", id)
    case .salesNavigatorToken(let id): ("sn_id", id)
    case .nickname(let nickname): ("linkedin", nickname)
    }
  }

  /// Without the `,NAME_SEARCH,xxxx` that real Sales Navigator links end in.
  private static func cut(_ id: String) -> String {
    String(id.prefix { $0 != "," })
  }
}

// MARK: - lemlist

/// The two kinds of address that lemlist takes, in the form in which it keeps them. Its example
/// answers `https://www.linkedin.com/in/janesmith` to `https://linkedin.com/in/janesmith`; bare
/// slugs and ids are nowhere documented and count as INVALID_LINKEDIN_URL.
enum LemlistLinkedIn {
  /// `https://www.linkedin.com/in/slug`, or nil.
  static func profile(_ text: String) -> String? {
    guard let url = LinkedInURL(text), url.path.count >= 2, url.path[0] == "in",
      LinkedInPerson(id: url.path[1]) != nil
    else { return nil }
    return "https://www.linkedin.com/in/\(encoded(url.path[1]))"
  }

  /// `https://www.linkedin.com/sales/lead/ACwA…`, without the `,NAME_SEARCH,xxxx`, or nil.
  static func salesNavigator(_ text: String) -> String? {
    guard let url = LinkedInURL(text), url.path.count >= 3, url.path[0] == "sales",
      ["lead", "people"].contains(url.path[1])
    else { return nil }
    let id = String(url.path[2].prefix { $0 != "," })
    guard !id.isEmpty, id.utf8.allSatisfy({ isTokenCharacter($0) }) else { return nil }
    return "https://www.linkedin.com/sales/\(url.path[1])/\(id)"
  }

  /// What addresses are compared by: profiles without regard to case, Sales Navigator ids exactly.
  static func key(profile: String) -> String {
    profile.percentDecoded.lowercased()
  }

  static func key(salesNavigator: String) -> String {
    String(salesNavigator.split(separator: "/").last ?? "")
  }

  private static func encoded(_ slug: String) -> String {
    if slug.utf8.allSatisfy(isTokenCharacter) { return slug }
    return slug.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? slug
  }
}

private func isTokenCharacter(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
    true
  default: false
  }
}
