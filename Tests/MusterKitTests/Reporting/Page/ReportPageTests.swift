import Foundation
import Testing

@testable import MusterKit

@Suite struct ReportPageTests {
  /// A summary that fills every part of the page; each text in it is made of one word.
  private static func summary(
    word: String = "word", problems: Int = 3, columns: Int = 4
  ) -> RunSummary {
    var counts = StatusCounts()
    for (index, status) in RowStatus.allCases.enumerated() { counts[status] = index + 1 }
    var target = TargetSummary(
      target: .lemlist, rows: RowCounts(read: counts.total, statuses: counts),
      requests: RequestSummary(sent: 40, accepted: 30, retried: 2, rateLimited: 1),
      sendingSeconds: 100)
    target.stopped = word
    let start = Date(timeIntervalSince1970: 1_768_485_909)
    target.timeline = RunTimeline(
      seconds: 100, partSeconds: 5, requests: Array(repeating: 40, count: 20), allowedPerSecond: 9,
      events: [
        .init(kind: .outage, at: 10, time: start + 10, seconds: 20),
        .init(kind: .stopped, at: 60, time: start + 60),
        .init(kind: .resumed, at: 60, time: start + 99),
      ])
    var summary = RunSummary(
      run: RunID(rawValue: 12), retryOf: RunID(rawValue: 11), started: start, finished: start + 200,
      exitCode: 3,
      sources: [
        SourceSummary(
          path: word, sha256: "", rows: counts.total,
          dialect: .object(["delimiter": .string(","), "encoding": .string(word)]))
      ],
      targets: [target],
      plan: .object([
        "requests_saved": .integer(5),
        "persons": .object([
          "with_several_rows": .integer(2), "rows": .integer(5), "shared_emails": .integer(1),
        ]),
      ]),
      mapping: .array(
        (0..<columns).map { index in
          .object([
            "column": .string("\(word)\(index)"),
            "field": index == 0 ? .null : .string("custom.\(word)"),
            "confidence": .number(0.5), "why": .string(word),
          ])
        }),
      settings: .object([
        "targets": .object(["lemlist": .object(["list": .string(word)])]), word: .string(word),
      ]))
    summary.version = word
    summary.versions = .object([word: .string(word)])
    summary.problems = (0..<problems).map { index in
      ProblemSummary(
        code: "\(word)\(index)", severity: Diagnostic.Severity.allCases[index % 3],
        target: .lemlist,
        subject: .rows, count: 1_000_000, title: word, remedy: word,
        examples: (0..<20).map {
          .init(
            row: 1_000_000 + $0, line: 1_000_000, file: word, column: "\(word)\($0)", message: word,
            value: word)
        })
    }
    var collisions = CollisionSummary()
    for row in 1...12 {
      collisions.add([
        Collision.Row(row: row, line: 1, source: 0, keys: [.email], part: .kept, conflicts: []),
        Collision.Row(
          row: row + 20, line: 1, source: 0, keys: [.email], part: .merged,
          conflicts: [.init(field: .custom(word), row: row)]),
      ])
    }
    summary.collisions = collisions
    return summary
  }

  private static func page(_ summary: RunSummary) throws -> String {
    let zone = try #require(TimeZone(secondsFromGMT: 3600))
    return String(decoding: try ReportPage(summary, timeZone: zone).html(), as: UTF8.self)
  }

  /// What a browser takes for tags: all between `<` and `>`.
  private static func tags(_ page: String) -> [String] {
    var tags: [String] = []
    for piece in page.utf8.split(separator: UInt8(ascii: "<")).dropFirst() {
      tags.append(String(decoding: piece.prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self))
    }
    return tags
  }

  @Test(
    arguments: [
      "<script>document.title=1</script>", "\"><img src=x onerror=alert(1)>", "'; x{}/*",
      "</style>",
      "\u{600}<svg/onload=alert(1)>", "{{{title}}}", "<!--", "&lt;script&gt;",
    ])
  func `the markup is the same whatever the data`(word: String) throws {
    let harmless = Self.tags(try Self.page(Self.summary()))
    #expect(harmless.count > 300)
    #expect(Self.tags(try Self.page(Self.summary(word: word))) == harmless)
  }

