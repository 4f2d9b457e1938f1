import Testing

@testable import MusterKit

@Suite struct SuppressionListTests {
  @Test func `an empty list keeps nobody back and asks for no text`() {
    let list = SuppressionList()
    #expect(list.isEmpty && !list.hasDomains && !list.hasDigests)
    var isAsked = false
    let entry = list.entry(for: PersonKey(.email, "a@b.example"), .email) {
      isAsked = true
      return "a@b.example"
    }
    #expect(entry == nil && !isAsked)
  }

  @Test func `plain entries are found by their hash alone`() throws {
    let list = try suppressionList(
      "Jane@Example.com\nhttps://linkedin.com/in/joe-r/\nACoAAAxy12345\nACwAAAxy12345\n")
    #expect(list.contains(PersonKey(.email, "jane@example.com")))
    #expect(list.contains(PersonKey(.linkedin, "joe-r")))
    #expect(list.contains(PersonKey(.linkedinMember, "ACoAAAxy12345")))
    #expect(list.contains(PersonKey(.salesNavigator, "ACwAAAxy12345")))
    #expect(!list.contains(PersonKey(.linkedinMember, "ACwAAAxy12345")))
    #expect(!list.contains(PersonKey(.salesNavigator, "acwaaaxy12345")))
    #expect(!list.hasDomains && !list.hasDigests && list.count == 4)
  }

  private static let domains: [(entry: String, email: String, isListed: Bool)] = [
    ("acme.example", "jane@acme.example", true),
    ("acme.example", "jane@uk.mail.acme.example", true),
    ("acme.example", "jane@notacme.example", false),
    ("acme.example", "jane@example", false),
    ("acme.example", "acme.example@other.example", false),
    ("*.acme.example", "jane@acme.example", true),
    ("*.acme.example", "jane@uk.acme.example", true),
    ("@acme.example", "jane@acme.example", true),
    ("@acme.example", "jane@uk.acme.example", false),
    ("uk.acme.example", "jane@acme.example", false),
    ("MÜLLER.example", "jane@müller.example", true),
    ("müller.example", "jane@xn--mller-kva.example", true),
    ("@xn--mller-kva.example", "jane@müller.example", true),
  ]

  @Test(arguments: domains)
  func
    `a domain keeps back its addresses, and with its subdomains unless it starts with an at sign`(
      entry: String, email: String, isListed: Bool
    ) throws
  {
    let list = try suppressionList("someone@else.example\n\(entry)\n")
    #expect(list.hasDomains)
    #expect(list.line(email: email) == (isListed ? 2 : nil))
    #expect(list.line(.linkedin, "acme.example") == nil)
  }

  @Test(arguments: ["jane@müller.example", "jane@xn--mller-kva.example"])
  func `an address is found in either form of its domain`(entry: String) throws {
    let list = try suppressionList("\(entry)\n")
    #expect(list.line(email: "jane@müller.example") == 1)
    #expect(list.line(email: "jane@xn--mller-kva.example") == 1)
    #expect(list.line(email: "joe@müller.example") == nil)
  }

  /// Each with the digest that `printf %s TEXT | sha256sum` prints of it, or of its domain's parent.
  private static let digests: [(PersonKey.Kind, key: String, digest: String)] = [
    (
      .email, "jane@example.com",
      "8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d"
    ),
    (
      .email, "jane@uk.acme.example",
      "54667cc7be6265f6a4cdfe25b9c89d52aea7817c4e570cb678feec57c23f4a6a"
    ),
    (
      .linkedin, "renée-k",
      "d9fcdc2e5fd4b29fbde3650b07c3f3c7b610077826953a058192addf259f804f"
    ),
    (
      .linkedinMember, "ACoAAAxy12345",
      "3f8db15fa6eb665039c276c62dcef652fd485b03b4bfd6789d18e7e69bc8312e"
    ),
    (
      .salesNavigator, "ACwAAAxy12345",
      "c87476e423264c82e3ac82c4c675686f4f5ed63502d9659142a28cf39bdd0706"
    ),
  ]

  @Test(arguments: digests)
  func `a digest keeps back the key that it was made of`(
    kind: PersonKey.Kind, key: String, digest: String
  ) throws {
    let other = String(repeating: "0f", count: 32)
    for form in [digest, "sha256:\(digest.uppercased())"] {
      let list = try suppressionList("\(other)\n\(form)\n")
      #expect(list.hasDigests && list.count == 2)
      #expect(list.line(kind, key) == 2)
      #expect(list.line(kind, key + "x") == nil)
      #expect(!list.contains(PersonKey(kind, key)))
    }
  }

  @Test func `an entry is told by its file and line`() throws {
    let list = try suppressionList([
      ("first.csv", Array("Email\njane@example.com\njoe@example.com\n".utf8)),
      ("empty.csv", Array("Email\n".utf8)),
      ("second.txt", Array("# since May\n\njane@example.com\nann@example.com\n".utf8)),
    ])
    let places = ["jane", "joe", "ann"].map { name in
      list.entry(for: "\(name)@example.com", .email).map { list.place(of: $0).description }
    }
    #expect(places == ["first.csv line 2", "first.csv line 3", "second.txt line 4"])
    #expect(list.files.map(\.entries) == [2, 0, 2])
    #expect(list.count == 3)
  }
}
