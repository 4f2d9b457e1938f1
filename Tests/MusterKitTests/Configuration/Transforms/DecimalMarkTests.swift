import Testing

@testable import MusterKit

@Suite struct DecimalMarkTests {
  @Test(arguments: [
    ("1,234.56", "1234.56"), ("1.234", "1.234"), ("1,234", "1234"), ("$1,234.50", "1234.50"),
    ("US$ 12", "12"), ("12 USD", "12"), ("€12.5", "12.5"), ("£ 1 234", "1234"),
    ("CHF 1'234.50", "1234.50"),
    ("1’234’567", "1234567"), ("12,34,567.8", "1234567.8"), ("(1,234)", "-1234"), ("-5", "-5"),
    ("$(5.5)", "-5.5"), ("−5", "-5"), ("5-", "-5"), ("- 5", "-5"), ("+5", "5"), ("-$5", "-5"),
    ("12 %", "12"), ("12.5%", "12.5"), (".5", "0.5"), ("5.", "5"), ("007", "7"), ("0", "0"),
    ("-0.0", "0.0"), ("000.50", "0.50"), ("'42", "42"), (" 42\u{A0}", "42"), ("Rs. 500", "500"),
    ("12\u{202F}345", "12345"), ("120.-", "120"), ("R$ 7", "7"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
  ])
  func `numbers with a decimal point`(value: String, expected: String) throws {
    #expect(try Transform.number(.point).applied(to: value) == expected)
  }

  @Test(arguments: [
    ("1.234,56 €", "1234.56"), ("1234,5", "1234.5"), ("1.234", "1234"), ("1 234,5 zł", "1234.5"),
    ("1.234.567", "1234567"), ("EUR 12,00-", "-12.00"), ("(12,5)", "-12.5"), (",5", "0.5"),
    ("120,-", "120"), ("120,–", "120"), ("12,5 %", "12.5"), ("kr 99", "99"),
    ("Fr. 120,50", "120.50"),
  ])
  func `numbers with a decimal comma`(value: String, expected: String) throws {
    #expect(try Transform.number(.comma).applied(to: value) == expected)
  }

  @Test(arguments: [
    "abc", "12 apples", "1.2E+5", "1e5", "10K", "1.5M", "1,5", "12,34", "1.234.567", "1,23.4",
    "1.2,3",
    "12 34", "1,234 567", "--5", "-(5)", "+-5", "()", "$", "-", ".", ",", "%", "1-2", "5 c", "0x1F",
    "∞", "NaN", "١٢", "1２", "1__2", ",123", "1,,234", "12 13 2024",
  ])
  func `anything else fails`(value: String) throws {
    let failure = #expect(throws: TransformFailure.self) {
      try Transform.number(.point).applied(to: value)
    }
    #expect(failure?.code == .valueNotNumber)
  }

  @Test(arguments: ["1.5", "1,234.56", "1,2,3", "1.23,4,5", "12.34.567.8"])
  func `groups that aren't thousands fail`(value: String) throws {
    #expect(throws: TransformFailure.self) { try Transform.number(.comma).applied(to: value) }
  }

  @Test func `very long values are read in linear time`() throws {
    for piece in ["-", "'", "$", "(", "1,", "1 ", "EUR "] {
      #expect(throws: TransformFailure.self) {
        try Transform.number(.point).applied(to: String(repeating: piece, count: 30_000))
      }
    }
  }
}