  @Test func `needs nothing from anywhere`() throws {
    let page = try Self.page(Self.summary())
    #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("url("))
    for tag in Self.tags(page) {
      #expect(!tag.hasPrefix("script") && !tag.hasPrefix("link ") && !tag.contains(" src="))
    }
    #expect(page.contains("default-src 'none'"))
  }

  @Test func `stays small whatever the number of rows`() throws {
    // More codes than there are, each with as many examples as are kept, all of them long.
    let long = String(repeating: "Where a sentence is as long as any. ", count: 6)
    let page = try Self.page(
      Self.summary(word: long, problems: 2 * DiagnosticCode.allCases.count, columns: 300))
    #expect(page.utf8.count < 2_000_000, "\(page.utf8.count) bytes")
  }

  @Test func `tells how it ended, when, and what to do`() throws {
    let page = try Self.page(Self.summary())
    for text in [
      "Stopped before the end.", "2026-01-15 15:05:09 (UTC+01:00)", "after 3 min 20 s",
      "muster resume 12", "muster retry rejected.csv", "with the rows of run 11 taken back",
      "It stopped: word", "the key allows 9",
    ] { #expect(page.contains(text), "\(text)") }
  }

  @Test(
    arguments: [
      (0, 0, "nothing is left to do"), (0, 4, "4 contacts left for later"), (4, 0, "Interrupted"),
    ])
  func `an ending has its own words`(exit: Int, left: Int, words: String) throws {
    var summary = Self.summary()
    summary.exitCode = exit
    summary.targets[0].rows.statuses = StatusCounts()
    summary.targets[0].rows.statuses[.notSent] = left
    #expect(try Self.page(summary).contains(words))
  }

  @Test
  func `what is left and what is to be mended are both told, with commands that find the run`()
    throws
  {
    var summary = Self.summary()
    summary.exitCode = 1
    summary.rowsToFix = 11
    summary.directory = "/home/jane doe/out"
    summary.settings = .object(["ledger": .object(["path": .string("/srv/ledger.sqlite")])])
    let page = try Self.page(summary)
    for text in [
      "Finished; 11 contacts left for later, 11 rows to mend.",
      "muster resume 12 --ledger-path /srv/ledger.sqlite",
      "muster retry &#39;/home/jane doe/out/rejected.csv&#39; --ledger-path /srv/ledger.sqlite",
    ] { #expect(page.contains(text), "\(text)") }
    summary.settings = .object(["ledger": .object(["path": .string(RunLedger.defaultPath)])])
    #expect(!(try Self.page(summary).contains("--ledger-path")))
  }

  @Test(arguments: [
    #""sending_seconds" : 1e300"#, #""sending_seconds" : 9223372036854775807"#,
    #""sending_seconds" : -1e13"#,
  ])
  func `a summary with numbers that no run has is refused`(number: String) throws {
    let text = String(decoding: try RunSummaryTests.summary.json(), as: UTF8.self)
      .replacing(#""sending_seconds" : 0.75"#, with: number)
    #expect(throws: DecodingError.self) { try RunSummary(json: Array(text.utf8)) }
  }

  @Test func `problems can be looked at for each target`() throws {
    var summary = Self.summary(problems: 3)
    #expect(!(try Self.page(summary)).contains("name=\"at\""))
    var other = summary.targets[0]
    other.target = .getsales
    other.timeline = nil
    summary.targets.insert(other, at: 0)
    summary.problems?[0].target = nil
    summary.problems?[1].target = .getsales
    let page = try Self.page(summary)
    #expect(page.contains(#"id="only-at-1"> GetSales (2)</label>"#))
    #expect(page.contains(#"id="only-at-2"> lemlist (2)</label>"#))
    let articles = page.matches(of: /<article class="problem [a-z]+ at-([a-z0-9]+)"/)
    #expect(articles.map { String($0.1) } == ["all", "1", "2"])
    for number in 1...2 {
      #expect(
        page.contains(
          "main:has(#only-at-\(number):checked) .problem:not(.at-all, .at-\(number)) { display: none; }"
        ))
    }
  }

  @Test func `values can be taken out`() throws {
    var summary = Self.summary()
    summary.problems?[0].examples[0].value = "ann@x.example"
    #expect(try Self.page(summary).contains("ann@x.example"))
    summary.hideValues()
    #expect(!(try Self.page(summary).contains("ann@x.example")))
  }

  @Test func `a summary of an earlier version has a page too`() throws {
    let page = try Self.page(RunSummaryTests.summary)
    #expect(
      page.contains("leads.csv → lemlist") && page.contains("Made by muster an earlier version"))
  }

  // MARK: The picture of the flow

  @Test func `each stream has a band, a bar and a label, and its width is its share`() throws {
    let chart = FlowChart(
      [
        .init(label: "created", count: 600, tone: "accepted", isSent: true),
        .init(label: "rejected", count: 200, tone: "refused", isSent: true),
        .init(label: "invalid", count: 199, tone: "refused", isSent: false),
        .init(label: "suppressed", count: 0, tone: "saved", isSent: false),
        .init(label: "duplicate", count: 1, tone: "saved", isSent: false),
      ], hasMiddle: true)
    #expect(chart.labels.map(\.text) == ["created", "rejected", "invalid", "duplicate"])
    #expect(chart.bands.count == 5 && chart.bars.count == 6)
    #expect(chart.bars.map { ($0.height * 5).rounded() } == [1000, 800, 600, 200, 199, 8])
    // One below the other, all of them in the picture.
    let ends = chart.bars.dropFirst(2)
    for (one, next) in zip(ends, ends.dropFirst()) { #expect(one.y + one.height < next.y) }
    for bar in ends { #expect(bar.y >= 0 && bar.y + bar.height <= chart.height) }
    for (one, next) in zip(chart.labels, chart.labels.dropFirst()) { #expect(next.y - one.y >= 26) }
  }

  @Test func `without rows there is no picture`() {
    #expect(
      FlowChart([.init(label: "created", count: 0, tone: "", isSent: true)], hasMiddle: true).bars
        .isEmpty)
  }

  @Test(arguments: [
    (0.0, "0"), (1.5, "1.5"), (-0.25, "-0.25"), (3.049, "3.05"), (200, "200"), (1e300, "0"),
  ])
  func `lengths have two decimals at most`(number: Double, text: String) {
    #expect(number.svg == text)
  }

  // MARK: Colours

  /// The colours of the light and of the dark page, by name.
  private static func themes() throws -> [[String: (Double, Double, Double)]] {
    let style = try page(summary())
    return style.matches(of: /:root \{([^}]*--page[^}]*)\}/).map { theme in
      var colours: [String: (Double, Double, Double)] = [:]
      for colour in theme.1.matches(of: /--([a-z-]+): #([0-9a-f]{3,6});/) {
        var digits = Array(colour.2)
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        let parts = stride(from: 0, to: 6, by: 2).map {
          Double(Int(String(digits[$0...($0 + 1)]), radix: 16) ?? 0) / 255
        }
        colours[String(colour.1)] = (parts[0], parts[1], parts[2])
      }
      return colours
    }
  }

  /// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
  private static func luminance(_ colour: (Double, Double, Double)) -> Double {
    func linear(_ part: Double) -> Double {
      part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
  }

  @Test func `every text can be read on what is behind it, light and dark`() throws {
    let themes = try Self.themes()
    #expect(themes.count == 2)
    for theme in themes {
      let texts = ["text", "soft", "accepted", "saved", "refused", "open", "sent", "mark"]
      for (text, ground) in texts.flatMap({ text in ["page", "card"].map { (text, $0) } })
        + [("text", "track"), ("soft", "track")]
      {
        let front = Self.luminance(try #require(theme[text]))
        let back = Self.luminance(try #require(theme[ground]))
        let contrast = (max(front, back) + 0.05) / (min(front, back) + 0.05)
        // WCAG 2.2, success criterion 1.4.3 (AA).
        #expect(contrast >= 4.5, "\(text) on \(ground): \(contrast)")
      }
    }
  }
}
