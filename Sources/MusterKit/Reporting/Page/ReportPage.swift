/// `report.html`: what a run did, or what a check found, as one page for people that needs nothing else.

package import Foundation
import Pages

/// What the page shows, gathered from a run's summary or from a plan. Everything in it is data and may be
/// hostile; the template escapes it, and no part of it ever becomes an attribute of markup.
package struct ReportPage {
  /// A run that has ended.
  struct Run {
    var id: RunID
    var retryOf: RunID?
    var started: Date
    var finished: Date
    var exitCode: Int
    var isSandbox: Bool
    var directory: String?
    /// How many rows `rejected.csv` has.
    var rowsToFix: Int
    /// How many contacts are left, of the target that has most of them.
    var left: Int
  }

  struct Target {
    var kind: TargetKind
    /// As `muster check --json` prints it.
    var plan: JSONValue
    /// What became of it; nil for a check.
    var result: TargetSummary?
  }

  let run: Run?
  let sources: [SourceSummary]
  let targets: [Target]
  let problems: [ProblemSummary]
  let collisions: CollisionSummary?
  /// For each source its columns, as `muster map --json` prints them.
  let mappings: [JSONValue]
  let settings: JSONValue
  let version: String?
  /// Of what it was made with.
  let versions: [(name: String, version: String)]
  let made: Date
  /// In which times are shown.
  let timeZone: TimeZone

  /// The report of a run.
  package init(_ summary: RunSummary, timeZone: TimeZone = .current) {
    run = Run(
      id: summary.run, retryOf: summary.retryOf, started: summary.started,
      finished: summary.finished, exitCode: summary.exitCode,
      isSandbox: summary.isSandbox ?? false, directory: summary.directory,
      // Earlier versions didn't count them.
      rowsToFix: summary.rowsToFix ?? summary.targets.map(\.rows.statuses.toFix).max() ?? 0,
      left: summary.targets.map { $0.rows.statuses[.notSent] }.max() ?? 0)
    sources = summary.sources
    let plans = summary.plan["targets"]?.elements ?? [summary.plan]
    targets = summary.targets.enumerated().map { index, result in
      Target(
        kind: result.target, plan: index < plans.count ? plans[index] : .null, result: result)
    }
    problems = summary.problems ?? []
    collisions = summary.collisions
    mappings = Self.mappings(summary.mapping, sources: summary.sources.count)
    settings = summary.settings
    version = summary.version
    if case .object(let members)? = summary.versions {
      versions = members.map { ($0.name, $0.value.stringValue ?? "") }
    } else {
      versions = []
    }
    made = summary.finished
    self.timeZone = timeZone
  }

  /// The report of a check: nothing was sent.
  package init(
    _ plan: PlanReport, collisions: CollisionSummary?, settings: JSONValue, made: Date,
    timeZone: TimeZone = .current
  ) {
    run = nil
    sources = zip(plan.sources, plan.rowCounts).map { source, rows in
      SourceSummary(
        path: source.source.name, sha256: "", rows: rows, dialect: source.source.dialect.json)
    }
    let plans = plan.json["targets"]?.elements ?? [plan.json]
    targets = zip(plan.targets, plans).map { Target(kind: $0.plan.target, plan: $1) }
    problems = plan.problemSummaries
    self.collisions = collisions
    mappings = plan.sources.map(\.mapping.json)
    self.settings = settings
    version = musterVersion
    versions = ProgramVersions.all
    self.made = made
    self.timeZone = timeZone
  }

  /// With one source the summary has its columns; with several a list of each source's.
  private static func mappings(_ mapping: JSONValue, sources: Int) -> [JSONValue] {
    sources == 1 ? [mapping] : mapping.elements ?? []
  }

  /// The page.
  ///
  /// - Throws: where the template is damaged, which is a mistake of muster's.
  package func html() throws(ReportError) -> [UInt8] {
    guard let template = Self.template else {
      throw ReportError(
        .cannotWrite, message: "The report's template is damaged: reinstall muster.")
    }
    return Array(template.render(model).utf8)
  }

  private static let template = PageTemplate(PackageResources.report_mustache)
}

