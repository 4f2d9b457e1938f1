// The forms of addresses, LinkedIn ids, points in time and JSON.

import Foundation
import Testing

@testable import Sandbox

@Suite struct FormsTests {
  @Test(arguments: [
    "jane@acme.com", "j.o'neil+x_1@sub.acme.co.uk", "j@b.co", "jürgen@größe.de",
    "a!#$%&*/=?^`{|}~-@example.com",
  ])
  func `A good address is taken`(text: String) {
    #expect(EmailSyntax.isValid(text))
  }

  @Test(arguments: [
    "", "jane", "jane@", "@acme.com", "jane@acme", "jane@@acme.com", "jane@acme..com",
    ".jane@acme.com", "jane.@acme.com", "ja..ne@acme.com", "jane @acme.com", "jane@acme.com ",
    "jane@-acme.com", "jane@acme-.com", "jane@ac_me.com", "mailto:jane@acme.com",
    "Jane <jane@acme.com>", "jane@acme.com;joe@acme.com", "jane@acme.com\n",
    "jane@acme.com\u{200B}",
  ])
  func `A bad address is refused`(text: String) {
    #expect(!EmailSyntax.isValid(text))
  }

  @Test func `An address of more than 254 bytes, or 64 before the @, is refused`() {
    #expect(EmailSyntax.isValid(String(repeating: "a", count: 64) + "@example.com"))
    #expect(!EmailSyntax.isValid(String(repeating: "a", count: 65) + "@example.com"))
    let domain = Array(repeating: String(repeating: "b", count: 60), count: 4)
    #expect(EmailSyntax.isValid("a@\(domain.joined(separator: ".")).com"))
    #expect(!EmailSyntax.isValid("aaaaaaaa@\(domain.joined(separator: ".")).com"))
  }

  @Test(arguments: [
    ("https://www.linkedin.com/in/jane-smith-12345", LinkedInPerson.nickname("jane-smith-12345")),
    ("http://linkedin.com/in/jane-smith-12345/?trk=x", .nickname("jane-smith-12345")),
    ("https://de.linkedin.com/in/j%C3%BCrgen/en", .nickname("jürgen")),
    ("https://www.linkedin.com/in/ACoAABfFrqkBk9MxhGQ", .profileToken("ACoAABfFrqkBk9MxhGQ")),
    (
      "https://www.linkedin.com/sales/lead/ACoAABfFrqkBk9MxhGQ",
      .profileToken("ACoAABfFrqkBk9MxhGQ")
    ),
    ("https://www.linkedin.com/sales/lead/ACwAAB6Gu-_x", .salesNavigatorToken("ACwAAB6Gu-_x")),
    ("https://www.linkedin.com/people/ACoAABfFrqkBk9MxhGQ", .profileToken("ACoAABfFrqkBk9MxhGQ")),
    ("jane-smith-12345", .nickname("jane-smith-12345")),
    ("ACoAADrsd-AB", .profileToken("ACoAADrsd-AB")),
    ("ACwAADrsd-AB", .salesNavigatorToken("ACwAADrsd-AB")),
    ("123456789", .memberID("123456789")),
    ("acoaching", .nickname("acoaching")),
  ])
  func `GetSales reads every documented form of a LinkedIn id`(
    text: String, person: LinkedInPerson
  ) {
    #expect(LinkedInPerson(getSales: text, acceptsUndocumentedForms: false) == person)
  }

