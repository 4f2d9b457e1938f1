import Testing

@testable import MusterKit

@Suite struct ProxySettingsTests {
  private static let proxy = "http://proxy.example.com:3128"

  @Test(arguments: [
    (["https_proxy": "a:1", "HTTPS_PROXY": "b:1", "all_proxy": "c:1"], "a"),
    (["HTTPS_PROXY": "b:1", "all_proxy": "c:1"], "b"),
    (["https_proxy": "", "HTTPS_PROXY": "b:1"], "b"),
    (["all_proxy": "c:1", "ALL_PROXY": "d:1"], "c"), (["ALL_PROXY": "d:1"], "d"),
    (["http_proxy": "e:1", "HTTP_PROXY": "f:1", "ftp_proxy": "g:1"], nil), ([:], nil),
  ])
  func `the variables go in curl's order`(environment: [String: String], host: String?) throws {
    let settings = try ProxySettings(environment: environment)
    #expect(settings.server(for: "https://api.lemlist.com/api")?.host == host)
  }

  @Test(arguments: [
    ("http://proxy.example.com:3128", ProxyServer.Kind.http, "proxy.example.com", 3128, nil),
    ("proxy.example.com:8080", .http, "proxy.example.com", 8080, nil),
    ("proxy", .http, "proxy", 1080, nil), ("HTTP://10.0.0.1:3128/", .http, "10.0.0.1", 3128, nil),
    ("http://[fd00::1]:3128", .http, "fd00::1", 3128, nil),
    ("http://ada:pass@proxy:1", .http, "proxy", 1, "YWRhOnBhc3M="),
    ("ada:p%40s%3As@proxy:1", .http, "proxy", 1, "YWRhOnBAczpz"),
    ("http://ada@proxy:1", .http, "proxy", 1, "YWRhOg=="),
    ("socks5://proxy", .socks, "proxy", 1080, nil),
    ("socks5h://proxy:9050", .socks, "proxy", 9050, nil),
  ])
  func `an address is read as curl reads it`(
    text: String, kind: ProxyServer.Kind, host: String, port: Int, credentials: String?
  ) throws {
    let server = try #require(try ProxySettings(environment: ["HTTPS_PROXY": text]).server)
    #expect(server.kind == kind)
    #expect(server.host == host)
    #expect(server.port == port)
    #expect(server.credentials?.reveal() == credentials)
  }

  @Test(arguments: [
    "https://ada:hunter2@proxy:1", "socks4://hunter2:1", "socks5://ada:hunter2@proxy:1",
    "http://ada:hunter2@:1", "http://hunter2:99999", "http://hunter2:x", "http://a b:hunter2@proxy",
    "http://proxy:1/hunter2", "http://proxy:1?hunter2", "http://ada:hunter2#@proxy:1", "://hunter2",
    "http://pröxy/hunter2",
  ])
  func `an address that can't be used is told without it`(text: String) {
    let error = #expect(throws: ConfigurationError.self) {
      _ = try ProxySettings(environment: ["ALL_PROXY": text])
    }
    #expect(error?.reason == .proxyUnusable)
    #expect(error?.problems.count == 1)
    #expect(error?.description.hasPrefix("ALL_PROXY: ALL_PROXY can't be used as a proxy: ") == true)
    #expect(error?.description.contains("hunter2") == false)
    #expect(error?.description.hasSuffix(".") == true)
  }

  @Test func `a password is never shown`() throws {
    let settings = try ProxySettings(environment: ["ALL_PROXY": "http://ada:hunter2@proxy:1"])
    var dumped = ""
    dump(settings, to: &dumped)
    for text in ["\(settings)", String(reflecting: settings), dumped] {
      #expect(text.contains("<redacted>"))
      #expect(!text.contains("hunter2") && !text.contains("YWRhOmh1bnRlcjI="))
    }
  }

  @Test(arguments: [
    ("*", "api.lemlist.com", true), ("lemlist.com", "api.lemlist.com", true),
    (".lemlist.com", "api.lemlist.com", true), (".lemlist.com", "lemlist.com", true),
    ("*.lemlist.com", "api.lemlist.com", true), ("LEMLIST.com.", "Api.Lemlist.COM", true),
    ("api.lemlist.com", "lemlist.com", false), ("list.com", "api.lemlist.com", false),
    ("a.example,lemlist.com , b.example", "api.lemlist.com", true),
    ("a.example lemlist.com", "api.lemlist.com", true), (" , ,", "api.lemlist.com", false),
    ("lemlist.com:443", "api.lemlist.com", true), ("lemlist.com:8443", "api.lemlist.com", false),
    ("lemlist.com:8443", "api.lemlist.com:8443", true), ("*:8443", "api.lemlist.com", false),
    ("lemlist.com:x", "api.lemlist.com", false),
    ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "10.1.2.30", false), ("2.3", "10.1.2.3", false),
    ("10.0.0.0/8", "10.1.2.3", true), ("10.0.0.0/8", "11.1.2.3", false),
    ("10.1.2.2/31", "10.1.2.3", true), ("10.1.2.2/31", "10.1.2.4", false),
    ("10.1.2.3/32", "10.1.2.3", true), ("0.0.0.0/0", "10.1.2.3", true),
    ("0.0.0.0/0", "api.lemlist.com", false), ("10.0.0.0/33", "10.1.2.3", false),
    ("fd00::1", "[fd00::1]", true), ("[fd00::1]", "[fd00::1]", true),
    ("[fd00::1]:443", "[FD00::1]", true), ("[fd00::1]:8443", "[fd00::1]", false),
  ])
  func `what no_proxy names is reached without the proxy`(
    list: String, host: String, isExcepted: Bool
  ) throws {
    for name in ["no_proxy", "NO_PROXY"] {
      let settings = try ProxySettings(environment: ["HTTPS_PROXY": Self.proxy, name: list])
      #expect((settings.server(for: "https://\(host)/x") == nil) == isExcepted)
    }
  }

  @Test(arguments: [
    ("https://api.lemlist.com", true), ("https://localhost:8443", false),
    ("https://127.0.0.1", false), ("https://127.9.9.9/x", false), ("https://[::1]/", false),
    ("http://localhost:8088", false), ("https://127.0.0.1.example.com", true),
  ])
  func `loopback is reached without the proxy`(address: String, isProxied: Bool) throws {
    let settings = try ProxySettings(environment: ["HTTPS_PROXY": Self.proxy])
    #expect((settings.server(for: address) != nil) == isProxied)
  }
}
