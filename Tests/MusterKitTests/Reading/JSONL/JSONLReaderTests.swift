import Testing

@testable import MusterKit

/// What becomes of valid lines. Each case is read whole and in pieces of 1, 2, 3 and 7 bytes.
struct JSONLReaderTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var text: String
    var columns: [String]
    var rows: [[String]]
    var lines: [Int]?

    init(
      _ name: String, _ text: String, columns: [String], rows: [[String]], lines: [Int]? = nil
    ) {
      self.name = name
      self.text = text
      self.columns = columns
      self.rows = rows
      self.lines = lines
    }

    var testDescription: String { name }
  }

  static let lines = [
    Case("no text has no rows", "", columns: [], rows: []),
    Case(
      "lines end with LF or CRLF, the last with nothing",
      "{\"a\":1}\n{\"a\":2}\r\n{\"a\":3}", columns: ["a"], rows: [["1"], ["2"], ["3"]],
      lines: [1, 2, 3]),
    Case(
      "a CR by itself is a blank", "{\"a\":\r1}\r\r\n{\r\"a\":2\r}\r", columns: ["a"],
      rows: [["1"], ["2"]], lines: [1, 2]),
    Case(
      "blank lines are lines and not rows", "\n \t\r\n{\"a\":1}\n\n\n  {\"a\":2}\n\t\n",
      columns: ["a"], rows: [["1"], ["2"]], lines: [3, 6]),
    Case("blank lines alone", "\n\r\n ", columns: [], rows: []),
    Case(
      "a byte order mark at the start is passed over", "\u{FEFF}{\"a\":1}\n", columns: ["a"],
      rows: [["1"]], lines: [1]),
    Case("a byte order mark alone", "\u{FEFF}", columns: [], rows: []),
    Case(
      "an object without keys is a row without cells", "{}\n{\"a\":1}\n{ }\n", columns: ["a"],
      rows: [[], ["1"], []], lines: [1, 2, 3]),
  ]

  static let values = [
    Case(
      "numbers stand as they are written",
      #"{"a":12345678901234567890,"b":1.10,"c":-0,"d":1E+2,"e":0.0,"f":1e400}"#,
      columns: ["a", "b", "c", "d", "e", "f"],
      rows: [["12345678901234567890", "1.10", "-0", "1E+2", "0.0", "1e400"]]),
    Case(
      "a number may be longer than any machine's",
      #"{"a":123456789012345678901234567890123456789 ,"b": 0.10000000000000000000000000000000001 }"#,
      columns: ["a", "b"],
      rows: [
        ["123456789012345678901234567890123456789", "0.10000000000000000000000000000000001"]
      ]),
    Case(
      "true, false and null", #"{"a":true,"b":false,"c":null,"d":"null"}"#,
      columns: ["a", "b", "c", "d"], rows: [["true", "false", "", "null"]]),
    Case(
      "escapes are resolved, in keys too",
      #"{"\u0061\"":"\"\\\/\b\f\n\r\t","b":"\u00e9\ud83d\ude00\u0000","c":"é😀"}"#,
      columns: ["a\"", "b", "c"],
      rows: [["\"\\/\u{8}\u{C}\n\r\t", "é😀\0", "é😀"]]),
    Case(
      "blanks in strings stay, blanks around values go", "{ \"a\" : \" x \" , \"b\" :\t1\t}",
      columns: ["a", "b"], rows: [[" x ", "1"]]),
    Case("an empty key is a key", #"{"":1,"a":{"":2}}"#, columns: ["", "a."], rows: [["1", "2"]]),
    Case(
      "a separator of lines that isn't LF is text", "{\"a\":\"x\u{2028}y\u{85}z\u{7F}\"}",
      columns: ["a"], rows: [["x\u{2028}y\u{85}z\u{7F}"]]),
  ]

  static let nested = [
    Case(
      "objects in objects become dotted columns",
      #"{"name":"Ann","company":{"name":"Acme","hq":{"city":"Bonn"}},"x":1}"#,
      columns: ["name", "company.name", "company.hq.city", "x"],
      rows: [["Ann", "Acme", "Bonn", "1"]]),
    Case(
      "a dotted key is the column of that path",
      #"{"a.b":1}"# + "\n" + #"{"a":{"b":2},"c":3}"#, columns: ["a.b", "c"],
      rows: [["1"], ["2", "3"]]),
    Case(
      "an object and a value under one key are two columns",
      #"{"a":1}"# + "\n" + #"{"a":{"b":2}}"#, columns: ["a", "a.b"], rows: [["1"], ["", "2"]]),
    Case(
      "an empty object has no cells", #"{"a":{},"b":1}"#, columns: ["b"], rows: [["1"]]),
    Case(
      "a list of values is one cell",
      #"{"a":["x@y.z","q@r.s"],"b":[1,true,1.10,"t"],"c":["one"],"d":[]}"#,
      columns: ["a", "b", "c", "d"], rows: [["x@y.z; q@r.s", "1; true; 1.10; t", "one", ""]]),
    Case(
      "a list with separators in its values has another one of its own",
      #"{"a":["C, C++","Go"],"b":["x;y",null,"z"],"c":["x","y|z"],"d":["p\nq","r"],"e":["x; y"]}"#,
      columns: ["a", "b", "c", "d", "e"],
      rows: [["C, C++ ::: Go", "x;y ::: z", "x ::: y|z", "p\nq ::: r", "x; y"]]),
    Case(
      "each list of a line has the separator it needs",
      #"{"a":["x","y"],"b":["x,","y"],"c":[1,2]}"#,
      columns: ["a", "b", "c"], rows: [["x; y", "x, ::: y", "1; 2"]]),
    Case(
      "nulls and empty strings in a list are left out",
      #"{"a":[null,"x",null,"","y",""],"b":[null],"c":["",null]}"#,
      columns: ["a", "b", "c"], rows: [["x; y", "", ""]]),
    Case(
      "a list that holds objects becomes numbered columns",
      #"{"emails":[{"type":"work","value":"a@b.c"},{"value":"d@e.f"}]}"#,
      columns: ["emails.0.type", "emails.0.value", "emails.1.value"],
      rows: [["work", "a@b.c", "d@e.f"]]),
    Case(
      "a list of many kinds is numbered from its start", #"{"a":["x",null,{"b":1},2],"c":3}"#,
      columns: ["a.0", "a.1", "a.2.b", "a.3", "c"], rows: [["x", "", "1", "2", "3"]]),
    Case(
      "lists in lists are numbered, the inner ones joined", #"{"a":[[1,2],[],["\n"]]}"#,
      columns: ["a.0", "a.1", "a.2"], rows: [["1; 2", "", "\n"]]),
  ]

  static let columns = [
    Case(
      "columns are in order of first appearance over the whole text",
      #"{"b":1,"a":2}"# + "\n" + #"{"c":3,"a":4}"#, columns: ["b", "a", "c"],
      rows: [["1", "2"], ["", "4", "3"]]),
    Case(
      "lacking keys are empty cells in between and none at the end",
      #"{"a":1,"b":2,"c":3}"# + "\n" + #"{"b":5}"# + "\n" + #"{"c":6}"# + "\n" + #"{"a":7}"#,
      columns: ["a", "b", "c"], rows: [["1", "2", "3"], ["", "5"], ["", "", "6"], ["7"]]),
    Case(
      "a new key is found wherever it stands behind lines without one",
      #"{"a":1,"b":{"c":2},"d":[{"e":3}],"f":[4]}"# + "\n"
        + #"{"a":1,"b":{"c":2},"d":[{"e":3}],"f":[4]}"# + "\n"
        + #"{"a":"}\",{","b":{"c":[],"g":5},"d":[{"e":3},{"e":6}]}"# + "\n"
        + #"{"\u0061":7,"f":[4,{"h":8}],"d":[[],1],"b":9}"#,
      columns: ["a", "b.c", "d.0.e", "f", "b.g", "d.1.e", "f.0", "f.1.h", "d.0", "d.1", "b"],
      rows: [
        ["1", "2", "3", "4"], ["1", "2", "3", "4"], ["}\",{", "", "3", "", "5", "6"],
        ["7", "", "", "", "", "", "4", "8", "", "1", "9"],
      ]),
    Case(
      "a key with a backslash isn't the one that its escape makes",
      #"{"a\\n":1}"# + "\n" + #"{"a\n":2}"# + "\n" + #"{"a\\n":3}"#, columns: [#"a\n"#, "a\n"],
      rows: [["1"], ["", "2"], ["3"]]),
    Case(
      "a line that isn't valid has no columns",
      #"{"x":1,"y":{"z":2},}"# + "\n" + #"{"a":1}"# + "\n" + #"[{"q":1}]"#,
      columns: ["a"], rows: [[], ["1"], []], lines: [1, 2, 3]),
    Case(
      "keys that look alike and differ in their bytes are two columns",
      "{\"\u{E9}\":1,\"e\u{301}\":2}", columns: ["\u{E9}", "e\u{301}"], rows: [["1", "2"]]),
  ]

  @Test("Lines become rows", arguments: lines + values + nested + columns, Cut.allCases)
  func linesBecomeRows(of example: Case, _ cut: Cut) throws {
    let text = try JSONLText(example.text, cut: cut)
    #expect(text.columns.map { Array($0.utf8) } == example.columns.map { Array($0.utf8) })
    #expect(text.rows == example.rows)
    #expect(text.scannedRows == example.rows.count)
    if let lines = example.lines { #expect(text.lines == lines) }
  }

  @Test("The last of two values for one column is taken, with a warning", arguments: Cut.allCases)
  func repeatedKeys(_ cut: Cut) throws {
    let text = try JSONLText(
      #"""
      {"a":1,"b":2,"a":3,"a":4}
      {"a":1,"b":2}
      {"c.d":1,"c":{"d":2}}
      {"a":"x","a":null}
      """#, cut: cut)
    #expect(text.rows == [["4", "2"], ["1", "2"], ["", "", "2"], [""]])
    #expect(text.damage.map(\.row) == [1, 3, 4])
    #expect(text.damage.map(\.column) == [0, 2, 0])
    #expect(text.damage.map(\.diagnostic.column) == ["a", "c.d", "a"])
    #expect(text.damage.allSatisfy { $0.diagnostic.code == .jsonKeyRepeated })
    #expect(text.damage.allSatisfy { $0.diagnostic.severity == .warning })
  }

  @Test("A cell of joined addresses is split again at its semicolons")
  func joinedAddresses() throws {
    let text = try JSONLText(#"{"emails":["a@b.c","d@e.f"]}"#)
    let addresses = text.rows[0][0].split(separator: ";").map { $0.drop { $0 == " " } }
    #expect(addresses == ["a@b.c", "d@e.f"])
  }

  @Test("A key that wasn't there in the scan ends the reading")
  func changedSource() throws {
    let columns = JSONLColumns(names: ["a"])
    let bytes = Array(#"{"a":1}"#.utf8) + [0x0A] + Array(#"{"a":1,"b":2}"#.utf8)
    let error = #expect(throws: ReadingError.self) {
      try JSONLText.batches(bytes, columns: columns)
    }
    #expect(error?.reason == .changed)
    #expect(error?.sentence.contains("a key that wasn't there before") == true)
  }

  @Test("A key of a line that isn't valid doesn't count as new")
  func unknownKeyOfBrokenLine() throws {
    let batches = try JSONLText.batches(
      Array(#"{"b":1,}"#.utf8), columns: JSONLColumns(names: ["a"]))
    #expect(batches.first?.damage.map(\.diagnostic.code) == [.jsonInvalid])
  }
}
