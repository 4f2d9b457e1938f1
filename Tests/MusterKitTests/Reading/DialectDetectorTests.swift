import Testing

@testable import MusterKit

private func detect(
  _ text: String, options: ReadingOptions = ReadingOptions(), isWhole: Bool = true
) -> DialectDetector.Result? {
  DialectDetector(head: Array(text.utf8), isWhole: isWhole, options: options).detect()
}

private struct Expectation: Sendable, CustomTestStringConvertible {
  var text: String
  var delimiter: String
  var header: [String]
  var line: Int
  var testDescription: String { String(text.prefix(40)) }

  init(_ text: String, _ delimiter: String, _ header: [String], line: Int = 1) {
    self.text = text
    self.delimiter = delimiter
    self.header = header
    self.line = line
  }
}

@Suite struct DialectDetectorTests {
  private static let files: [Expectation] = [
    // Delimiters.
    Expectation("Name,Mail\nA,a@x.com\nB,b@x.com\n", ",", ["Name", "Mail"]),
    Expectation("Name;Ort\nA;Kiel, Mitte\nB;Bonn, Nord\n", ";", ["Name", "Ort"]),
    Expectation("Name\tCity\nA, B\tKiel, DE\nC, D\tBonn, DE\n", "\t", ["Name", "City"]),
    Expectation("Name|Tags\nA|x;y,z\nB|x;y,z\n", "|", ["Name", "Tags"]),
    Expectation("user:uid:home\nann:1:/home/ann\nbo:2:/home/bo\n", ":", ["user", "uid", "home"]),
    Expectation("Name,Value\nA,\"1;2;3\"\nB,\"4;5;6\"\n", ",", ["Name", "Value"]),
    Expectation("Betrag;Name\n1,50;Ann\n2,75;Bo\n13,00;Cy\n", ";", ["Betrag", "Name"]),
    Expectation(
      "Name,Start\nAnn,2024-01-02 10:30:00\nBo,2024-01-03 11:45:10\n", ",", ["Name", "Start"]),
    Expectation(
      "Name,Site\nAnn,https://ann.example/a\nBo,https://bo.example/b\n", ",", ["Name", "Site"]),
    // One column.
    Expectation("Email\na@x.com\nb@x.com\n", ",", ["Email"]),
    Expectation(
      "LinkedIn\nhttps://www.linkedin.com/in/a\nhttps://www.linkedin.com/in/b\n", ",",
      ["LinkedIn"]),
    Expectation("Name\nDoe, Jane\nRoe, Bo\nPoe, Al\n", ";", ["Name"]),
    // Quotes.
    Expectation("'Name','Mail'\n'A, B','a@x.com'\n'C','c@x.com'\n", ",", ["Name", "Mail"]),
    Expectation("Name,Text\nA,'it''s, so'\nB,'no'\n", ",", ["Name", "Text"]),
    Expectation("Name,Phone\nO'Neil,'+4912345678\nD'Arcy,'+4912345679\n", ",", ["Name", "Phone"]),
    // A line that names the delimiter.
    Expectation("sep=;\nA;B\n1,0;2\n", ";", ["A", "B"], line: 2),
    Expectation("\"sep=|\"\r\nA|B\r\n1|2\r\n", "|", ["A", "B"], line: 2),
    // Header behind other lines.
    Expectation("\n\n\nA,B\n1,2\n3,4\n", ",", ["A", "B"], line: 4),
    Expectation(",,\nA,B,C\n1,2,3\n4,5,6\n", ",", ["A", "B", "C"], line: 2),
    Expectation("Leads 2026\n\nA,B,C\n1,2,3\n4,5,6\n", ",", ["A", "B", "C"], line: 3),
    Expectation(
      "Leads 2026,,\nExported by,Ann,\nA,B,C\n1,x,a@x.com\n4,y,b@x.com\n", ",", ["A", "B", "C"],
      line: 3),
    Expectation(
      "Notes:\n\"Long text, with commas, and so on\"\n\nA,B,C\n1,2,3\n4,5,6\n", ",",
      ["A", "B", "C"], line: 4),
    // Names as they stand.
    Expectation("Name, Mail ,Name,\nA,a@x.com,C,\n", ",", ["Name", " Mail ", "Name", ""]),
    Expectation("A,B\r1,2\r3,4\r", ",", ["A", "B"]),
    Expectation("A,B\n1,2\r\n3,4\n", ",", ["A", "B"]),
    // Files too short to leave a line out.
    Expectation("A\nB,C\n", ",", ["A"]),
    Expectation("Name,Mail", ",", ["Name", "Mail"]),
  ]

