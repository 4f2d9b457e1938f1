import Testing

@testable import MusterKit

@Suite struct KeyEchoTests {
  private static let bearer = Secret("Bearer key-0123456789")
  /// `:key-0123456789`
  private static let basic = Secret("Basic OmtleS0wMTIzNDU2Nzg5")

  @Test(arguments: [
    (bearer, #"{"message":"Bad key key-0123456789"}"#, #"{"message":"Bad key …"}"#),
    (bearer, "Authorization: Bearer key-0123456789\r\n", "Authorization: Bearer …\r\n"),
    (basic, "Basic OmtleS0wMTIzNDU2Nzg5 or key-0123456789", "Basic … or …"),
    (bearer, "key-012345678", "key-012345678"), (Secret("Bearer key"), "a key", "a key"),
    (Secret(""), "", ""),
  ])
  func `a key that comes back is taken out`(key: Secret, body: String, expected: String) {
    let answer = HTTPAnswer(status: 400, headers: ["X-Echo": body], body: Array(body.utf8))
    let cleaned = KeyEcho(key).removed(from: answer)
    #expect(String(decoding: cleaned.body, as: UTF8.self) == expected)
    #expect(cleaned.headers["X-Echo"] == expected)
    #expect(cleaned.status == 400)
  }
}
