import MusterKit
import Testing

@Suite struct TargetSettingsTests {
  private static func target(_ address: String, _ limit: String = "{}") -> String {
    #"{"targets": {"getsales": {"base_url": "\#(address)", "rate_limit": \#(limit)}}}"#
  }

  private static let loopbackAddresses = [
    "http://127.0.0.1:8080", "http://127.255.0.9", "https://127.0.0.1", "http://localhost:1/api",
    "http://LOCALHOST", "http://[::1]:8080",
  ]

  @Test("An address on loopback may be HTTP and may have any limit", arguments: loopbackAddresses)
  func loopback(_ address: String) throws {
    let limit = #"{"requests": 100000, "window_seconds": 0.01}"#
    let target = try loadSettings(Self.target(address, limit)).target(.getsales)
    #expect(target.baseURL.isLoopback)
    #expect(target.rateLimit == RateLimit(requests: 100_000, window: .milliseconds(10)))
  }

  @Test(
    "Anywhere else HTTP would show the key",
    arguments: [
      "http://api.example.com", "http://127.0.0.1.example.com", "http://127.example.com",
      "http://0127.0.0.1", "http://127.1", "http://127.0.0.256", "http://localhost.example.com",
      "http://128.0.0.1", "http://[::2]", "http://0.0.0.0", "http://127.0.0.01",
      "http://127.0.0.+1",
    ])
  func insecure(_ address: String) throws {
    let problem = try onlyProblem(of: checkSettings(Self.target(address)))
    #expect(problem.reason == .insecureAddress)
    #expect(problem.place == "targets.getsales.base_url")
  }

  @Test(
    "Slashes at an address' end are dropped",
    arguments: [
      ("https://leadgen.grinfi.io", "https://leadgen.grinfi.io"),
      ("https://api.lemlist.com/api/", "https://api.lemlist.com/api"),
      ("HTTPS://Example.com:8443//", "HTTPS://Example.com:8443"),
    ])
  func trailingSlashes(_ written: String, _ expected: String) throws {
    let target = try loadSettings(Self.target(written)).target(.getsales)
    #expect(target.baseURL.text == expected)
    #expect(BaseURL(written) == target.baseURL)
    #expect(!target.baseURL.isLoopback)
  }

  @Test(
    "Other texts are no addresses",
    arguments: [
      "", "api.example.com", "ftp://example.com", "https://", "https:///api", "https://a b.com",
      "https://example.com:99999", "https://example.com?x=1", "https://example.com#x",
      "https://127.0.0.1%2e.example.com", "https://exämple.com", "file:///etc/passwd",
    ])
  func notAddresses(_ address: String) throws {
    let problem = try onlyProblem(of: checkSettings(Self.target(address)))
    #expect(problem.reason == .wrongValue)
    #expect(BaseURL(address) == nil)
  }

  @Test(
    "The documented limit can't be raised",
    arguments: [
      (#"{"requests": 301}"#, "301 requests in 60 s"),
      (#"{"window_seconds": 59}"#, "300 requests in 59 s"),
      (#"{"requests": 600, "window_seconds": 120}"#, "600 requests in 120 s"),
      (#"{"requests": 6, "window_seconds": 1}"#, "6 requests in 1 s"),
      (#"{"requests": 1, "window_seconds": 0.1}"#, "1 request in 0.1 s"),
    ])
  func raisedLimit(_ limit: String, _ shown: String) throws {
    let problem = try onlyProblem(
      of: checkSettings(Self.target("https://amazing.getsales.io", limit)))
    #expect(problem.reason == .rateLimitRaised)
    #expect(
      problem.description
        == "muster.json:1:85: targets.getsales.rate_limit lets \(shown) through; GetSales documents"
        + " 300 requests in 60 s, and only a loopback base_url may have more.")
  }

  @Test(
    "The documented limit can be lowered",
    arguments: [
      #"{"requests": 299}"#, #"{"window_seconds": 61}"#, #"{"requests": 5, "window_seconds": 1}"#,
      #"{"requests": 300, "window_seconds": 60}"#, #"{"requests": 1, "window_seconds": 0.2}"#,
    ])
  func loweredLimit(_ limit: String) throws {
    #expect(try checkSettings(Self.target("https://amazing.getsales.io", limit)).problems == [])
  }

  @Test("What counts is the address that wins, not the one beside the limit")
  func limitAndWinningAddress() throws {
    let file = Self.target("http://127.0.0.1:1", #"{"requests": 9000}"#)
    let check = try checkSettings(
      file, environment: ["MUSTER_TARGETS_GETSALES_BASE_URL": "https://amazing.getsales.io"])
    #expect(try onlyProblem(of: check).reason == .rateLimitRaised)
  }

  @Test("Each target has its own limit")
  func limitOfLemlist() throws {
    let check = try checkSettings(settingsFile("targets.lemlist.rate_limit.requests", "21"))
    #expect(try onlyProblem(of: check).sentence.contains("lemlist documents 20 requests in 2 s"))
  }

  @Test("A limit isn't held against an address that is wrong itself")
  func limitAndWrongAddress() throws {
    let check = try checkSettings(Self.target("nowhere", #"{"requests": 9000}"#))
    #expect(try onlyProblem(of: check).place == "targets.getsales.base_url")
  }
}
