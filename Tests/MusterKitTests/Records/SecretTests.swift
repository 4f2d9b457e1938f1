import Testing

@testable import MusterKit

@Suite struct SecretTests {
  private let secret = Secret("sk-very-secret")

  @Test("A secret shows itself in no description, dump or mirror")
  func redacted() {
    struct Holder {
      let key: Secret?
      let keys: [String: Secret]
    }
    let holder = Holder(key: secret, keys: ["a": secret])
    var dumped = ""
    dump(holder, to: &dumped)
    for text in [
      "\(secret)", String(describing: secret), String(reflecting: secret), "\(holder)",
      String(reflecting: holder), dumped, "\([secret])", "\(String(describing: Optional(secret)))",
    ] {
      #expect(!text.contains("very-secret"), "\(text)")
    }
    #expect(Mirror(reflecting: secret).children.isEmpty)
    #expect("\(secret)" == "<redacted>")
  }

  @Test("The builder of a request can read it")
  func revealed() {
    #expect(secret.reveal() == "sk-very-secret")
    #expect(secret == Secret("sk-very-secret"))
    #expect(Secret("").isEmpty && !secret.isEmpty)
  }
}
