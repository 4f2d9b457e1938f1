import Testing

@testable import MusterKit

@Suite struct DateFormatTests {
  private func iso(_ format: String, _ value: String) throws -> String {
    try Transform.date(DateFormat(format)).applied(to: value)
  }

  @Test(arguments: [
    ("dd.MM.yyyy", "31.03.2024", "2024-03-31"), ("dd.MM.yyyy", " 1.2.2024 ", "2024-02-01"),
    ("M/d/yyyy", "12/31/1999", "1999-12-31"), ("M/d/yy", "1/2/69", "2069-01-02"),
    ("M/d/yy", "1/2/70", "1970-01-02"), ("yyyyMMdd", "20240229", "2024-02-29"),
    ("d MMM yyyy", "5 Mar 2024", "2024-03-05"), ("d. MMMM yyyy", "5. März 2024", "2024-03-05"),
    ("d. MMMM yyyy", "5. Ma\u{308}rz 2024", "2024-03-05"),
    ("d MMM yyyy", "1 févr. 2024", "2024-02-01"), ("d MMMM yyyy", "1 AOÛT 2024", "2024-08-01"),
    ("d 'de' MMMM 'de' yyyy", "7 de septiembre de 2023", "2023-09-07"),
    ("d MMMM yyyy", "3 luglio 2024", "2024-07-03"), ("d MMMM yyyy", "3 mei 2024", "2024-05-03"),
    ("d MMMM yyyy", "3 março 2024", "2024-03-03"), ("MMM d, yyyy", "Sep 3,  2024", "2024-09-03"),
    ("ddMMMyyyy", "05JAN2024", "2024-01-05"), ("yyyy年M月d日", "2024年3月5日", "2024-03-05"),
    ("dd.MM.yyyy HH:mm", "31.03.2024 7:05", "2024-03-31T07:05:00"),
    ("dd.MM.yyyy HH:mm:ss", "31.03.2024 23:59:58", "2024-03-31T23:59:58"),
    ("M/d/yyyy h:mm a", "3/5/2024 12:07 AM", "2024-03-05T00:07:00"),
    ("M/d/yyyy h:mm a", "3/5/2024 12:07 p.m.", "2024-03-05T12:07:00"),
    ("M/d/yyyy hh:mm:ssa", "3/5/2024 01:02:03pm", "2024-03-05T13:02:03"),
    ("dd.MM.yyyy 'um' H 'o''clock'", "1.1.2024 um 9 o'clock", "2024-01-01T09:00:00"),
    ("yyyy-dd-MM", "2024-05-06", "2024-06-05"), ("dd.MM.yyyy", "2024-05-06", "2024-05-06"),
    ("dd.MM.yyyy", "2024-05-06T07:08:09.123Z", "2024-05-06T07:08:09.123Z"),
    ("yy-MM-dd", "2024-05-06 07:08+02:00", "2024-05-06 07:08+02:00"),
  ])
  func `dates become ISO 8601`(format: String, value: String, expected: String) throws {
    #expect(try iso(format, value) == expected)
  }

  @Test(arguments: [
    ("dd.MM.yyyy", "31.02.2024"), ("dd.MM.yyyy", "29.02.2023"), ("dd.MM.yyyy", "29.02.1900"),
    ("dd.MM.yyyy", "00.01.2024"), ("dd.MM.yyyy", "01.13.2024"), ("dd.MM.yyyy", "01.01.0000"),
    ("dd.MM.yyyy", "01.01.24"), ("dd.MM.yy", "01.01.2024"), ("dd.MM.yyyy", "01/01/2024"),
    ("dd.MM.yyyy", "01.01.2024 10:00"), ("dd.MM.yyyy", "soon"), ("d MMM yyyy", "5 Foo 2024"),
    ("dd.MM.yyyy HH:mm", "01.01.2024 24:00"), ("dd.MM.yyyy HH:mm", "01.01.2024 10:60"),
    ("M/d/yyyy h:mm a", "3/5/2024 13:07 PM"), ("M/d/yyyy h:mm a", "3/5/2024 0:07 AM"),
    ("yyyyMMdd", "2024229"), ("dd.MM.yyyy", "2024-02-30"), ("dd.MM.yyyy", "２０.01.2024"),
    ("dd.MM.yyyy", "2024-05-06T25:00"), ("dd.MM.yyyy", "45231"),
  ])
  func `what is no such date fails`(format: String, value: String) throws {
    let failure = #expect(throws: TransformFailure.self) { try iso(format, value) }
    #expect(failure?.code == .valueNotDate)
    #expect(failure?.sentence.contains(value) == false)
  }

  @Test(arguments: [
    ("DD.MM.YYYY", DateFormat.Fault.unknownLetters("DD")),
    ("dd.MM.yyyyy", .unknownLetters("yyyyy")), ("dd.mm.yyyy", .notOnce("month")),
    ("dd.MM.yyyy mm", .without("mm", needed: "HH")),
    ("dd.MM.yyyy HH ss", .without("ss", needed: "mm")),
    ("dd.MM.yyyy hh:mm", .without("hh", needed: "a")),
    ("dd.MM.yyyy HH a", .without("a", needed: "hh")),
    ("MM.yyyy", .notOnce("day")), ("dd.MM", .notOnce("year")), ("dd.MM.yyyy yy", .notOnce("year")),
    ("dd.MM.yyyy HH HH", .repeatedTime("hour")), ("dd.MM.yyyy 'x", .apostropheNotClosed),
    ("d de MMMM yyyy", .unknownLetters("e")), ("", .notOnce("year")),
  ])
  func `formats that can't be read are refused`(format: String, fault: DateFormat.Fault) {
    #expect(throws: fault) { try DateFormat(format) }
  }
}