  @Test(arguments: [
    "https://www.linkedin.com/sales/people/ACwAADrsd-AB",
    "https://www.linkedin.com/sales/lead/ACwAADrsd-AB,NAME_SEARCH,xYz1",
    "ACwAADrsd-AB,NAME_SEARCH,xYz1",
  ])
  func `GetSales refuses undocumented forms unless set otherwise`(text: String) {
    #expect(LinkedInPerson(getSales: text, acceptsUndocumentedForms: false) == nil)
    #expect(
      LinkedInPerson(getSales: text, acceptsUndocumentedForms: true)
        == .salesNavigatorToken("ACwAADrsd-AB"))
  }

  @Test(arguments: [
    "", "n/a", "jane smith", "https://www.linkedin.com/", "https://www.linkedin.com/in/",
    "https://www.linkedin.com/company/acme", "https://linkedin.com.evil.example/in/jane",
    "https://example.com/in/jane", "ftp://linkedin.com/in/jane", "linkedin.com/in/jane",
  ])
  func `GetSales refuses what names nobody`(text: String) {
    #expect(LinkedInPerson(getSales: text, acceptsUndocumentedForms: true) == nil)
  }

  @Test(arguments: [
    ("https://linkedin.com/in/janesmith", "https://www.linkedin.com/in/janesmith"),
    ("http://www.linkedin.com/in/janesmith/?a=b#c", "https://www.linkedin.com/in/janesmith"),
    ("https://uk.linkedin.com/in/JaneSmith/", "https://www.linkedin.com/in/JaneSmith"),
    ("https://www.linkedin.com/in/j%C3%BCrgen", "https://www.linkedin.com/in/j%C3%BCrgen"),
    ("https://www.linkedin.com/sales/lead/ACwAA", nil), ("janesmith", nil), ("ACoAAB", nil),
    ("https://www.linkedin.com/company/acme", nil), ("linkedin.com/in/janesmith", nil),
    ("https://www.linkedin.com/in/", nil), ("https://example.com/in/janesmith", nil),
  ])
  func `lemlist keeps profile URLs in one form, and refuses others`(text: String, kept: String?) {
    #expect(LemlistLinkedIn.profile(text) == kept)
  }

  @Test(arguments: [
    (
      "https://linkedin.com/sales/lead/ACwAAB,NAME_SEARCH,x?_ntb=1",
      "https://www.linkedin.com/sales/lead/ACwAAB"
    ),
    (
      "https://www.linkedin.com/sales/people/ACwAAB,",
      "https://www.linkedin.com/sales/people/ACwAAB"
    ),
    ("https://www.linkedin.com/in/janesmith", nil), ("ACwAAB", nil),
    ("https://www.linkedin.com/sales/company/123", nil),
    ("https://www.linkedin.com/sales/lead/,NAME_SEARCH", nil),
  ])
  func `lemlist cuts the tail of Sales Navigator URLs`(text: String, kept: String?) {
    #expect(LemlistLinkedIn.salesNavigator(text) == kept)
  }

  @Test(
    arguments: [
      (
        1_613_462_562, SandboxConfiguration.TimeZoneName.centralEurope,
        "Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Standard Time)"
      ),
      (0, .utc, "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)"),
      (951_782_400, .utc, "Tue Feb 29 2000 00:00:00 GMT+0000 (Coordinated Universal Time)"),
      (
        1_735_689_599.9, .init(secondsFromGMT: -34_200, name: "Marquesas Time"),
        "Tue Dec 31 2024 14:29:59 GMT-0930 (Marquesas Time)"
      ),
    ] as [(Double, SandboxConfiguration.TimeZoneName, String)])
  func `A date is written as JavaScript writes it`(
    seconds: Double, zone: SandboxConfiguration.TimeZoneName, text: String
  ) {
    #expect(Timestamp.javaScript(Date(timeIntervalSince1970: seconds), in: zone) == text)
  }

  @Test func `A date is written as in lemlist's examples`() {
    let date = Date(timeIntervalSince1970: 1_761_612_037.917)
    #expect(Timestamp.iso(date) == "2025-10-28T00:40:37.917Z")
  }

  @Test(arguments: [
    #"{"a":"x","b":[1,2.5,true,false,null,{}],"c":{"d":"\"\\\n\t\u0001ü😀"}}"#,
    "[]", #""text""#, "-7", "null",
  ])
  func `JSON comes out as it went in`(text: String) throws {
    #expect(SandboxJSON(parsing: Array(text.utf8))?.description == text)
  }

  @Test(arguments: ["", "{", #"{"a":}"#, "{'a':1}", #"{"a":1}}"#, "nul", "\u{FEFF}x"])
  func `What isn't JSON isn't read`(text: String) {
    #expect(SandboxJSON(parsing: Array(text.utf8)) == nil)
  }

  @Test func `Ids follow from the seed and have the form of each API`() throws {
    var ids = IDSource(seed: 5)
    var same = IDSource(seed: 5)
    var other = IDSource(seed: 6)
    let uuid = ids.uuid()
    let form = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
    #expect(uuid.wholeMatch(of: form) != nil)
    #expect(uuid == same.uuid())
    #expect(uuid != other.uuid())
    #expect(ids.lemlist("ctc").wholeMatch(of: /ctc_[a-zA-Z0-9]{17}/) != nil)
    #expect(Set((0..<1000).map { _ in ids.uuid() }).count == 1000)
  }
}
