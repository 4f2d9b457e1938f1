import Synchronization
import Testing

@testable import MusterKit

@Suite(.withThirdTarget) struct PreflightTests {
  private typealias Reply = ScriptedTransport.Reply

  /// Answers of an account: the key check, then lists.
  private func caller(
    _ time: VirtualTime = VirtualTime(), patience: Duration = .seconds(120),
    _ script: @escaping @Sendable (HTTPRequest, Int) -> ScriptedTransport.Reply
  ) -> (TargetCaller, ScriptedTransport) {
    let transport = ScriptedTransport(clock: time, script)
    let caller = TargetCaller(
      transport: transport, budget: RateLimiter(.unlimited, clock: time), clock: time,
      patience: patience)
    return (caller, transport)
  }

  /// Runs a check in virtual time and gives its failure.
  private func failure(
    of target: any Target, _ script: @escaping @Sendable (HTTPRequest, Int) -> Reply
  ) async throws -> PreflightFailure? {
    let time = VirtualTime()
    let (caller, _) = caller(time, script)
    return try await time.run {
      await target.preflight(caller).failure
    }
  }

  private static let lemlistLists =
    #"[{"_id":"clt_a","name":"Nurturing","dynamic":false},{"_id":"clt_b","name":"VIP","dynamic":true},"#
    + #"{"_id":"clt_c","name":"Leads"},{"_id":"clt_d","name":"leads"},{"_id":"clt_e","name":"LEADS"},"#
    + #"{"_id":"clt_f","name":"Twin"},{"_id":"clt_g","name":"Twin"}]"#

  @Test(
    "A list is found by its id or its name",
    arguments: [
      ("clt_a", "clt_a"), ("Nurturing", "clt_a"), ("NURTURING", "clt_a"), ("Leads", "clt_c"),
      ("leads", "clt_d"),
    ])
  func found(text: String, id: String) async throws {
    let target = try SampleTarget.lemlist(list: text)
    let time = VirtualTime()
    let (caller, transport) = caller(time) { request, _ in
      .answer(200, request.url.hasSuffix("/team") ? #"{"_id":"tea_1"}"# : Self.lemlistLists)
    }
    let list = try await time.run {
      let report = await target.preflight(caller)
      #expect(report.failure == nil)
      return report.target.addToList(["x"])?.url
    }
    #expect(list?.contains("/\(id)/") == true)
    #expect(
      transport.sent.map(\.request.url) == [
        "https://api.lemlist.com/api/team", "https://api.lemlist.com/api/contacts/lists",
      ])
  }

