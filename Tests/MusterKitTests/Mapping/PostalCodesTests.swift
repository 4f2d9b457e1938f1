import Testing

@testable import MusterKit

@Suite struct PostalCodesTests {
  /// The rows that are remarked on, with the severity.
  private func remarks(
    _ rows: [[String]], header: [String] = ["Email", "PLZ", "Land"], sample: [[String]]? = nil,
    columns: String = #"{"PLZ": "custom.zip"}"#, isStrict: Bool = false
  ) throws -> [String] {
    let mapper = try rowMapper(
      header, #"{"auto_map": false, "columns": \#(columns)}"#, sample: sample ?? rows,
      isStrict: isStrict)
    return mapper.judge(rowBatch(rows)).remarkTexts
  }

  private func rows(_ codes: [String], country: String? = nil) -> [[String]] {
    codes.map { ["", $0] + [country].compactMap(\.self) }
  }

  private static let german = ["80331", "10115", "50667", "20095", "70173", "60311"]
  private static let american = [
    "60601", "10001", "90210", "75201", "33101", "98101", "20001", "30301", "48201", "85001",
  ]

  @Test(arguments: [
    ("Germany", "1067"), ("DE", "4109"), ("deutschland", "1067"), ("Allemagne", "1067"),
    ("US", "2139"), ("United States", "501"), ("USA", "2139"), ("France", "6000"), ("ES", "8001"),
    ("Italia", "118"), ("Finland", "100"), ("Türkiye", "6100"), ("México", "1000"),
    ("Romania", "10011"), ("Japan", "600001"), ("Brasil", "1310100"),
  ])
  func `a code that is short for its country has lost zeros`(country: String, code: String) throws {
    let digits = try #require(PostalForm(country: country)).digits
    let right = String(repeating: "1", count: digits)
    #expect(
      try remarks(rows([right, code, right], country: country)) == [
        "1 warning value_leading_zeros_lost PLZ"
      ])
  }

  @Test(arguments: [
    ("Austria", "1010"), ("AT", "8010"), ("Schweiz", "8000"), ("CH", "3000"), ("Belgium", "1000"),
    ("DK", "2100"), ("Norway", "5003"), ("Hungary", "1011"), ("LU", "1111"), ("Bulgaria", "1000"),
    ("Slovenia", "1000"), ("Australia", "2000"), ("NZ", "6011"), ("Nederland", "1012"),
    ("Portugal", "1000"), ("Sweden", "1234"), ("Croatia", "1000"), ("Iceland", "101"),
    ("Atlantis", "1234"), ("n/a", "1010"),
  ])
  func `short codes of other countries are whole`(country: String, code: String) throws {
    let german = rows(Self.german + Self.german, country: "Germany")
    #expect(try remarks(german + rows([code, code], country: country)) == [])
  }

  @Test(arguments: ["", "Land"])
  func `a file of three countries is not doubted`(country: String) throws {
    let codes = [
      (20, "80331", "Germany"), (6, "1010", "Austria"), (4, "8000", "Switzerland"),
    ]
    let rows = codes.flatMap { count, code, name in
      Array(repeating: country.isEmpty ? ["", code] : ["", code, name], count: count)
    }
    #expect(
      try remarks(rows, header: country.isEmpty ? ["Email", "PLZ"] : ["Email", "PLZ", country])
        == [])
  }

  @Test func `of a column without countries a few short codes are noted, of three digits too`()
    throws
  {
    let codes = Self.american + ["2139", "501"]
    let expected = ["10 note value_leading_zeros_lost PLZ", "11 note value_leading_zeros_lost PLZ"]
    #expect(try remarks(rows(codes), header: ["Email", "PLZ"]) == expected)
    // A guess keeps nobody out.
    #expect(try remarks(rows(codes), header: ["Email", "PLZ"], isStrict: true) == expected)
  }

  @Test func `a row whose country is blank is judged by the others like it`() throws {
    let known = rows(["1010", "2100"], country: "AT")
    let unknown = rows(Self.american + ["2139"], country: "")
    #expect(
      try remarks(known + unknown) == ["12 note value_leading_zeros_lost PLZ"])
  }

  @Test(arguments: [
    // A code that begins with 0 proves that zeros were kept.
    german + ["01067", "5068"], german + ["1067"] + ["'04109"], german + [#"="04109""#, "1067"],
    // Too many are short, too few are known, or they are of several countries.
    german + ["1010", "1020"], ["80331", "1067"], german + ["1067", "SW1A 1AA"],
    german + ["1067", "A-1010"], german + ["106", "12"], ["1010", "1020", "1030", "1040", "1050"],
    [],
  ])
  func `nothing is said where zeros were kept, or nothing is known`(codes: [String]) throws {
    #expect(try remarks(rows(codes), header: ["Email", "PLZ"]) == [])
  }

  @Test func `a code with its zero is looked for in the rows that are judged, too`() throws {
    let sample = rows(Self.german, country: "DE")
    #expect(
      try remarks(sample + rows(["1067"], country: "DE"), sample: sample).count == 1)
    #expect(
      try remarks(sample + rows(["1067", "01067"], country: "DE"), sample: sample) == [])
  }

  @Test func `a code with letters before it was never a number`() throws {
    let cells = rows(Self.german + ["D-1067", "DE 1067", " 1067 "], country: "Germany")
    #expect(try remarks(cells) == ["8 warning value_leading_zeros_lost PLZ"])
  }

  @Test func `a column that goes nowhere is not judged, one that is a part of a value is`() throws {
    let cells = rows(Self.german + ["1067"], country: "Germany")
    #expect(try remarks(cells, columns: "{}", isStrict: true) == [])
    #expect(
      try remarks(
        cells, columns: #"{"place": {"field": "location", "template": "{PLZ} {Land}"}}"#
      ) == ["6 warning value_leading_zeros_lost PLZ"])
  }

  @Test(arguments: [
    ("Zip", "Country"), ("ZIP/Postal Code", "Country/Region"), ("Company Zip", "Company Country"),
    ("Home Postal Code", "Home Country/Region"),
    ("Postleitzahl geschäftlich", "Land/Region geschäftlich"),
    ("Code postal", "Pays"), ("CAP", "Paese"), ("Postcode", "Country Code"),
    ("Zip", "Company Country"),
  ])
  func `the country stands in the column of the same owner`(codes: String, country: String) throws {
    let cells = [["1067", "Germany", "x"], ["1010", "Austria", "x"]]
    #expect(
      try remarks(
        cells, header: [codes, country, "Other Country"], columns: #"{"\#(codes)": "custom.zip"}"#
      )
      .count == (codes == "Zip" && country != "Country" ? 0 : 1))
    #expect(
      try remarks(
        cells, header: [codes, country, "Email"], columns: #"{"\#(codes)": "custom.zip"}"#
      )
      .count == 1)
  }

  @Test(arguments: [("Home Zip", "Business Country"), ("Staff", "Country")])
  func `another owner's country, or a column of other numbers, says nothing`(
    codes: String, country: String
  ) throws {
    #expect(
      try remarks(
        [["1067", "Germany"]], header: [codes, country], columns: #"{"\#(codes)": "custom.zip"}"#)
        == [])
  }
}
