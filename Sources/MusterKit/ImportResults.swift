package import Foundation

/// What became of every row of an import: read once more, held against the ledger, and written down.

/// What is known of a run when its results are written.
package struct RunResults: Sendable {
  /// The statuses of all rows, for each target in their order.
  package var counts: [StatusCounts]
  /// What the targets had to say against contacts, the worst first.
  package var problems: [ProblemSummary]
  /// How many rows `rejected.csv` has.
  package var rowsToFix: Int
}

/// What `summary.json` and the report say of a run besides its results.
package struct RunNotes: Sendable {
  /// The plan of all of it.
  package var plan: PlanReport
  /// All settings as resolved, without keys.
  package var settings: JSONValue
  package var exitCode: Int
  package var durations: RunDurations
  package var finished: Date
  /// Whether it went into an emulator inside the process.
  package var isSandbox: Bool

  package init(
    plan: PlanReport, settings: JSONValue, exitCode: Int, durations: RunDurations, finished: Date,
    isSandbox: Bool
  ) {
    self.plan = plan
    self.settings = settings
    self.exitCode = exitCode
    self.durations = durations
    self.finished = finished
    self.isSandbox = isSandbox
  }
}

extension ImportRun {
  /// Writes `results.csv` and `rejected.csv`, reading the sources once more.
  ///
  /// - Parameters:
  ///   - summaries: one for each target, in their order.
  ///   - limit: how many contacts were to be sent at most.
  /// - Returns: how many rows are in each status, and what was said against them.
  /// - Throws: `TotalsMismatch` where they don't add up.
  package func writeResults(
    _ summaries: [DeliverySummary], limit: Int?
  ) async throws -> RunResults {
    let columns = ResultHeader(sources: analysis.sources)
    let files = analysis.sources.map(\.source.displayName)
    var results = try ResultsFile(
      in: directory, targets: pipeline.targets, header: columns.names, files: files)
    var rejected = try RejectedFile(
      in: directory, targets: pipeline.targets, header: columns.names)
    var readers = zip(pipeline.targets, summaries).map { kind, summary in
      OutcomeReader(
        rows: analysis.rows, rules: TargetRules(kind, configuration: pipeline.configuration),
        ledger: ledger, run: id, limit: limit, ending: summary.ending,
        suppression: analysis.suppression)
    }
    let returned = ReturnedRows(header: columns.names)
    // Judged and written as far as can be beside the reading, several batches at once.
    let written = OriginalColumns(header: columns.names)
    var cursor = MappedRows(sources: analysis.sources) { batch, mapper, source in
      let aligned = columns.align(batch, source: source)
      return (
        remarks: mapper.judge(batch).remarks, rows: aligned,
        cells: WrittenCells(of: aligned, columns: written)
      )
    }.cursor()
    var outcomes: [RowOutcome] = []
    while let (element, source) = try await cursor.next() {
      let batch = element.rows
      var remarks = element.output.remarks[...]
      var aligned = element.output.rows
      aligned.firstRow = batch.firstRow
      for row in 0..<batch.count {
        let own = remarks.prefix { $0.row == row }.map(\.diagnostic)
        remarks = remarks.dropFirst(own.count)
        let place = RowPlace(
          row: batch.firstRow + row, line: Int(batch.rows[row].line),
          file: files.count > 1 ? files[source] : nil)
        outcomes.removeAll(keepingCapacity: true)
        for index in readers.indices {
          if let outcome = readers[index].foreseen(at: place, remarks: own) {
            outcomes.append(outcome)
          } else {
            outcomes.append(try await readers[index].outcome(at: place, remarks: own))
          }
        }
        if own.contains(where: \.isDamage) {
          let mark = returned.mark(of: row, in: aligned)
          for index in outcomes.indices where outcomes[index].status == .invalid {
            outcomes[index].reason = "\(outcomes[index].reason ?? "") \(mark)"
          }
        }
        try results.append(
          row, of: aligned, source: source, outcomes: outcomes, cells: element.output.cells)
        if outcomes.count == 1 {
          try rejected.append(row, of: aligned, outcome: outcomes[0])
        } else {
          try rejected.append(row, of: aligned, outcomes: outcomes)
        }
      }
    }
    let counts = results.counts
    for count in counts { try verified(read: analysis.rows.count, counts: count) }
    let rowsToFix = rejected.rows
    try results.finish()
    try rejected.finish()
    return RunResults(
      counts: counts, problems: readers.flatMap(\.tally.summaries).worstFirst,
      rowsToFix: rowsToFix)
  }

  /// Writes `summary.json` and `report.html`.
  ///
  /// - Returns: what stands in them.
  /// - Throws: a `ReportError` where they can't be written.
  package func writeSummary(
    _ delivered: Delivered, _ results: RunResults, _ notes: RunNotes
  ) throws -> RunSummary {
    let summary = summary(delivered, results, notes)
    try directory.write(try summary.json(), to: directory.summary)
    try directory.write(try ReportPage(summary).html(), to: directory.report)
    return summary
  }

