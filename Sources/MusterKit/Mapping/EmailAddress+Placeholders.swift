/// Words and addresses that stand for "no value".
extension EmailAddress {
  /// Words that stand for "no value" in any column.
  static func isPlaceholder(_ text: String) -> Bool {
    guard text.utf8.count <= longestPlaceholder else { return false }
    let brackets: Set<Character> = ["(", ")", "<", ">", "[", "]"]
    var bare = Substring(text)
    while let first = bare.first, brackets.contains(first) { bare.removeFirst() }
    while let last = bare.last, brackets.contains(last) { bare.removeLast() }
    return placeholders.contains(bare.lowercased())
  }

  /// In bytes, with brackets around it.
  private static let longestPlaceholder = 20

  private static let placeholders: Set<String> = [
    "", "-", "--", "—", ".", "?", "n/a", "na", "n.a.", "n.a", "#n/a", "#ref!", "#name?", "#value!",
    "none", "null", "nil", "nan", "unknown", "undefined", "not available", "no email", "tbd", "x",
    "keine", "k.a.", "aucun", "sin email",
  ]

  /// Whether an address, as key, is one that tools and people put in where they know none.
  static func isPlaceholderAddress(_ key: String) -> Bool {
    guard let at = key.lastIndex(of: "@") else { return false }
    let local = String(key[..<at])
    let domain = String(key[key.index(after: at)...])
    if anywhere.contains(local) { return true }
    if localParts.contains(local), domains.contains(domain) { return true }
    let labels = domain.split(separator: ".")
    return labels.count == 2 && labels[0] == local && echoes.contains(local)
  }

  /// The local parts of all such addresses, for looking them up in bytes.
  static let placeholderLocalParts = WordTable(
    anywhere.union(localParts).union(echoes).sorted())

  /// At any domain.
  private static let anywhere: Set<String> = [
    "email_not_unlocked", "noemail", "no-email", "no_email", "no.email", "nomail", "no-mail",
  ]

  /// At the domains below.
  private static let localParts: Set<String> = [
    "abc", "asdf", "dummy", "e-mail", "email", "example", "fake", "first.last", "firstname",
    "firstname.lastname", "lastname", "mail", "n/a", "na", "name", "no", "nobody", "none", "null",
    "sample", "somebody", "someone", "test", "unknown", "user", "username", "xxx", "you",
    "your", "your.email", "your.name", "youremail", "yourmail", "yourname",
  ]

  /// Domains of examples and forms, and those of providers whose names are words for an address.
  private static let domains: Set<String> = [
    "company.com", "domain.com", "email.com", "example.com", "example.net", "example.org",
    "fake.com",
    "mail.com", "mydomain.com", "na.com", "noemail.com", "nomail.com", "none.com", "null.com",
    "sample.com", "test.com", "unknown.com", "website.com", "xxx.com", "yourcompany.com",
    "yourdomain.com", "yourmail.com", "youremail.com", "n/a.com",
  ]

  /// At a domain of their own name: test@test.de.
  private static let echoes: Set<String> = [
    "a", "abc", "asdf", "email", "none", "null", "test", "unknown", "x", "xx", "xxx",
  ]
}