  @Test(arguments: files)
  fileprivate func `delimiter and header are found`(file: Expectation) throws {
    let found = try #require(detect(file.text))
    #expect(found.dialect.csv.delimiter == file.delimiter.utf8.first)
    #expect(found.header == file.header)
    #expect(found.dialect.headerLine == .line(file.line))
    #expect(
      found.dialect.csv.quote
        == (file.text.contains(",'") && file.text.contains("'\n")
          ? UInt8(ascii: "'") : UInt8(ascii: "\"")))
  }

  @Test(arguments: [
    "a@x.com,Ann\nb@x.com,Bo\n", "Ann,https://x.com/in/ann\nBo,https://x.com/in/bo\n",
    "1,2,3\n4,5,6\n", "Ann,12,2024-01-01\nBo,13,2024-01-02\nCy,14,2024-01-03\n",
  ])
  func `a file without a header is said to have none`(text: String) throws {
    let found = try #require(detect(text))
    #expect(found.dialect.headerLine == .none)
    #expect(found.header.first == "column_1")
    #expect(found.dialect.startLine == 1)
  }

  @Test func `of two rows of names the lower one counts, and a person is told`() throws {
    let text = """
      Person,,Company,
      First,Mail,Name,Site
      Ann,a@x.com,Acme,acme.example
      Bo,b@x.com,Acme,acme.example

      """
    let found = try #require(detect(text))
    #expect(found.header == ["First", "Mail", "Name", "Site"])
    #expect(found.dialect.headerLine == .line(2))
    #expect(found.notes.count == 1)
    #expect(found.notes.first?.contains("line 1 names groups of columns (Person, Company)") == true)
  }

  @Test func `a second full row of names is read as a row, and said`() throws {
    let text = "First,Mail\nVorname,E-Mail\nAnn,a@x.com\nBo,b@x.com\nCy,c@x.com\n"
    let found = try #require(detect(text))
    #expect(found.dialect.headerLine == .line(1))
    #expect(found.notes.first?.contains("--header-line 2") == true)
  }

  @Test func `what the user says is certain, and the rest is found under it`() throws {
    let options = ReadingOptions(delimiter: UInt8(ascii: ";"), headerLine: .line(2))
    let found = try #require(detect("x,y\na;b,c\n1;2,3\n", options: options))
    #expect(found.header == ["a", "b,c"])
    let said = found.findings.filter { $0.why == "you said so" }.map(\.subject)
    #expect(said == [.delimiter, .headerLine])
  }

  @Test func `a line behind the end can't be the header`() {
    #expect(detect("A,B\n1,2\n", options: ReadingOptions(headerLine: .line(9))) == nil)
  }

  @Test func `every guess has a confidence and a reason`() throws {
    let found = try #require(detect("Name;Mail\nA;a@x.com\nB;b@x.com\n"))
    #expect(found.findings.map(\.subject) == [.delimiter, .quote, .headerLine])
    for finding in found.findings {
      #expect((0...1).contains(finding.confidence))
      #expect(!finding.why.isEmpty)
    }
  }

  @Test func `bytes that are no text don't hide how it is cut`() throws {
    let row = Array("\"J".utf8) + [0xFC] + Array("rgen\";\"K".utf8) + [0xF6] + Array("ln\"\n".utf8)
    let head = Array("\"Vorname\";\"Ort\"\n".utf8) + row + row + row
    let detector = DialectDetector(head: head, isWhole: true, options: ReadingOptions())
    let found = try #require(detector.detect())
    #expect(found.header == ["Vorname", "Ort"])
  }

  @Test func `a record that the sample cuts doesn't count`() throws {
    let rows = String(repeating: "a;b;c\n", count: 40)
    let found = try #require(detect("x;y;z\n" + rows + "a,b,c,d,e", isWhole: false))
    #expect(found.dialect.csv.delimiter == UInt8(ascii: ";"))
  }
}