  private func summary(
    _ delivered: Delivered, _ results: RunResults, _ notes: RunNotes
  ) -> RunSummary {
    let timelines = RunTimeline.all(
      in: [UInt8](FileManager.default.contents(atPath: directory.log) ?? Data()))
    let sources = zip(analysis.sources, runSources).enumerated().map { index, pair in
      SourceSummary(
        path: pair.0.source.name, sha256: pair.1.sha256, rows: analysis.rowCounts[index],
        dialect: pair.0.source.dialect.json)
    }
    let targets = zip(zip(pipeline.targets, delivered.summaries), results.counts).map {
      pair, counts in
      let (kind, summary) = pair
      var target = TargetSummary(
        target: kind, rows: RowCounts(read: analysis.rows.count, statuses: counts),
        requests: RequestSummary(
          sent: summary.requests.sent, accepted: summary.requests.accepted,
          retried: summary.requests.retried, rateLimited: summary.requests.rateLimited),
        sendingSeconds: summary.sendingSeconds)
      if case .stopped(let cause) = summary.ending { target.stopped = cause.sentence }
      target.timeline = timelines[kind]
      return target
    }
    let mappings = analysis.sources.map(\.mapping.json)
    var summary = RunSummary(
      run: id, retryOf: retryOf, started: started, finished: notes.finished,
      exitCode: notes.exitCode, sources: sources, targets: targets, plan: notes.plan.json,
      mapping: mappings.count == 1 ? mappings[0] : .array(mappings), settings: notes.settings,
      durations: notes.durations)
    summary.version = musterVersion
    summary.versions = ProgramVersions.json
    summary.isSandbox = notes.isSandbox
    summary.directory = URL(filePath: directory.path).standardizedFileURL.path
    summary.rowsToFix = results.rowsToFix
    summary.problems = (notes.plan.problemSummaries + results.problems).worstFirst
    summary.collisions = delivered.collisions
    return summary
  }
}

/// Where a row stands.
private struct RowPlace {
  /// From 1.
  var row: Int
  /// The line on which it starts, from 1.
  var line: Int
  /// Its file, where there are several.
  var file: String?
}

// MARK: - What became of each row

/// Tells what became of rows at one target, in their order.
private struct OutcomeReader {
  let rows: RowPlan
  let rules: TargetRules
  let ledger: RunLedger
  let run: RunID
  /// How many contacts were to be sent at most.
  let limit: Int?
  let ending: DeliverySummary.Ending
  let suppression: SuppressionList
  /// What the target had to say against contacts.
  private(set) var tally: OutcomeTally

  private var page: ArraySlice<DeliveryRecord> = []
  private var lastRow = 0
  private var isAtEnd = false
  private var contacts = 0

  init(
    rows: RowPlan, rules: TargetRules, ledger: RunLedger, run: RunID, limit: Int?,
    ending: DeliverySummary.Ending, suppression: SuppressionList
  ) {
    self.suppression = suppression
    tally = OutcomeTally(target: rules.kind)
    self.rows = rows
    self.rules = rules
    self.ledger = ledger
    self.run = run
    self.limit = limit
    self.ending = ending
  }

  /// What became of a row that can have no record in the ledger.
  ///
  /// - Parameters:
  ///   - place: its row is greater than that of the call before.
  ///   - remarks: what was remarked on the row when it was read.
  /// - Returns: nil where it may have one.
  func foreseen(at place: RowPlace, remarks: [Diagnostic]) -> RowOutcome? {
    let row = place.row
    let verdict = rows.verdict(row: row - 1, rules: rules)
    switch verdict {
    case .duplicate(let other):
      return RowOutcome(
        status: .duplicate,
        reason: "The same person as row \(other + 1), whose contact it belongs to.",
        duplicateOf: other + 1)
    case .damaged: return Self.invalid(remarks.filter { $0.severity == .error })
    case .withoutIdentifier, .sharedMail:
      return Self.invalid(rules.remarks(on: verdict, withholdsMail: false) + remarks)
    case .suppressed: return suppressed(row)
    case .unchanged: return isAtEnd && page.isEmpty ? Self.unchanged : nil
    case .send: return nil
    }
  }

  /// What became of a row that may have a record in the ledger.
  ///
  /// - Parameters:
  ///   - place: its row is greater than that of the call before.
  ///   - remarks: what was remarked on the row when it was read.
  /// - Returns: `notSent` for a contact without a record in the ledger, or without an answer there.
  /// - Throws: `LedgerError` where the records can't be read.
  mutating func outcome(at place: RowPlace, remarks: [Diagnostic]) async throws -> RowOutcome {
    if rows.verdict(row: place.row - 1, rules: rules) == .send {
      contacts += 1
    } else if try await record(of: place.row) == nil {
      // An unchanged one may have become so in this run.
      return Self.unchanged
    }
    return try await sent(place, remarks: remarks)
  }

  private static let unchanged = RowOutcome(
    status: .unchanged, reason: "The same as was last accepted: nothing was sent.")

