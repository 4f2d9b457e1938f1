import Foundation
import Logging
import Testing

@testable import MusterKit

/// A third target goes the whole way, from the settings to the results, and nothing but its own file
/// and its line in the registry knows of it.
@Suite(.withThirdTarget) struct ThirdTargetTests {
  @Test func `its settings are read, checked and shown`() throws {
    let configuration = try loadSettings(
      #"{"targets": {"webhook": {"workspace": 7, "base_url": "http://127.0.0.1:9"}}}"#,
      environment: ["MUSTER_TARGETS_WEBHOOK_NOTIFY": "yes"])
    let settings = configuration.target(.webhook)
    #expect(settings.text("workspace") == "7" && settings.isOn("notify"))
    #expect(settings.rateLimit == RateLimit(requests: 10, window: .milliseconds(1_500)))
    #expect(settings.apiKeyVariable == "WEBHOOK_API_KEY")
    #expect(configuration.configuredTargets == [.webhook])
    let properties = SettingsTable.schema["properties"]?["targets"]?["properties"]
    #expect(properties?["webhook"]?["properties"]?["notify"]?["default"] == .bool(false))
  }

  @Test(arguments: [
    (#"{"targets": {"webhook": {"notfy": true}}}"#, "Did you mean targets.webhook.notify?"),
    (#"{"targets": {"webhook": {"notify": 1}}}"#, "it has to be true or false"),
    (
      #"{"targets": {"webhook": {"rate_limit": {"requests": 11}}}}"#,
      "Webhook documents 10 requests in 1.5 s"
    ),
    (#"{"columns": {"A": "given_name"}}"#, #"Did you mean "first_name"?"#),
    (#"{"tests": [{"row": {}, "to": "webhok", "payload": null}]}"#, #"Did you mean "webhook"?"#),
  ])
  func `what is wrong with them is said in its own words`(settings: String, part: String) throws {
    let problem = try onlyProblem(of: checkSettings(settings))
    #expect(problem.sentence.contains(part), "\(problem.sentence)")
  }

  @Test func `runs with other settings of its own have another fingerprint`() throws {
    func fingerprint(_ settings: String) throws -> [UInt8] {
      try loadSettings(settings).fingerprintBytes(for: [.webhook])
    }
    let plain = try fingerprint("{}")
    #expect(try fingerprint(#"{"targets": {"webhook": {"notify": true}}}"#) != plain)
    #expect(try fingerprint(#"{"targets": {"lemlist": {"list": "L"}}}"#) == plain)
  }

  @Test func `rows go to it and to another, and stand in the results of both`() async throws {
    let directory = try ScratchDirectory()
    try """
    Email,LinkedIn URL,First Name,Company,Seniority
    ann@a.example,,Ann,Acme,high
    ,https://www.linkedin.com/in/ben,Ben,Beta,
    ,,Cleo,Gamma,low

    """.write(toFile: directory.file("leads.csv"), atomically: true, encoding: .utf8)
    var configuration = try loadSettings(#"{"columns": {"Seniority": "custom.seniority"}}"#)
    configuration.targets[.webhook]?.own["notify"] = .bool(true)
    let pipeline = Pipeline(configuration: configuration, targets: [.webhook, .lemlist])
    let analysis = try await pipeline.analyse(
      try pipeline.open([("leads.csv", directory.file("leads.csv"))]))
    let plans = await pipeline.plans(analysis)
    let report = PlanReport(
      analysis, targets: Array(zip(plans, try await pipeline.contactProblems(analysis))),
      showsValues: false)
    let text = report.text()
    #expect(text.contains("Webhook: 2 of 3 rows to send; 1 invalid (1 with no identifier)"))
    #expect(text.contains("no place at lemlist: company_name"))
    #expect(text.contains("Webhook knows people by e-mail or LinkedIn: add one of them."))
    #expect(plans.map(\.preflightRequests) == [1, 2], "custom fields are looked for at lemlist")

    let (sent, results) = try await send(
      pipeline, analysis, plans, configuration, into: directory)
    let bodies = sent.filter { $0.request.url.hasPrefix("https://hooks.example.com") }.map(\.body)
    #expect(
      bodies.sorted() == [
        #"{"notify":true,"person":{"mail":"ann@a.example","given_name":"Ann","#
          + #""extra":{"seniority":"high"}},"employer":"Acme"}"#,
        #"{"notify":true,"person":{"profile":"ben","given_name":"Ben"},"employer":"Beta"}"#,
      ])
    // Up to the first target's status there is no comma in a cell.
    let lines = results.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let status = try #require(lines.first?.firstIndex(of: "_webhook_status"))
    #expect(lines.first?.contains("_lemlist_status") == true)
    #expect(lines.dropFirst().map { $0[status] } == ["updated", "updated", "invalid"])
    #expect(lines.dropFirst().prefix(2).allSatisfy { $0[status + 1] == "id1" })
    #expect(ResultColumns.isOurs("_webhook_status") && !ResultColumns.isOurs("_webhook_statu"))
  }

  /// Sends the contacts against a script: all are taken.
  private func send(
    _ pipeline: Pipeline, _ analysis: Analysis, _ plans: [TargetPlan],
    _ configuration: MusterConfiguration, into directory: ScratchDirectory
  ) async throws -> (sent: [ScriptedTransport.Sent], results: String) {
    let ledger = try await RunLedger.open(path: directory.file("ledger.sqlite"))
    let account = try await ledger.account(
      of: Secret("k1234567"), at: try #require(BaseURL("https://a.example")), list: nil,
      settings: [])
    let run = try await ImportRun.begin(
      pipeline, analysis, of: try await analysis.hashedSources(), plans: plans,
      at: plans.map { _ in account },
      directory: try RunDirectory.make(at: directory.file("out")),
      ledger: ledger, settings: .object([]),
      invocation: Invocation(
        files: ["leads.csv"], directory: directory.file("."), targets: plans.map(\.target)),
      started: Date(),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let clock = SystemDeliveryClock()
    let transport = ScriptedTransport(clock: clock) { request, _ in
      let kind = request.url.hasPrefix("https://hooks") ? TargetKind.webhook : .lemlist
      return .answer(200, SampleTarget.acceptance(kind), latency: .zero)
    }
    let targets = try plans.map { try configuration.makeTarget($0.target, key: Secret("k1234567")) }
    let uploaders = targets.map { target in
      Uploader(
        target: target, transport: transport, budget: RateLimiter(.unlimited, clock: clock),
        rate: .unlimited,
        journal: RunJournal(ledger: ledger, run: run.id, target: target.kind), clock: clock)
    }
    let delivered = try await run.deliver(
      targets, uploaders, at: targets.map { _ in account }, limit: nil)
    _ = try await run.writeResults(delivered.summaries, limit: nil)
    #expect(Set(try await ledger.plans(run: run.id).keys) == [.lemlist, .webhook])
    try await ledger.close()
    return (
      transport.sent, try String(contentsOfFile: run.directory.results, encoding: .utf8)
    )
  }
}