// MARK: - What the template shows

extension ReportPage {
  private var model: [String: Any] {
    let names = sources.map(\.shownName)
    let file = names.count == 1 ? names[0] : "\(names.count.grouped) files"
    let to = targets.map(\.kind.displayName).joinedAsList("and")
    return [
      "title": run == nil ? "\(file), checked for \(to)" : "\(file) → \(to)",
      "state": state, "isSandbox": run?.isSandbox ?? false,
      "isCheck": run == nil, "facts": facts, "steps": steps.map(\.model),
      "hasSteps": !steps.isEmpty,
      "targets": targets.enumerated().map {
        $1.model(number: $0 + 1, isCheck: run == nil, style: time)
      },
      "problems": problems.map { $0.model(number: number(of: $0.target)) },
      "noProblems": problems.isEmpty,
      "filters": filters, "people": people ?? false,
      "sources": zip(sources, mappings).map { source, mapping in
        Self.columns(mapping, of: source, named: sources.count > 1)
      },
      "settings": Self.settings(settings), "hasVersions": !versions.isEmpty,
      "versions": versions.map { ["name": $0.name.shownName, "version": $0.version.shownText] },
      "version": version ?? "an earlier version",
      "made": time(made),
    ]
  }

  private func time(_ date: Date) -> String { date.shown(in: timeZone) }

  // MARK: What happened

  private var state: [String: String] {
    guard let run else { return ["tone": "plain", "text": "Nothing was sent: this is a check."] }
    let later = run.left > 0 ? "\(run.left.counted("contact")) left for later" : nil
    let toFix = run.rowsToFix > 0 ? "\(run.rowsToFix.counted("row")) to mend" : nil
    let rest = [later, toFix].compactMap(\.self).joined(separator: ", ")
    return switch run.exitCode {
    case 0 where rest.isEmpty: ["tone": "good", "text": "Finished: nothing is left to do."]
    case 0, 1: ["tone": run.exitCode == 0 ? "plain" : "warn", "text": "Finished; \(rest)."]
    case 3: ["tone": "bad", "text": "Stopped before the end."]
    case 4: ["tone": "bad", "text": "Interrupted before the end."]
    default: ["tone": "bad", "text": "Ended with code \(run.exitCode)."]
    }
  }

  private var facts: [[String: Any]] {
    var facts: [(String, String)] = []
    if let run {
      let retried = run.retryOf.map { ", with the rows of run \($0) taken back" } ?? ""
      facts.append(("Run", "\(run.id)\(retried)"))
      facts.append(("Started", time(run.started)))
      let took = Duration.seconds(run.finished.timeIntervalSince(run.started)).words
      facts.append(("Ended", "\(time(run.finished)), after \(took)"))
    } else {
      facts.append(("Checked", time(made)))
    }
    for source in sources {
      let dialect = source.dialectWords
      facts.append(
        (
          "File",
          "\(source.shownName): \(source.rows.counted("row"))"
            + (dialect.isEmpty ? "" : ", \(dialect)")
        ))
    }
    for target in targets {
      guard case .string(let list)? = settings["targets"]?[target.kind.rawValue]?["list"] else {
        continue
      }
      facts.append(("List at \(target.kind.displayName)", list.shownName))
    }
    return facts.map { ["name": $0.0, "value": $0.1] }
  }

  private struct Step {
    var text: String
    var command: String?

    var model: [String: Any] { ["text": text, "command": command ?? false as Any] }
  }

