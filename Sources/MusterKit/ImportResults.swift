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
    var results = try ResultsFile(
      in: directory, targets: pipeline.targets, header: columns.names,
      files: analysis.sources.map(\.source.displayName))
    var rejected = try RejectedFile(
      in: directory, targets: pipeline.targets, header: columns.names)
    let finder = OutcomeFinder(
      zip(pipeline.targets, summaries).map { kind, summary in
        OutcomeRules(
          rows: analysis.rows, rules: TargetRules(kind, configuration: pipeline.configuration),
          limit: limit, ending: summary.ending, suppression: analysis.suppression)
      }, analysis.sources, columns: columns, results: results.blank, rejected: rejected.blank)
    var tallies = pipeline.targets.map { OutcomeTally(target: $0) }
    var outcomes = OutcomeCursor(
      finder, readers: pipeline.targets.map { RecordReader(ledger: ledger, run: id, target: $0) },
      limit: limit)
    while let found = try await outcomes.next() {
      try results.append(found.results)
      try rejected.append(found.rejected)
      for index in tallies.indices { tallies[index].add(found.tallies[index]) }
    }

    let counts = results.counts
    for count in counts { try verified(read: analysis.rows.count, counts: count) }
    let rowsToFix = rejected.rows
    try results.finish()
    try rejected.finish()
    return RunResults(
      counts: counts, problems: tallies.flatMap(\.summaries).worstFirst, rowsToFix: rowsToFix)
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

// MARK: - What became of each row

/// Reads the rows once more, and finds out what became of them, of several batches at once.
private struct OutcomeCursor {
  private let finder: OutcomeFinder
  private let limit: Int?
  /// One for each target.
  private var readers: [RecordReader]
  /// For each target how many contacts were to be sent so far; counted where there is a limit.
  private var contacts: [Int]
  private var cursor: MappedRows<Void>.Cursor
  /// In the order of their rows.
  private var underway: [Task<BatchOutcomes, Never>] = []

  private static let mostUnderway = ProcessInfo.processInfo.activeProcessorCount + 1

  init(_ finder: OutcomeFinder, readers: [RecordReader], limit: Int?) {
    self.finder = finder
    self.readers = readers
    self.limit = limit
    contacts = Array(repeating: 0, count: readers.count)
    cursor = MappedRows(sources: finder.sources).cursor()
  }

  /// What became of the next rows; nil at the end.
  mutating func next() async throws -> BatchOutcomes? {
    while underway.count < Self.mostUnderway, let (element, source) = try await cursor.next() {
      let batch = element.rows
      let rows = batch.firstRow..<batch.firstRow + batch.count
      var records: [ArraySlice<DeliveryRecord>] = []
      for index in readers.indices { records.append(try await readers[index].next(rows)) }
      underway.append(
        Task { [finder, records, contacts] in
          finder.outcomes(of: batch, source: source, records: records, contacts: contacts)
        })
      guard limit != nil else { continue }
      for index in contacts.indices { contacts[index] += finder.targets[index].countSent(rows) }
    }
    return underway.isEmpty ? nil : await underway.removeFirst().value
  }
}

/// Reads what the ledger has of the contacts of a run at one target, in the order of their rows.
private struct RecordReader {
  let ledger: RunLedger
  let run: RunID
  let target: TargetKind
  private var page: ArraySlice<DeliveryRecord> = []
  private var isAtEnd = false

  init(ledger: RunLedger, run: RunID, target: TargetKind) {
    self.ledger = ledger
    self.run = run
    self.target = target
  }

  /// The records of the next rows.
  ///
  /// - Parameter rows: from 1; they begin behind those of the call before.
  /// - Returns: in the order of rows, of those that have one.
  /// - Throws: `LedgerError` where they can't be read.
  mutating func next(_ rows: Range<Int>) async throws -> ArraySlice<DeliveryRecord> {
    while !isAtEnd, (page.last?.row ?? 0) < rows.upperBound - 1 {
      let after = page.last?.row ?? rows.lowerBound - 1
      let more = try await ledger.outcomes(run: run, target: target, after: after)
      isAtEnd = more.isEmpty
      page += more
    }
    let found = page.prefix { $0.row < rows.upperBound }
    page = page.dropFirst(found.count)
    return found
  }
}

// MARK: - The columns of the results

/// The columns of all sources, each once: those of a later source stand behind.
struct ResultHeader {
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
