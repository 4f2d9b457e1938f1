import Testing

@testable import MusterKit

@Suite struct MailHintsTests {
  private static let hints = MailHints.shared

  @Test(arguments: [
    ("gmial.com", "gmail.com"), ("gmai.com", "gmail.com"), ("gmaill.com", "gmail.com"),
    ("gmail.con", "gmail.com"), ("gmail.co", "gmail.com"), ("gmail.cm", "gmail.com"),
    ("gnail.com", "gmail.com"), ("hotmial.com", "hotmail.com"), ("hotmai.com", "hotmail.com"),
    ("hotnail.com", "hotmail.com"), ("yaho.com", "yahoo.com"), ("yahooo.com", "yahoo.com"),
    ("outlok.com", "outlook.com"), ("outllook.com", "outlook.com"), ("iclod.com", "icloud.com"),
    ("t-onlin.de", "t-online.de"), ("yahoo.couk", "yahoo.co.uk"), ("comcast.ner", "comcast.net"),
  ])
  func `a domain that is a slip away from a large provider's is doubted`(
    domain: String, provider: String
  ) {
    #expect(Self.hints.hint("jane.doe@\(domain)") == .typo(of: provider))
  }

  @Test(arguments: [
    "gmail.com", "googlemail.com", "mail.com", "ymail.com", "email.com", "gmx.net", "gmx.de",
    "gmx.com", "web.de", "webb.de", "ewb.de", "t-online.de", "live.com", "me.com", "aol.com",
    "mac.com", "msn.com", "proton.me", "pm.me", "yahoo.de", "yahoo.fr", "yahoo.co.uk",
    "yahoo.co.jp", "hotmail.fr", "hotmail.it", "outlook.es", "icloud.com", "cloud.com", "orange.fr",
    "orage.fr", "range.fr", "free.fr", "libero.it", "libro.it", "yandex.com", "gail.com",
    "firma.example", "gmail.com.firma.example", "mail.firma.example", "hotmails.example",
    "outlook-firma.com", "fastmail.com", "protonmail.ch", "verizon.com", "comcast.com",
  ])
  func `a domain that somebody has is never doubted`(domain: String) {
    #expect(Self.hints.hint("jane.doe@\(domain)") == nil)
  }

  @Test(arguments: ["gmx.net", "firma.example", "gmail.com"])
  func `every provider of free mail is itself`(domain: String) {
    #expect(Self.hints.hint("jane@\(domain)") == nil)
  }

  @Test(arguments: [
    "info", "sales", "office", "kontakt", "buero", "no-reply", "noreply", "mailer-daemon",
    "contact", "vertrieb", "hr", "administration",
  ])
  func `a mailbox of a role is one`(local: String) {
    #expect(Self.hints.hint("\(local)@firma.example") == .role)
  }

  @Test(arguments: [
    "jane", "info.jane", "jane.info", "infos", "inf", "sales-jane", "salesman", "i", "itx",
    "a-local-part-that-is-longer-than-any-role-could-ever-be",
  ])
  func `a person's mailbox is none`(local: String) {
    #expect(Self.hints.hint("\(local)@firma.example") == nil)
  }

  @Test func `the domain is doubted before the mailbox, and a text without one not at all`() {
    #expect(Self.hints.hint("info@gmial.com") == .typo(of: "gmail.com"))
    #expect(Self.hints.hint("info") == nil)
    #expect(Self.hints.hint("") == nil)
  }

  @Test func `hints are noted by bytes and by strings alike, and change nothing`() throws {
    let mapper = try rowMapper(["Email"])
    let rows = rowBatch([
      ["Jane@GMIAL.com"], ["\"Jane\" <Jane@Gmial.com>"], ["INFO@firma.example"],
      ["mailto:Info@firma.example"], ["jane@firma.example"],
    ])
    #expect(
      mapper.judge(rows).remarkTexts == [
        "0 warning email_typo Email", "1 warning email_typo Email", "2 note email_role Email",
        "3 note email_role Email",
      ])
    #expect(mapper.contact(rows, row: 0)[.email] == "Jane@gmial.com")
    #expect(mapper.judge(rows).remarks[0].diagnostic.message.contains("slip for gmail.com"))
  }
}

@Suite struct FreeMailTests {
  static let cells: [(cell: String, remark: String?, domain: String?)] = [
    ("gmail.com", "company_domain_free_mail", nil), ("GMail.com", "company_domain_free_mail", nil),
    ("www.gmail.com", "company_domain_free_mail", nil),
    ("WWW.GMAIL.COM", "company_domain_free_mail", nil),
    ("https://mail.yahoo.com/d/folders/1", "company_domain_free_mail", nil),
    ("http://www.web.de/", "company_domain_free_mail", nil),
    ("jane@gmail.com", "company_domain_free_mail", nil),
    ("gmail.com:443", "company_domain_free_mail", nil),
    ("yahoo.co.uk", "company_domain_free_mail", nil),
    ("notgmail.com", nil, "notgmail.com"), ("gmail.com.firma.example", nil, "firma.example"),
    ("firma.example", nil, "firma.example"), ("shop.firma.co.uk", nil, "firma.co.uk"),
    ("https://www.firma.example/about?x=gmail.com", nil, "firma.example"),
    ("jane@firma.example", nil, "firma.example"), ("co.uk", nil, "co.uk"),
    ("firma", "company_domain_invalid", nil), ("-firma.example", "company_domain_invalid", nil),
    ("fir_ma.example", "company_domain_invalid", nil), ("1.2.3.4", "company_domain_invalid", nil),
    ("firma..example", "company_domain_invalid", nil), ("http://", "company_domain_invalid", nil),
    ("firma.e", "company_domain_invalid", nil), ("münchen.example", nil, "münchen.example"),
    ("n/a", nil, nil), ("", nil, nil), ("#N/A", "value_spreadsheet_error", nil),
  ]

  @Test(arguments: cells)
  func `a company's domain is left out just where that is remarked on`(
    cell: String, remark: String?, domain: String?
  ) throws {
    let mapper = try rowMapper(["Email", "Company Domain"])
    let rows = rowBatch([["jane@firma.example", cell]])
    #expect(
      mapper.judge(rows).remarks.map(\.diagnostic.code.rawValue) == [remark].compactMap(\.self))
    #expect(mapper.contact(rows, row: 0)[.companyDomain] == domain)
  }

  @Test func `a further column's domain takes the place of free mail`() throws {
    let mapper = try rowMapper(
      ["Email", "Web", "Mail"],
      #"{"columns": {"d": {"field": "company_domain", "from": ["Web", "Mail"]}}}"#)
    let rows = rowBatch([
      ["a@b.example", "", "a@gmail.com"], ["a@b.example", "b.example", "a@gmail.com"],
    ])
    #expect(mapper.judge(rows).remarkTexts == ["0 note company_domain_free_mail d"])
    #expect(mapper.contact(rows, row: 1)[.companyDomain] == "b.example")
  }
}