  private func suppressed(_ row: Int) -> RowOutcome {
    let listing = rows.listing(of: row - 1)
    let place = listing.map { suppression.place(of: $0.entry).description } ?? "a list"
    let who =
      listing.map { $0.row == row - 1 ? "The person" : "Row \($0.row + 1), the same person," }
      ?? "The person"
    return RowOutcome(
      status: .suppressed, code: DiagnosticCode.suppressed.rawValue,
      reason: "\(who) is on the suppression list (\(place)); nothing was sent.")
  }

  /// The code of the first remark, and the sentences of all.
  private static func invalid(_ remarks: [Diagnostic]) -> RowOutcome {
    RowOutcome(
      status: .invalid, code: remarks.first?.code.rawValue,
      reason: remarks.map(\.placedMessage).joined(separator: " "))
  }

  /// Tells, and counts, what became of a contact that was to be sent.
  private mutating func sent(
    _ place: RowPlace, remarks: [Diagnostic]
  ) async throws -> RowOutcome {
    var outcome = try await answered(place.row)
    tally.add(outcome, row: place.row, line: place.line, file: place.file)
    // A remark on the row is worth a place where the target had nothing to say.
    let withheld = rows.withholdsMail(ofRow: place.row - 1)
    let own = remarks + rules.remarks(on: .send, withholdsMail: withheld)
    if outcome.code == nil, let remark = own.max(by: { $0.severity < $1.severity }),
      remark.severity != .note
    {
      outcome.code = remark.code.rawValue
      outcome.reason = remark.placedMessage
    }
    return outcome
  }

  private mutating func answered(_ row: Int) async throws -> RowOutcome {
    guard let record = try await record(of: row) else { return neverSent }
    return record.outcome
      ?? RowOutcome(
        status: .notSent, code: DiagnosticCode.runInterrupted.rawValue,
        reason: "The run stopped before the answer came: muster resume sends it once more.",
        attempts: 1)
  }

  private var neverSent: RowOutcome {
    if let limit, contacts > limit {
      return RowOutcome(
        status: .notSent, code: DiagnosticCode.leftOutByLimit.rawValue,
        reason: DiagnosticCode.leftOutByLimit.entry.remedy)
    }
    if case .stopped(let cause) = ending, cause.reason != .interrupted {
      return RowOutcome(
        status: .notSent, code: DiagnosticCode.targetStopped.rawValue, reason: cause.sentence)
    }
    return RowOutcome(
      status: .notSent, code: DiagnosticCode.runInterrupted.rawValue,
      reason: DiagnosticCode.runInterrupted.entry.remedy)
  }

  private mutating func record(of row: Int) async throws -> DeliveryRecord? {
    while page.isEmpty || page[page.startIndex].row < row {
      if let first = page.first {
        lastRow = first.row
        page = page.dropFirst()
        continue
      }
      if isAtEnd { return nil }
      page = try await ledger.outcomes(run: run, target: rules.kind, after: lastRow)[...]
      isAtEnd = page.isEmpty
    }
    return page.first.flatMap { $0.row == row ? $0 : nil }
  }
}

extension Diagnostic {
  /// Whether nobody knows which value of the row belongs where.
  fileprivate var isDamage: Bool { severity == .error && code.entry.kind == .structure }

  /// The sentence with its column in front.
  fileprivate var placedMessage: String { column.map { "\($0): \(message)" } ?? message }
}

// MARK: - The columns of the results

/// The columns of all sources, each once: those of a later source stand behind.
private struct ResultHeader {
  let names: [String]
  /// For each source the place of each of its columns; nil where they are the first ones in order.
  private let places: [[Int]?]

  init(sources: [MappedSource]) {
    var names: [String] = []
    var known: [Occurrence: Int] = [:]
    places = sources.map { source in
      let places = source.source.header.occurrences.map { column in
        if let place = known[column] { return place }
        known[column] = names.count
        names.append(column.name)
        return names.count - 1
      }
      return places == Array(places.indices) ? nil : places
    }
    self.names = names
  }

  /// The batch with its cells where the results have their columns.
  func align(_ batch: RowBatch, source: Int) -> RowBatch {
    guard let places = places[source] else { return batch }
    var aligned = RowBatch(firstRow: batch.firstRow)
    for row in batch.rows.indices {
      let fields = batch.fields(ofRow: row)
      var cells = Array(repeating: 0..<0, count: names.count)
      for (column, field) in fields.enumerated() {
        let range = batch.byteRange(ofField: field)
        if column < places.count { cells[places[column]] = range } else { cells.append(range) }
      }
      for range in cells {
        aligned.bytes += batch.bytes[range]
        aligned.fieldEnds.append(UInt32(truncatingIfNeeded: aligned.bytes.count))
      }
      aligned.rows.append(
        RowBatch.Row(
          fieldsEnd: UInt32(truncatingIfNeeded: aligned.fieldEnds.count),
          line: batch.rows[row].line))
    }
    return aligned
  }
}
