import Testing

@testable import MusterKit

@Suite struct AuthorizationTests {
  private static let key = Secret("key-0123456789")

  @Test func `headers are made of the bare key`() {
    #expect(Authorization.bearer(Self.key).header.reveal() == "Bearer key-0123456789")
    #expect(
      Authorization.basic(password: Self.key).header.reveal() == "Basic OmtleS0wMTIzNDU2Nzg5")
  }

  @Test(arguments: [
    (
      Authorization.bearer(key), #"{"message":"Bad key key-0123456789"}"#,
      #"{"message":"Bad key …"}"#
    ),
    (.bearer(key), "Authorization: Bearer key-0123456789\r\n", "Authorization: Bearer …\r\n"),
    (.basic(password: key), "Basic OmtleS0wMTIzNDU2Nzg5 or key-0123456789", "Basic … or …"),
    (.bearer(key), "key-012345678", "key-012345678"), (.bearer(Secret("key")), "a key", "a key"),
    (.bearer(Secret("")), "", ""),
  ])
  func `a key that comes back is taken out`(
    authorization: Authorization, body: String, expected: String
  ) {
    let answer = HTTPAnswer(status: 400, headers: ["X-Echo": body], body: Array(body.utf8))
    let cleaned = authorization.removed(from: answer)
    #expect(String(decoding: cleaned.body, as: UTF8.self) == expected)
    #expect(cleaned.headers["X-Echo"] == expected)
    #expect(cleaned.status == 400)
  }

  @Test func `it doesn't show its key by itself`() {
    let authorization = Authorization.basic(password: Self.key)
    var dumped = ""
    dump(authorization, to: &dumped)
    for text in [dumped, "\(authorization)", String(reflecting: authorization)] {
      #expect(!text.contains("key-0123456789") && !text.contains("OmtleS0wMTIzNDU2Nzg5"))
      #expect(!text.contains("\(Array("key-0123456789".utf8))"))
    }
  }
}
