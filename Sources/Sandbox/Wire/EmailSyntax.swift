// Whether a text has the form of an e-mail address.

/// The form that both APIs ask for: neither says more than "valid". RFC 5321 limits of length,
/// RFC 5322 characters without quoting, and any letter beyond ASCII (RFC 6531). A dot in the
/// domain is asked for as well.
enum EmailSyntax {
  static func isValid(_ text: String) -> Bool {
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2, text.utf8.count <= 254 else { return false }
    return isLocalPart(halves[0]) && isDomain(halves[1])
  }

  private static func isLocalPart(_ local: Substring) -> Bool {
    let atoms = local.split(separator: ".", omittingEmptySubsequences: false)
    return local.utf8.count <= 64
      && atoms.allSatisfy { !$0.isEmpty && $0.unicodeScalars.allSatisfy(isAtomCharacter) }
  }

  private static func isDomain(_ domain: Substring) -> Bool {
    let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
    return labels.count >= 2
      && labels.allSatisfy { label in
        !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
          && label.unicodeScalars.allSatisfy(isDomainCharacter)
      }
  }

  private static func isAtomCharacter(_ scalar: Unicode.Scalar) -> Bool {
    isDomainCharacter(scalar) || "!#$%&'*+/=?^_`{|}~".unicodeScalars.contains(scalar)
  }

  private static func isDomainCharacter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-": true
      default: false
      }
    }
    return !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
      && scalar.properties.generalCategory != .format
  }
}
