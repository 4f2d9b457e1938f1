import Testing

@testable import MusterKit

@Suite struct RateLimitHeadersTests {
  /// 2021-02-16 08:02:42 UTC.
  private static let moment = 1_613_462_562

  @Test(
    "A time to wait is read in every form that is sent",
    arguments: [
      ("2", RetryAfter.delay(.seconds(2))),
      (" 30 ", .delay(.seconds(30))),
      ("0.5", .delay(.milliseconds(500))),
      ("86400", .delay(.seconds(86_400))),
      ("1613462562", .date(moment)),
      ("1613462562000", .date(moment)),
      ("Tue, 16 Feb 2021 08:02:42 GMT", .date(moment)),
      ("Tuesday, 16-Feb-21 08:02:42 GMT", .date(moment)),
      ("Tue Feb 16 08:02:42 2021", .date(moment)),
      ("Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Standard Time)", .date(moment)),
      ("Tue Feb 16 2021 09:02:42 GMT+0100 (heure normale d’Europe centrale)", .date(moment)),
      ("Tue Feb 16 2021 09:02:42 GMT+0100", .date(moment)),
      ("Tue Feb 16 2021 04:32:42 GMT-0330 (Newfoundland Standard Time)", .date(moment)),
      ("Tue Feb 16 2021 08:02:42 GMT+0000 (Coordinated Universal Time)", .date(moment)),
      ("Thu Feb 29 2024 00:00:00 GMT+0000", .date(1_709_164_800)),
      ("Thu, 01 Jan 1970 00:00:00 GMT", .date(0)),
    ])
  func read(text: String, expected: RetryAfter) {
    #expect(RetryAfter.parse(text) == expected)
  }

  @Test(
    "What can't be obeyed says nothing",
    arguments: [
      "", "0", "-5", "soon", "1e3", "NaN", "12 seconds", "1.2.3", "Tue", "Tue Feb",
      "Tue Feb 30x 2021 09:02:42 GMT+0100", "Tue Feb 16 2021 09:02 GMT",
      "Tue Foo 16 2021 09:02:42 GMT",
      "Tue Feb 16 2021 25:02:42 GMT", "Tue, 16 Feb 2021 08:02:42 CET", "16 Feb 2021",
      "99999999999999999999",
    ])
  func garbage(text: String) {
    #expect(RetryAfter.parse(text) == nil)
  }

  @Test("Retry-After goes before X-RateLimit-Reset, which goes before nothing")
  func precedence() {
    var fields: HTTPHeaderFields = ["retry-after": "7", "x-ratelimit-reset": "9"]
    #expect(RateLimitHeaders(fields).pause(at: 0) == .seconds(7))
    fields["Retry-After"] = "garbage"
    #expect(RateLimitHeaders(fields).pause(at: 0) == .seconds(9))
    fields["X-RateLimit-Reset"] = nil
    #expect(RateLimitHeaders(fields).pause(at: 0) == nil)
  }

  @Test("A date is held against the target's own clock where it tells it")
  func dates() {
    let reset = "Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Standard Time)"
    let alone = RateLimitHeaders(["X-RateLimit-Reset": reset])
    #expect(alone.pause(at: Double(Self.moment) - 3.5) == .milliseconds(3500))
    #expect(alone.pause(at: Double(Self.moment) + 3) == nil)
    let dated = RateLimitHeaders([
      "X-RateLimit-Reset": reset, "Date": "Tue, 16 Feb 2021 08:02:40 GMT",
    ])
    #expect(dated.pause(at: 0) == .seconds(2))
  }

  @Test(
    "The IETF's fields are read in the forms of all drafts",
    arguments: [
      (["RateLimit": #""default";r=50;t=30"#], nil, 50, 30),
      (["RateLimit": #""minute";r=50;t=30, "second";r=0;t=1"#], nil, 0, 1),
      (["RateLimit": "limit=100, remaining=7, reset=30"], 100, 7, 30),
      (
        ["RateLimit-Limit": "100, 100;w=60", "RateLimit-Remaining": "3", "RateLimit-Reset": "9"],
        100, 3, 9
      ),
      (["RateLimit": "soon"], nil, nil, nil), (["RateLimit": #""x";r=-1;t=0"#], nil, nil, nil),
      (
        ["RateLimit": "r=1;t=2", "X-RateLimit-Remaining": "5", "X-RateLimit-Reset": "8"], nil, 5, 8
      ),
    ] as [([String: String], Int?, Int?, Int?)])
  func standard(fields: [String: String], limit: Int?, remaining: Int?, reset: Int?) {
    var headers: HTTPHeaderFields = [:]
    for (name, value) in fields { headers[name] = value }
    let read = RateLimitHeaders(headers)
    #expect(read.limit == limit && read.remaining == remaining)
    #expect(read.pause(at: 0) == reset.map { .seconds($0) })
  }

  @Test("Limit and remaining are numbers or nothing")
  func counts() {
    let headers = RateLimitHeaders([
      "X-RateLimit-Limit": "20", "X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "?",
    ])
    #expect(headers.limit == 20 && headers.remaining == 7 && headers.reset == nil)
    #expect(RateLimitHeaders(["X-RateLimit-Remaining": "many"]).remaining == nil)
  }
}