  /// What is left to do.
  private var steps: [Step] {
    guard let run else { return [] }
    let results = targets.compactMap(\.result)
    var steps: [Step] = []
    if run.isSandbox {
      if run.rowsToFix > 0 {
        let rows = run.rowsToFix.counted("row")
        steps.append(
          Step(
            text:
              "\(rows) can't go as \(run.rowsToFix == 1 ? "it is" : "they are"): mend the file, or"
              + " rejected.csv beside this page and import that."))
      }
      steps.append(
        Step(
          text: "This was a rehearsal: nothing left this machine. Import again without --sandbox."))
      return steps
    }
    if run.exitCode == 3 || run.exitCode == 4 || run.left > 0 {
      let text = run.exitCode < 3 ? "Send what is left:" : "Go on where it stopped:"
      steps.append(Step(text: text, command: "muster resume \(run.id)\(ledgerOption)"))
    }
    if run.rowsToFix > 0 {
      let file = (run.directory.map { "\($0)/" } ?? "") + "rejected.csv"
      steps.append(
        Step(
          text:
            "Mend the \(run.rowsToFix.counted("row")) in rejected.csv, beside this page, and send"
            + " them:",
          command: "muster retry \(file.shellWord)\(ledgerOption)"))
    }
    let unknown = results.map { $0.rows.statuses[.unknown] }.reduce(0, +)
    if unknown > 0 {
      steps.append(
        Step(
          text:
            "\(unknown.counted("contact")) went out and no answer came: look there before you send "
            + "them again."))
    }
    return steps
  }

  /// Where the run is kept, if that isn't where everybody looks.
  private var ledgerOption: String {
    guard let path = settings["ledger"]?["path"]?.stringValue,
      path != RunLedger.defaultPath,
      path != NSString(string: RunLedger.defaultPath).expandingTildeInPath
    else { return "" }
    return " --ledger-path \(path.shellWord)"
  }

  // MARK: Problems

  private var filters: [String: Any] {
    func count(_ severity: Diagnostic.Severity) -> String {
      problems.count { $0.severity == severity }.grouped
    }
    // What goes for all targets goes for each.
    let own = targets.enumerated().map { index, target in
      [
        "number": "\(index + 1)", "name": target.kind.displayName,
        "count": problems.count { $0.target == nil || $0.target == target.kind }.grouped,
      ]
    }
    return [
      "all": problems.count.grouped, "errors": count(.error), "warnings": count(.warning),
      "notes": count(.note), "hasTargets": own.count > 1, "targets": own,
    ]
  }

  /// The number of a target's section on the page; nil for all.
  private func number(of target: TargetKind?) -> Int? {
    target.flatMap { kind in targets.firstIndex { $0.kind == kind } }.map { $0 + 1 }
  }

  // MARK: People

  private var people: [String: Any]? {
    guard let persons = targets.first?.plan["persons"],
      let count = persons["with_several_rows"]?.intValue, let rows = persons["rows"]?.intValue,
      let shared = persons["shared_emails"]?.intValue, count > 0 || shared > 0
    else { return nil }
    let keep = settings["deduplicate"]?["keep"]?.stringValue
      .flatMap(DeduplicateSettings.Keep.init(rawValue:))
    var sentences: [String] = []
    if count > 0 {
      let who = count == 1 ? "1 person has" : "\(count.grouped) people have"
      sentences.append("\(who) \(rows.grouped) rows" + (keep.map { ": \($0.words)." } ?? "."))
    }
    if let collisions, collisions.groups > 0 {
      sentences.append(
        collisions.differing == 0
          ? "Their rows say the same."
          : "For \(collisions.differing.grouped) of them, rows say different things.")
    }
    if shared > 0 {
      sentences.append(
        shared == 1
          ? "1 e-mail address belongs to several people: it joins nobody."
          : "\(shared.grouped) e-mail addresses belong to several people each: they join nobody.")
    }
    let examples = collisions?.examples ?? []
    let more = (collisions?.groups ?? 0) - examples.count
    return [
      "text": sentences.joined(separator: " "), "hasExamples": !examples.isEmpty,
      "examples": examples.map { example in
        [
          "rows": PlanReport.listed(example.rows, of: example.count),
          "keys": example.keys.joined(separator: ", "),
          "conflicts": example.conflicts.isEmpty ? "–" : example.conflicts.joined(separator: ", "),
        ]
      },
      "more": more > 0 ? ["count": more.grouped] as Any : false, "isInFile": run != nil,
    ]
  }

