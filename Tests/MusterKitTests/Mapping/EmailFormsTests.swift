import Testing

@testable import MusterKit

@Suite struct EmailFormsTests {
  @Test(arguments: [
    ("a@x.example / b@x.example", ["a@x.example", "b@x.example"]),
    ("a@x.example/b@x.example", ["a@x.example", "b@x.example"]),
    ("a@x.example b@x.example", ["a@x.example", "b@x.example"]),
    ("a@x.example\tb@x.example", ["a@x.example", "b@x.example"]),
    ("a@x.example and b@x.example", ["a@x.example", "b@x.example"]),
    ("a@x.example und b@x.example", ["a@x.example", "b@x.example"]),
    ("a@x.example & b@x.example; c@x.example", ["a@x.example", "b@x.example", "c@x.example"]),
    (#""Doe, Jane" <a@x.example>; Bob <b@x.example>"#, ["a@x.example", "b@x.example"]),
    (#""Doe; Jane" <a@x.example>; Bob <b@x.example>"#, ["a@x.example", "b@x.example"]),
    ("Doe, Jane <a@x.example>; Ray, Bob <b@x.example>", ["a@x.example", "b@x.example"]),
    ("Doe, Jane <a@x.example>, Ray, Bob <b@x.example>", ["a@x.example", "b@x.example"]),
    (#""a@x.example; b@x.example""#, ["a@x.example", "b@x.example"]),
    ("a@x.example (work); b@x.example (home)", ["a@x.example", "b@x.example"]),
    ("Email: a@x.example", ["a@x.example"]), ("E-Mail:a@x.example", ["a@x.example"]),
    ("Work: a@x.example", ["a@x.example"]), ("a@x.example (work)", ["a@x.example"]),
    ("a@x.example [home]", ["a@x.example"]), ("(work) a@x.example", ["a@x.example"]),
    ("Jane Doe (a@x.example)", ["a@x.example"]), ("jane@gmail.com.", ["jane@gmail.com"]),
    ("[a@x.example](mailto:a@x.example)", ["a@x.example"]),
    ("[Jane](mailto:a@x.example?subject=Hi)", ["a@x.example"]),
    (#"<a href="mailto:a@x.example">a@x.example</a>"#, ["a@x.example"]),
    (#"<A class='x' HREF='mailto:a@x.example' id="y">Write</A>"#, ["a@x.example"]),
    ("sales/jane@x.example", ["sales/jane@x.example"]),
  ])
  func `addresses are found in what people and programs put around them`(
    cell: String, addresses: [String]
  ) {
    guard case .addresses(let first, let others) = EmailAddress.read(cell) else {
      Issue.record("no address was read in \(cell)")
      return
    }
    #expect([first.address] + others.map(\.address) == addresses)
  }

  @Test(arguments: [
    "jane doe@x.example", "jane@x.example Doe", "john, doe@x.example", "jane@x ample.example",
    "jane@firma.co.", "(jane)doe@x.example", "doe@x.example(jane", "sip:jane@x.example",
    "https://x.example/jane@y.example", "[a@x.example](mailto:b@x.example)",
    "[a@x.example](https://x.example)", "a@x.example / b@", "a@x.example b@y and c@z.example",
    "\"jane;doe\"@x.example", "n/a / a@x", "and", "/", "(work)", "a@x.example (b@y.example)",
    "a@x.example (see y.example)",
  ])
  func `an address that could be only a part of one is no address`(cell: String) {
    switch EmailAddress.read(cell) {
    case .invalid, .placeholder: break
    case let verdict: Issue.record("\(cell) was taken as \(verdict)")
    }
  }

  @Test(arguments: [
    "no@email.com", "email@domain.com", "name@company.com", "Your.Name@YourCompany.com",
    "user@example.com", "test@example.org", "test@test.de", "none@none.org",
    "noemail@firma.example",
    "no.email@gmail.com", "test@test.com", "a@a.com", "email_not_unlocked@domain.com", "na@na.com",
    "Email: no@email.com",
  ])
  func `stand-ins are placeholders, for bytes and for strings`(cell: String) throws {
    #expect(EmailAddress.read(cell) == .placeholder)
    let judged = try rowMapper(["Email"]).judge(rowBatch([[cell]]))
    #expect(judged.remarkTexts == ["0 warning email_placeholder Email"])
    #expect(judged.keys.isEmpty)
  }

  @Test(arguments: [
    "jane@email.com", "a@example.com", "x@company.com", "a@b.com", "no@firma.example",
    "name@firma.example", "jane@domain.com", "test@firma.de",
    "mail@mail.de", "email@firma.example", "a@b.example", "none@firma.example",
    "noemails@firma.example",
  ])
  func `somebody's address is none`(cell: String) {
    guard case .addresses = EmailAddress.read(cell) else {
      Issue.record("\(cell) was refused")
      return
    }
  }
}
