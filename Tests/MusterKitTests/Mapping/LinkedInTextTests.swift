import Testing

@testable import MusterKit

@Suite struct LinkedInTextTests {
  private static let profile = "https://www.linkedin.com/in/jane-doe"

  @Test(arguments: [
    "https://www.linkedin.com/comm/in/jane-doe?midToken=AQE1&trk=eml",
    "https://www.linkedin.com/mwlite/in/jane-doe", "\(profile))", "(\(profile))",
    "\(profile)&foo=1",
    "\(profile)/&foo=1", "\(profile),", "\(profile);", "\"\(profile)\"", "'\(profile)",
    "\(profile)'",
    "Jane Doe \(profile)", "Jane Doe: \(profile)", "Jane Doe - \(profile)/",
    "Jane Doe <\(profile)>",
    "\(profile) (Jane Doe)", "\(profile) - Jane Doe", "\(profile)/ Jane Doe",
    "\(profile)\nJane Doe",
    "\(profile); \(profile)/", "\(profile) | http://de.linkedin.com/in/Jane-Doe?x=1",
    "\(profile)/;\(profile)/", "\(profile), https://www.linkedin.com/company/firma",
    "https://www.linkedin.com/company/firma \(profile)", "[Jane](\(profile))",
    "[\(profile)](\(profile)/)", "<a href=\"\(profile)?a=1&amp;b=2\" target=_blank>Jane Doe</a>",
    "LinkedIn: www.linkedin.com/in/jane-doe",
  ])
  func `a profile is found in what stands around it`(cell: String) {
    #expect(LinkedInIdentifier.read(cell) == .person(.slug("jane-doe")))
  }

  @Test(arguments: [
    ("https://www.linkedin.com/in/ren%E9e-doe", "renée-doe"),
    ("https://www.linkedin.com/in/jos%E9", "josé"),
    ("https://www.linkedin.com/in/gro%DFe-m%FCller/", "große-müller"),
    ("https://www.linkedin.com/in/ren%C3%A9e-doe", "renée-doe"),
    ("https://www.linkedin.com/in/acoach-1234567", "acoach-1234567"),
  ])
  func `letters in another encoding are read`(cell: String, slug: String) {
    #expect(LinkedInIdentifier.read(cell) == .person(.slug(slug)))
  }

  @Test(arguments: [
    ("\(profile)/; https://www.linkedin.com/in/john-doe", LinkedInIdentifier.Verdict.several),
    ("\(profile)/;https://www.linkedin.com/in/john-doe", .several),
    ("\(profile), https://www.linkedin.com/in/john-doe", .several),
    ("\(profile) https://www.linkedin.com/in/john-doe", .several),
    ("[\(profile)](https://www.linkedin.com/in/john-doe)", .several),
    ("\(profile) Doe", .invalid), ("Jane \(profile) Doe", .invalid),
    ("https://www.linkedin.com/in/acoaaaxyz12b3cd4ef5gh6", .idWithoutCase),
    ("https://www.linkedin.com/in/ACWAAAXYZ12B3CD4EF5GH6", .idWithoutCase),
    ("acoaaaxyz12b3cd4ef5gh6", .idWithoutCase),
    ("Jane: \(profile.prefix(28))acwaaaxyz12b3", .idWithoutCase),
    ("=HYPERLINK(\"\(profile)\",\"LI\")", .invalid), ("=A1", .invalid),
    ("https://www.linkedin.com/in/unavailable", .invalid), ("linkedin.com/in/Undefined/", .invalid),
    ("https://www.linkedin.com/in/j%C3", .invalid),
    ("https://www.linkedin.com/in/a%E4%BC", .invalid),
    ("https://firma.example/?u=\(profile)", .invalid), ("Jane Doe", .invalid),
    ("Jane https://www.linkedin.com/company/firma", .company),
    ("https://www.linkedin.com/comm/feed", .invalid),
  ])
  func `what names nobody, or nobody for certain, is refused`(
    cell: String, verdict: LinkedInIdentifier.Verdict
  ) {
    #expect(LinkedInIdentifier.read(cell) == verdict)
  }

  @Test(arguments: [
    ("\(profile)/;https://www.linkedin.com/in/john-doe", "several profiles"),
    ("https://www.linkedin.com/in/acoaaaxyz12b3cd4ef5gh6", "capital letters"),
    ("https://www.linkedin.com/in/unavailable", "holds no profile"),
    ("=HYPERLINK(\"\(profile)\",\"LI\")", "formula"),
  ])
  func `the remark says why, also where a cell is read from bytes`(
    cell: String, reason: String
  ) throws {
    let judged = try rowMapper(["LinkedIn URL"]).judge(rowBatch([[cell]]))
    #expect(judged.remarkTexts == ["0 warning linkedin_invalid LinkedIn URL"])
    #expect(judged.remarks[0].diagnostic.message.contains(reason))
    #expect(judged.keys.isEmpty)
  }
}