  // MARK: Columns and settings

  private static func columns(
    _ mapping: JSONValue, of source: SourceSummary, named: Bool
  ) -> [String: Any] {
    let columns = (mapping.elements ?? []).map { column -> [String: Any] in
      let field = column["field"]?.stringValue
      let confidence = column["confidence"]?.doubleValue ?? 1
      return [
        "column": (column["column"]?.stringValue ?? "").shownName,
        "field": field.map { ["name": $0.shownName] as Any } ?? false,
        "doubtful": field != nil && confidence < HeaderMatcher.sure,
        "why": (column["why"]?.stringValue ?? "").shownText,
      ]
    }
    return ["name": named ? ["text": source.shownName] as Any : false, "columns": columns]
  }

  private static func settings(_ value: JSONValue, at path: String = "") -> [[String: String]] {
    guard case .object(let members) = value, !members.isEmpty else {
      return path.isEmpty ? [] : [["path": path.shownText, "value": value.settingText.shownText]]
    }
    // As they come back from summary.json.
    return members.sorted { $0.name < $1.name }.flatMap { member in
      settings(member.value, at: path.isEmpty ? member.name : "\(path).\(member.name)")
    }
  }
}

extension ReportPage.Target {
  fileprivate func model(
    number: Int, isCheck: Bool, style: (Date) -> String
  ) -> [String: Any] {
    let flow = FlowChart(shares.map(\.stream), hasMiddle: !isCheck)
    let read = self.read
    let events = events(style)
    let statuses = shares.filter { $0.stream.count > 0 }.map { status, stream -> [String: Any] in
      [
        "label": stream.label, "tone": stream.tone, "count": stream.count.grouped,
        "percent": Self.percent(stream.count, of: read),
        "meaning": status?.meaning(isCheck: isCheck) ?? "They can be sent: a request each.",
      ]
    }
    return [
      "number": String(number), "name": kind.displayName,
      "sentence": sentence(isCheck: isCheck),
      "stopped": result?.stopped.map { ["text": $0.shownText] as Any } ?? false,
      "read": read.grouped, "flow": read > 0 ? flow.model as Any : false,
      "sent": !isCheck && toSend > 0 ? ["count": toSend.grouped] as Any : false,
      "middle": FlowChart.middle.svg, "statuses": statuses,
      "tiles": tiles.map { ["value": $0.0, "name": $0.1] },
      "chart": result?.timeline.flatMap(RateChart.init)?.model ?? false as Any,
      "hasEvents": !events.isEmpty, "events": events,
    ]
  }

  private var read: Int { result?.rows.read ?? planned("read") }

  private func planned(_ name: String) -> Int { plan["rows"]?[name]?.intValue ?? 0 }

  /// How many contacts were to be sent.
  private var toSend: Int {
    guard let result else { return planned("send") }
    return RowStatus.sent.reduce(0) { $0 + result.rows.statuses[$1] }
  }

  /// What becomes of the rows, each with its status; what a check would send has none yet.
  private var shares: [(status: RowStatus?, stream: FlowChart.Stream)] {
    guard let result else {
      let toSend = FlowChart.Stream(
        label: "to send", count: planned("send"), tone: "accepted", isSent: true)
      return [(nil, toSend)]
        + [RowStatus.notSent, .unchanged, .duplicate, .suppressed, .invalid].map {
          ($0, FlowChart.Stream($0, planned($0.rawValue)))
        }
    }
    let others = RowStatus.allCases.filter { !RowStatus.sent.contains($0) }
    return (RowStatus.sent + others).map {
      ($0, FlowChart.Stream($0, result.rows.statuses[$0]))
    }
  }

