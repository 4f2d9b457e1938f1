import MusterKit
import Testing

@Suite struct SecretsInSettingsTests {
  private static let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJ0ZWFtIjoxfQ.c2lnbmF0dXJl"

  @Test(
    "A key in the file gets a sentence of its own and is never shown",
    arguments: [
      #"{"targets": {"getsales": {"api_key": "SECRET"}}}"#,
      #"{"targets": {"lemlist": {"apiKey": "SECRET"}}}"#,
      #"{"api_key": "SECRET"}"#,
      #"{"GETSALES_API_KEY": "SECRET"}"#,
      #"{"targets": {"getsales": {"token": "SECRET"}}}"#,
    ])
  func keyInTheFile(_ file: String) throws {
    let check = try checkSettings(file.replacing("SECRET", with: Self.jwt))
    let problem = try onlyProblem(of: check)
    #expect(problem.reason == .keyInSettings)
    #expect(problem.sentence.contains("keys never come from the settings"))
    #expect(problem.sentence.contains("GETSALES_API_KEY or LEMLIST_API_KEY"))
    #expect(!check.text.contains("eyJ"))
    #expect(!check.json.canonicalText.contains("eyJ"))
  }

  @Test(
    "What no variable is called is taken for a key and never shown",
    arguments: [
      jwt, "GETSALES-API-KEY", "${GETSALES_API_KEY}", "a b", "", "1KEY", "Bearer abc",
      "a81bc81bdead4e5dabff90865d1e13b1", "eyJhbGciOiJIUzI1NiJ9",
    ])
  func notVariables(_ text: String) throws {
    let check = try checkSettings(settingsFile("targets.getsales.api_key_env", "\"\(text)\""))
    let problem = try onlyProblem(of: check)
    #expect(problem.reason == .keyInSettings)
    #expect(problem.place == "targets.getsales.api_key_env")
    #expect(
      problem.sentence
        == "targets.getsales.api_key_env holds what no environment variable is called, perhaps the"
        + " key itself; it has to be the variable's name, such as GETSALES_API_KEY. Replace a key"
        + " that was written down here.")
  }

  @Test(
    "A variable's name is taken",
    arguments: ["GETSALES_API_KEY", "key", "_K1", "CRM_PRODUCTION_KEY_NUMBER_2"])
  func variables(_ name: String) throws {
    let configuration = try loadSettings(settingsFile("targets.lemlist.api_key_env", "\"\(name)\""))
    #expect(configuration.target(.lemlist).apiKeyVariable == name)
  }

  @Test(
    "A key in any other setting isn't shown either",
    arguments: [
      "source.format", "source.delimiter", "source.quote", "thresholds.max_invalid",
      "targets.getsales.base_url", "ledger.resend_after", "auto_map", "delivery.max_retries",
    ])
  func keyElsewhere(_ path: String) throws {
    for key in [Self.jwt, "eyJhbGci.abc", "a81bc81bdead4e5dabff90865d1e13b1"] {
      let check = try checkSettings(settingsFile(path, "\"\(key)\""))
      #expect(check.errors.count == 1)
      #expect(!check.text.contains(key.prefix(8)))
    }
  }

  @Test("A key among the variables is named without its value")
  func keyAmongVariables() throws {
    let check = try checkSettings("{}", environment: ["MUSTER_TARGETS_GETSALES_API_KEY": Self.jwt])
    let problem = try onlyProblem(of: check)
    #expect(problem.severity == .warning)
    #expect(
      problem.sentence
        == "MUSTER_TARGETS_GETSALES_API_KEY isn't a setting and was ignored."
        + " A key goes into GETSALES_API_KEY or LEMLIST_API_KEY.")
  }

  @Test("A key among the options is an error without its value")
  func keyAmongOptions() throws {
    let check = try checkSettings("{}", options: ["targets.getsales.api_key": Self.jwt])
    #expect(try onlyProblem(of: check).reason == .keyInSettings)
    #expect(!check.text.contains("eyJ"))
  }

  @Test(
    "An address with credentials is refused without showing it",
    arguments: ["https://ada:pw@api.example.com", "https://pw@api.example.com"])
  func credentials(_ address: String) throws {
    let check = try checkSettings(settingsFile("targets.getsales.base_url", "\"\(address)\""))
    #expect(try onlyProblem(of: check).reason == .keyInSettings)
    #expect(!check.text.contains("pw"))
  }
}
