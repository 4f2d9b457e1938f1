import Testing

@testable import MusterKit

@Suite struct IdentifierScannerTests {
  private static let emails = [
    "jane@example.com", "Jane.Doe@Example.COM", "a@b.co", "jane+tag@sub.example.co.uk",
    "test@test.com", "tester@test.com", "email_not_unlocked@domain.com", "n/a", "jane@@example.com",
    "jane..doe@example.com", ".jane@example.com", "jane.@example.com", "jane@example",
    "jane@-example.com", "jane@example-.com", "jane@ab--cd.com", "jane@xn--mnchen-3ya.de",
    "jane@example.123", "jane@example.c", "jane@example.com.", "jane@exa_mple.com",
    "jane doe@example.com", "jane.doe@", "jane.doe@example.com/", "jane.doe", "'jane@example.com'",
    "<jane@example.com>", "mailto:jane@example.com",
    "jané@example.com", "jane@éxample.com", "jane@example.com;john@example.com", "@example.com",
    "no@email.com", "email@domain.com", "no.email@firma.example", "jane@gmail.com.", "test@test.de",
    "123@iana.org", "na@na.com", "name@company.com", "none@none.org", "noemail@example.com",
  ]

  private static let profiles = [
    "https://www.linkedin.com/in/jane-doe", "http://linkedin.com/in/Jane-Doe/",
    "www.linkedin.com/in/jane", "linkedin.com/in/jane_doe",
    "https://www.linkedin.com/in/jane-doe//",
    "https://www.linkedin.com/in/jane-doe?trk=x", "https://de.linkedin.com/in/jane-doe",
    "https://www.linkedin.com/in/ACoAAAXyZ12B3cD4eF5gH6iJ7kL8mN9oP0qRsTu",
    "https://www.linkedin.com/in/ACwAAAXyZ12B3cD4eF5gH6iJ7kL8mN9oP0qRsTu",
    "https://www.linkedin.com/in/ACme", "https://www.linkedin.com/in/a", "jane-doe-1234",
    "https://www.linkedin.com/in/---", "https://www.linkedin.com/in/",
    "https://linkedin.com/in/12345",
    "https://www.linkedin.com/company/acme", "https://www.linkedin.com/in/jane%20doe",
    "https://www.linkedin.com/in/élodie", "HTTPS://WWW.LINKEDIN.COM/IN/Jane-Doe",
    "https://www.linkedin.com/in/jane doe",
    "https://www.linkedin.com/in/" + String(repeating: "x", count: 101),
    "https://de.linkedin.com/in/jane-doe/?trk=people-guest#top", "linkedin.com/in/jane/de",
    "https://www.linkedin.com/in/jane-doe?q=a b", "https://www.linkedin.com/in/jane-doe/é",
    "https://www.linkedin.com/sales/lead/ACwAAAXyZ12B3cD4eF5gH6iJ7kL8mN9oP0qRsTu,NAME_SEARCH,aBcD",
    "https://www.linkedin.com/sales/people/ACwAAAXyZ12B3cD4eF5gH6iJ7kL8mN9oP0qRsTu,name",
    "https://www.linkedin.com/sales/company/12345", "ACoAAAXyZ12B3cD4eF5gH6iJ7kL8mN9oP0qRsTu",
    "https://notlinkedin.com/in/jane", "https://a.b.linkedin.com/in/jane", "ACwA",
    "ACxAAAAAAAAAAAA", "https://www.linkedin.com/in/unavailable", "linkedin.com/in/undefined/x",
    "https://www.linkedin.com/in/acoaaaxyz12b3cd4", "https://www.linkedin.com/in/acoach-anna-doe",
    "https://www.linkedin.com/in/jane/;https://www.linkedin.com/in/john",
    "https://www.linkedin.com/in/jane?x=1,https://www.linkedin.com/in/john",
    "https://www.linkedin.com/in/jane/|linkedin.com/in/john",
    "linkedin.com/in/jane/(linkedin.com/in/bo)",
    "https://www.linkedin.com/in/jane&x=1", "https://www.linkedin.com/comm/in/jane?x",
  ]

  /// What stands around a cell in its batch: nothing, so that it is copied before it is looked at, or
  /// other cells.
  private static let surroundings = [
    ("", ""), ("Doe", "Head of Sales; +49 30 123456, Berlin"),
    ("x@example.com", "..--@/?https://www.linkedin.com/in/other"), (".", "a"),
  ]