  private func sentence(isCheck: Bool) -> String {
    let name = kind.displayName
    if isCheck {
      let time = Duration.seconds(plan["estimated_seconds"]?.doubleValue ?? 0).words
      let requests = plan["requests"]?.intValue ?? 0
      guard toSend > 0 else { return "None of the \(read.counted("row")) can go to \(name)." }
      return
        "\(toSend.grouped) of the \(read.counted("row")) can go to \(name): "
        + "\(requests.counted("request")), at least \(time) at the key's limit."
    }
    let accepted = RowStatus.allCases.filter(\.isAccepted)
      .reduce(0) { $0 + (result?.rows.statuses[$1] ?? 0) }
    guard toSend > 0 else { return "None of the \(read.counted("row")) had to go to \(name)." }
    return
      "Of the \(read.counted("row")), \(toSend.counted("contact")) had to go to \(name), which "
      + (accepted == toSend ? "accepted all of them." : "accepted \(accepted.grouped).")
  }

  private var tiles: [(String, String)] {
    guard let result else {
      return [
        ((plan["requests"]?.intValue ?? 0).grouped, "requests"),
        ((plan["requests_saved"]?.intValue ?? 0).grouped, "requests saved"),
        (Duration.seconds(plan["estimated_seconds"]?.doubleValue ?? 0).words, "at the key's limit"),
      ]
    }
    return [
      (result.requests.sent.grouped, "requests for contacts"),
      (result.requests.retried.grouped, "of them repeats"),
      (result.requests.rateLimited.grouped, "told to wait"),
      ((plan["requests_saved"]?.intValue ?? 0).grouped, "requests saved"),
      (
        Duration.seconds(result.timeline?.seconds ?? result.sendingSeconds).words, "of sending"
      ),
    ]
  }

  private func events(_ style: (Date) -> String) -> [[String: String]] {
    (result?.timeline?.events ?? []).map { event in
      [
        "time": style(event.time), "what": event.kind.words, "tone": event.kind.tone,
        "long": event.seconds.map { Duration.seconds($0).words } ?? "",
      ]
    }
  }

  private static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "" }
    let percent = Double(part) / Double(whole) * 100
    if percent > 0, percent < 0.05 { return "< 0.1 %" }
    if percent < 100, percent > 99.95 { return "> 99.9 %" }
    return "\(percent.shortText) %"
  }
}

extension ProblemSummary {
  /// How many examples are seen without opening what has the others.
  private static let few = 3

  /// What the template shows.
  ///
  /// - Parameter number: that of its target's section; nil for all.
  /// - Returns: the values by their names.
  fileprivate func model(number: Int?) -> [String: Any] {
    let isUniform = examples.allSatisfy {
      $0.value == nil && $0.message == examples[0].message
        && ($0.column == examples[0].column || $0.row == nil)
    }
    let places = isUniform ? uniformPlaces : ""
    let text = isUniform ? examples.first?.message ?? "\(title) \(remedy)" : "\(title) \(remedy)"
    return [
      "severity": severity.rawValue, "at": number.map { "\($0)" } ?? "all", "code": code.shownName,
      "text": text.shownText,
      "count": subject == .rows ? count.counted("row") : count.counted("column"),
      "target": target.map { ["name": $0.displayName] as Any } ?? false,
      "places": places.isEmpty ? false : ["text": places] as Any,
      "examples": isUniform ? false : list as Any,
    ]
  }

  /// How many rows aren't among the examples: a row may be there several times, for several cells.
  private var rest: Int { count - Set(examples.compactMap(\.row)).count }

  /// Where it is, in one line.
  private var uniformPlaces: String {
    let places = examples.map(\.place).filter { !$0.isEmpty }
    guard !places.isEmpty else {
      return Set(examples.compactMap(\.column?.shownName)).sorted().joined(separator: ", ")
    }
    let column = examples[0].column.map { "\($0.shownName): " } ?? ""
    let more = subject == .rows && rest > 0 ? "; and \(rest.grouped) more" : ""
    return column + places.joined(separator: "; ") + more
  }

  private var list: [String: Any] {
    let further = examples.dropFirst(Self.few)
    return [
      "few": examples.prefix(Self.few).map(\.model),
      "further": further.isEmpty
        ? false : ["count": further.count.grouped, "many": further.map(\.model)] as Any,
      "rest": subject == .rows && rest > 0 ? ["count": rest.grouped] as Any : false,
    ]
  }
}