  @Test(
    "A list that can't be used is one clear sentence",
    arguments: [
      ("Nurturin", StopReason.listUnknown, ["no list \"Nurturin\"", "\"Nurturing\"", "--list"]),
      ("clt_zzz", .listUnknown, ["no list \"clt_zzz\""]),
      ("lEADS", .listAmbiguous, ["3 lists", "clt_c, clt_d, clt_e"]),
      ("Twin", .listAmbiguous, ["clt_f, clt_g"]),
      ("VIP", .listDynamic, ["\"VIP\"", "static"]),
    ])
  func notFound(text: String, reason: StopReason, parts: [String]) async throws {
    let failure = try await failure(of: SampleTarget.lemlist(list: text)) { request, _ in
      .answer(200, request.url.hasSuffix("/team") ? "{}" : Self.lemlistLists)
    }
    #expect(failure?.reason == reason)
    for part in parts { #expect(failure?.description.contains(part) == true, "\(part)") }
  }

  @Test("GetSales' lists are read page by page, up to the last")
  func pages() async throws {
    let target = try SampleTarget.getsales(list: "Wanted")
    let time = VirtualTime()
    let (caller, transport) = caller(time) { request, number in
      if number == 1 { return .answer(200, #"{"uuid":"me"}"#) }
      let page = number - 2
      let items = (0..<(page == 2 ? 1 : 100)).map { index -> String in
        let name = page == 2 ? "wanted" : "List \(page * 100 + index)"
        return #"{"uuid":"u\#(page)-\#(index)","name":"\#(name)"}"#
      }
      return .answer(
        200, #"{"data":[\#(items.joined(separator: ","))],"has_more":\#(page < 2)}"#)
    }
    let list = try await time.run { await target.preflight(caller).checks.last }
    #expect(list?.problem == nil && list?.sentence == "The list is \"wanted\" (u2-0).")
    let urls = transport.sent.map(\.request.url)
    #expect(urls.count == 4)
    #expect(
      urls[3] == "https://amazing.getsales.io/leads/api/lists"
        + "?limit=100&offset=200&order_field=created_at&order_type=asc")
  }

  @Test("Pages end with the total too, where has_more is missing")
  func total() async throws {
    let target = try SampleTarget.getsales()
    let time = VirtualTime()
    let (caller, transport) = caller(time) { _, number in
      .answer(
        200,
        #"{"data":[{"name":"f\#(number)","object":"lead"},{"name":"c","object":"company"}],"total":4}"#
      )
    }
    let fields = try await time.run { try await target.customFields(caller) }
    #expect(fields.map(\.name) == ["f1", "f2"])
    #expect(transport.sent.count == 2)
  }

  @Test("Without a list GetSales names the ones it has, and lemlist goes without")
  func noList() async throws {
    let lists =
      #"{"data":[{"uuid":"u1","name":"One"},{"uuid":"u2","name":"Two"}],"has_more":false}"#
    let failure = try await failure(of: SampleTarget.getsales(list: nil)) { _, _ in
      .answer(200, lists)
    }
    #expect(failure?.reason == .listMissing)
    #expect(failure?.description.contains("\"One\", \"Two\"") == true)
    let none = try await self.failure(of: SampleTarget.lemlist()) { _, _ in .answer(200, "{}") }
    #expect(none == nil)
  }

  @Test(
    "A key that isn't good is told before the first contact",
    arguments: SampleTarget.kinds.flatMap { kind in
      [
        (
          kind, Reply.answer(401, "The authentication you supplied is incorrect"), StopReason.badKey
        ),
        (kind, .answer(403, "<html>1010</html>"), .firewall),
        (kind, .answer(402), .noCredits), (kind, .answer(404, "<html>"), .wrongAddress),
        (kind, .answer(200, "<html>"), .wrongAddress), (kind, .answer(500), .outage),
        (kind, .failure(.refused), .outage), (kind, .answer(429), .throttled),
      ]
    })
  func keyCheck(kind: TargetKind, reply: ScriptedTransport.Reply, reason: StopReason) async throws {
    let failure = try await failure(of: SampleTarget.of(kind)) { _, _ in reply }
    #expect(failure?.reason == reason)
    #expect(failure?.description.hasSuffix(".") == true)
  }

  @Test("A passing failure and a 429 are waited out", arguments: SampleTarget.kinds)
  func recovers(kind: TargetKind) async throws {
    let target = try SampleTarget.of(kind)
    let time = VirtualTime()
    let (caller, transport) = caller(time) { _, number in
      switch number {
      case 1: .failure(.timeout)
      case 2: .answer(502)
      case 3: .answer(429, headers: ["Retry-After": "20"])
      default: .answer(200, "{}")
      }
    }
    _ = try await time.run { try await caller.answer(to: target.keyCheck, of: target) }
    #expect(transport.sent.count == 4)
    #expect(transport.sent[3].at - transport.sent[2].at >= .seconds(20))
  }

  // MARK: What contacts need

  /// A preflight at an account that has what a lemlist account has.
  private func report(
    _ target: any Target, _ needs: PreflightNeeds, isDry: Bool = false,
    unixTime: String? = nil, making: ScriptedTransport.Reply = .answer(500)
  ) async throws -> (report: PreflightReport, requests: [ScriptedTransport.Sent]) {
    let time = VirtualTime()
    let (caller, transport) = caller(time) { request, _ in
      if request.method == .post { return making }
      let path = request.url.split(separator: "/").last ?? ""
      let headers: HTTPHeaderFields = unixTime.map { ["Date": $0] } ?? [:]
      return switch path {
      case "team": .answer(200, #"{"_id":"tea_1","name":"Sales"}"#, headers: headers)
      case "current": .answer(200, #"{"first_name":"Ann","email":"ann@firma.example"}"#)
      case "team?version=v2":
        .answer(
          200, #"{"users":[{"userId":"usr_1","email":"ann@firma.example"},{"userId":"usr_2"}]}"#)
      case "fields?entity=contact":
        .answer(
          200,
          #"{"data":{"contact":[{"name":"seniority","label":"Seniority Level"},{"name":"msg1"}]}}"#)
      case let path where path.hasPrefix("custom-fields"):
        .answer(200, #"{"data":[{"name":"msg1","object":"lead"}],"has_more":false}"#)
      case let path where path.hasPrefix("lists"):
        .answer(
          200,
          request.url.contains("getsales")
            ? #"{"data":[{"uuid":"u1","name":"One"}],"has_more":false}"# : Self.lemlistLists)
      default: .answer(404)
      }
    }
    let report = try await time.run { await target.preflight(caller, needs: needs, isDry: isDry) }
    return (report, transport.sent)
  }

  @Test("Custom fields that the account lacks come with the name that was meant, in one sentence")
  func missingFields() async throws {
    let (report, _) = try await report(
      try SampleTarget.lemlist(),
      PreflightNeeds(customFields: ["msg1", "senority", "Seniority Level", "zzz"]))
    let sentence = try #require(report.problems.first?.sentence)
    #expect(report.problems.map(\.reason) == [.fieldMissing])
    #expect(sentence.contains(#""senority" (did you mean "seniority"?)"#))
    #expect(sentence.contains(#""Seniority Level" (that is the label of custom.seniority)"#))
    #expect(sentence.contains(#""zzz":"#) && !sentence.contains("msg1"))
    // lemlist has no way to make one.
    #expect(!sentence.contains("create_missing"))
  }

  @Test("Everything that is wrong is told at once, but for what a bad key hides")
  func allAtOnce() async throws {
    let needs = PreflightNeeds(
      customFields: ["zzz"], owners: ["ann@firma.example", "bob@x.example"])
    let (report, requests) = try await report(try SampleTarget.lemlist(list: "Nothing"), needs)
    #expect(report.problems.map(\.reason) == [.listUnknown, .fieldMissing, .ownerUnknown])
    #expect(report.failure?.description.split(separator: "\n").count == 3)
    #expect(report.problems[2].sentence.contains("\"bob@x.example\""))
    #expect(!report.problems[2].sentence.contains("\"ann@"))
    #expect(requests.count == 4)
  }

  @Test("What is well says whose the key is, and which list")
  func well() async throws {
    let needs = PreflightNeeds(customFields: ["msg1"], owners: ["USR_2"])
    let (report, _) = try await report(try SampleTarget.lemlist(list: "Nurturing"), needs)
    #expect(report.failure == nil)
    #expect(
      report.checks.map(\.sentence) == [
        "lemlist takes the key. It is the one of the team \"Sales\".",
        "The list is \"Nurturing\" (clt_a).", "All custom fields are there (1).",
        "All owners are members of the team.",
      ])
  }

  @Test(
    "A clock that is wrong by more than a minute is told",
    arguments: [
      ("Tue, 14 Nov 2023 22:13:20 GMT", nil), ("Tue, 14 Nov 2023 22:14:10 GMT", nil),
      ("Tue, 14 Nov 2023 22:18:20 GMT", "5 min behind"),
      ("Tue, 14 Nov 2023 20:13:20 GMT", "2 h ahead of"),
    ] as [(String, String?)])
  func clock(date: String, expected: String?) async throws {
    let (report, _) = try await report(
      try SampleTarget.lemlist(), PreflightNeeds(), unixTime: date)
    let check = try #require(report.checks.first { $0.subject == .clock })
    #expect(check.isWarning == (expected != nil) && check.problem == nil)
    if let expected { #expect(check.sentence.contains(expected), "\(check.sentence)") }
  }

  @Test("What is missing is made where that is wanted and can be, and not in a dry run")
  func creation() async throws {
    let needs = PreflightNeeds(
      customFields: ["new", "other"], creates: [.customFields, .lists])
    let target = try SampleTarget.getsales(list: "Autumn")
    let made = try await report(target, needs, making: .answer(201, #"{"uuid":"u9"}"#))
    #expect(made.report.failure == nil)
    let posts = made.requests.filter { $0.request.method == .post }
    #expect(
      posts.map(\.body) == [
        #"{"name":"Autumn"}"#, #"{"name":"new","object":"lead"}"#,
        #"{"name":"other","object":"lead"}"#,
      ])
    let body = made.report.target.payload(for: SampleTarget.person).body
    #expect(String(decoding: body, as: UTF8.self).contains(#""list_uuid":"u9""#))
    let dry = try await report(target, needs, isDry: true)
    #expect(dry.report.failure == nil && dry.report.checks.count { $0.isWarning } == 2)
    #expect(!dry.requests.contains { $0.request.method == .post })
    // An id that isn't there is a mistake, not a name.
    let byID = try await report(
      try SampleTarget.getsales(), needs, making: .answer(201, #"{"uuid":"u9"}"#))
    #expect(byID.report.problems.map(\.reason) == [.listUnknown])
    let refused = try await report(
      target, needs, making: .answer(422, #"{"message":"The limit is reached."}"#))
    #expect(refused.report.problems.count == 2)
    #expect(refused.report.problems[1].sentence.contains("The limit is reached."))
  }

  @Test("A check that is cancelled says so")
  func cancelled() async throws {
    let time = VirtualTime()
    let target = try SampleTarget.lemlist()
    let (caller, _) = caller(time) { _, _ in .answer(200, latency: .seconds(60)) }
    let reason = try await time.run {
      await withTaskGroup(of: StopReason?.self) { group in
        group.addTask {
          await target.preflight(caller).failure?.reason
        }
        try? await time.sleep(for: .seconds(1))
        group.cancelAll()
        return await group.next() ?? nil
      }
    }
    #expect(reason == .interrupted)
  }
}

@Suite struct ListBatcherTests {
  private func entry(_ row: Int) -> ListEntry {
    ListEntry(row: row, targetID: "ctc_\(row)", outcome: RowOutcome(status: .created))
  }

  @Test("A batch is given out at a thousand, and the rest when asked")
  func batches() {
    var batcher = ListBatcher(limit: 1000)
    #expect(batcher.flush() == nil)
    for row in 1...999 { #expect(batcher.add(entry(row)) == nil) }
    #expect(batcher.add(entry(1000))?.count == 1000)
    #expect(batcher.isEmpty)
    _ = batcher.add(entry(1001))
    #expect(batcher.flush()?.map(\.row) == [1001])
    #expect(batcher.flush() == nil)
  }
}