  private func key(
    _ cell: String, _ surroundings: (before: String, behind: String),
    _ find: (borrowing IdentifierScanner, Span<UInt8>, Range<Int>) -> PersonKey?
  ) -> PersonKey? {
    let bytes = Array((surroundings.before + cell + surroundings.behind).utf8)
    let start = surroundings.before.utf8.count
    return find(
      IdentifierScanner(), bytes.span,
      IdentifierScanner.trimmed(bytes.span, start..<start + cell.utf8.count))
  }

  private func emailKey(
    _ cell: String, _ surroundings: (before: String, behind: String) = ("", "")
  ) -> PersonKey? {
    key(cell, surroundings) { $0.emailKey($1, $2, hints: .shared)?.key }
  }

  private func linkedInKey(
    _ cell: String, _ surroundings: (before: String, behind: String) = ("", "")
  ) -> PersonKey? {
    key(cell, surroundings) { $0.linkedInKey($1, $2)?.key }
  }

  /// Where the scanner gives a key it is the reader's; it may always leave a cell to the reader.
  private func check(email cell: String) {
    let keys = Self.surroundings.compactMap { emailKey(cell, $0) }
    guard let key = keys.first else { return }
    #expect(keys.allSatisfy { $0 == key })
    guard case .addresses(let address, let others) = EmailAddress.read(cell) else {
      Issue.record("the scanner took \(cell), the reader didn't")
      return
    }
    #expect(key == PersonKey(.email, address.key) && others.isEmpty, "\(cell)")
    let plain = IdentifierScanner().address(cell)
    #expect(plain == nil || plain == address, "\(cell)")
  }

  private func check(profile cell: String) {
    let keys = Self.surroundings.compactMap { linkedInKey(cell, $0) }
    guard let key = keys.first else { return }
    #expect(keys.allSatisfy { $0 == key })
    guard case .person(let person) = LinkedInIdentifier.read(cell) else {
      Issue.record("the scanner took \(cell), the reader didn't")
      return
    }
    #expect(key == PersonKey(person.kind, person.text), "\(cell)")
  }

  @Test func `usual cells are read without a string`() {
    #expect(emailKey(" jane.doe@example.com ") != nil)
    #expect(emailKey("jane.doe@example.com", ("Doe", "Berlin")) != nil)
    #expect(IdentifierScanner().address("Jane.Doe@Example.com")?.address == "Jane.Doe@example.com")
    #expect(emailKey("test@acme.com") != nil || emailKey("jane@acme.com") != nil)
    #expect(linkedInKey("https://www.linkedin.com/in/jane-doe", ("Doe", "-Berlin")) != nil)
    #expect(linkedInKey("https://www.linkedin.com/in/jane-doe/") != nil)
    #expect(linkedInKey("http://www.linkedin.com/in/Jane-Doe") != nil)
    #expect(linkedInKey("https://de.linkedin.com/in/jane-doe/?trk=x") != nil)
    #expect(linkedInKey("https://www.linkedin.com/sales/lead/ACwAAAXyZ12B3cD,NAME_SEARCH,x") != nil)
    #expect(linkedInKey("ACoAAAXyZ12B3cD4eF5g") != nil)
  }

  @Test(arguments: emails) func `agrees with the reader of addresses`(cell: String) {
    check(email: cell)
  }

  @Test(arguments: profiles) func `agrees with the reader of profiles`(cell: String) {
    check(profile: cell)
  }

  @Test(arguments: 0..<50) func `agrees with the readers on damaged cells`(seed: Int) {
    var random = TestRandom(seed: UInt64(seed))
    let signs = Array("@.-_/ :<>,;%?#'\"ABCao019é")
    for cell in Self.emails + Self.profiles {
      var letters = Array(cell)
      for _ in 0..<Int.random(in: 1...3, using: &random) where !letters.isEmpty {
        let place = Int.random(in: 0..<letters.count, using: &random)
        let sign = signs[Int.random(in: 0..<signs.count, using: &random)]
        switch Int.random(in: 0..<3, using: &random) {
        case 0: letters[place] = sign
        case 1: letters.insert(sign, at: place)
        default: letters.remove(at: place)
        }
      }
      check(email: String(letters))
      check(profile: String(letters))
    }
  }

  @Test(arguments: emails + profiles) func `agrees with the readers on parts of cells`(cell: String)
  {
    for end in 1...cell.count {
      check(email: String(cell.prefix(end)))
      check(profile: String(cell.prefix(end)))
      check(email: String(cell.suffix(end)))
      check(profile: String(cell.suffix(end)))
    }
  }
}