extension ProblemSummary.Example {
  fileprivate var place: String {
    let row = row.map { row in
      "row \(row.grouped)" + (line.map { " (line \($0.grouped))" } ?? "")
    }
    return [file?.shownName, row].compactMap(\.self).joined(separator: ", ")
  }

  fileprivate var model: [String: Any] {
    [
      "place": place, "column": column.map { ["name": $0.shownName] as Any } ?? false,
      "value": value.map { ["text": $0.shownText] as Any } ?? false,
      "message": message.map { ["text": $0.shownText] as Any } ?? false,
    ]
  }
}

extension FlowChart.Stream {
  fileprivate init(_ status: RowStatus, _ count: Int) {
    self.init(
      label: status.words, count: count, tone: status.tone,
      isSent: RowStatus.sent.contains(status))
  }
}

extension RowStatus {
  /// Of contacts that were to be sent.
  fileprivate static let sent: [RowStatus] = [
    .created, .updated, .upserted, .rejected, .failed, .unknown, .notSent,
  ]

  /// The class of its colours.
  fileprivate var tone: String {
    switch self {
    case .created, .updated, .upserted: "accepted"
    case .unchanged, .duplicate, .suppressed: "saved"
    case .invalid, .rejected, .failed: "refused"
    case .unknown, .notSent: "open"
    }
  }

  /// For people who see it for the first time. A check writes no files.
  fileprivate func meaning(isCheck: Bool) -> String {
    meaning + (isToFix && !isCheck ? " It stands in rejected.csv." : "")
  }

  private var meaning: String {
    switch self {
    case .created: "A new contact was made."
    case .updated: "A contact that was there was brought up to date."
    case .upserted: "A contact was made or brought up to date; the target doesn't say which."
    case .unchanged: "The target has it as it is in the file: nothing was sent."
    case .duplicate: "The same person as another row, and part of that row's contact."
    case .suppressed: "On the list of people who must not be contacted: nothing was sent."
    case .invalid: "Can't be sent as it is: see the problems."
    case .rejected: "The target refused it: see the problems."
    case .failed: "Given up after several tries."
    case .unknown: "Sent, but no answer came, and a repeat wouldn't be safe."
    case .notSent: "Not sent: left out on purpose, or not reached before the end."
    }
  }
}

extension SourceSummary {
  fileprivate var shownName: String {
    path == "-"
      ? "standard input" : (path.split(separator: "/").last.map(String.init) ?? path).shownName
  }

  /// `CSV, comma, UTF-8`
  fileprivate var dialectWords: String {
    var parts: [String] = []
    if let delimiter = dialect["delimiter"]?.stringValue?.utf8.first {
      parts = ["CSV", SourceSettings.Delimiter.word(for: delimiter)]
    } else if dialect["encoding"] != nil {
      parts = ["JSON"]
    }
    parts += [dialect["encoding"]?.stringValue, dialect["compression"]?.stringValue]
      .compactMap(\.self)
    return parts.joined(separator: ", ").shownText
  }
}

extension JSONValue {
  fileprivate var settingText: String {
    switch self {
    case .string(let text): text
    case .null: "–"
    default: canonicalText
    }
  }
}

extension Int {
  /// `1 row`, `2,000 rows`
  fileprivate func counted(_ noun: String) -> String {
    self == 1 ? "1 \(noun)" : "\(grouped) \(noun)s"
  }
}

extension Date {
  /// For people, with the zone: `2026-11-22 19:48 (UTC+01:00)`.
  fileprivate func shown(in zone: TimeZone) -> String {
    let style = Date.ISO8601FormatStyle(timeZone: zone)
      .year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false)
    let minutes = zone.secondsFromGMT(for: self) / 60
    let hours = abs(minutes) / 60
    let rest = abs(minutes) % 60
    let offset =
      minutes == 0 ? "" : "\(minutes < 0 ? "−" : "+")\(hours.digits(2)):\(rest.digits(2))"
    return "\(formatted(style)) (UTC\(offset))"
  }
}
