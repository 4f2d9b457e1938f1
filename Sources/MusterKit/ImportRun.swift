internal import Crypto
package import Foundation
package import Logging

extension RunJournal: DeliveryJournal {}

/// How the deliveries of an import came out.
package struct Delivered: Sendable {
  /// One for each target, in their order.
  package var summaries: [DeliverySummary]
  /// The people with several rows.
  package var collisions: CollisionSummary
}

/// One import, from the plan to the results: sends the contacts of an analysis to its targets, keeps
/// the ledger, and writes what became of every row.
package struct ImportRun: Sendable {
  package let pipeline: Pipeline
  package let analysis: Analysis
  package let directory: RunDirectory
  package let ledger: RunLedger
  package let id: RunID
  /// The run whose results are taken back.
  package let retryOf: RunID?
  package let started: Date
  package let logger: Logger
  let runSources: [RunSource]

  /// Enters the run into the ledger, with its plans. `settings` are all settings as resolved, without
  /// keys; there is one account for each target, in their order; `sources` are the hashed ones of the
  /// analysis.
  ///
  /// - Throws: `LedgerError` where the ledger can't be written, or another process sends the same.
  package static func begin(
    _ pipeline: Pipeline, _ analysis: Analysis, of sources: [RunSource], plans: [TargetPlan],
    at accounts: [LedgerAccount], directory: RunDirectory, ledger: RunLedger, settings: JSONValue,
    invocation: Invocation, retryOf: RunID? = nil, started: Date, logger: Logger
  ) async throws -> ImportRun {
    let id = try await ledger.begin(
      NewRun(
        directory: URL(filePath: directory.path).standardizedFileURL.path, sources: sources,
        mappingFingerprint: pipeline.fingerprint(analysis), settings: settings.canonicalText,
        invocation: invocation, targets: targets(plans, accounts),
        columns: analysis.sources.map(\.mapping.runColumns), retryOf: retryOf))
    return ImportRun(
      pipeline: pipeline, analysis: analysis, directory: directory, ledger: ledger, id: id,
      retryOf: retryOf, started: started, logger: logger.naming(id), runSources: sources)
  }

  private static func targets(
    _ plans: [TargetPlan], _ accounts: [LedgerAccount]
  ) -> [TargetRun] {
    zip(plans, accounts).map { plan, account in
      TargetRun(
        kind: plan.target, account: account,
        plan: PlannedRows(
          read: plan.read, send: plan.send + plan.leftOut, invalid: plan.invalid,
          duplicate: plan.duplicate, unchanged: plan.unchanged, suppressed: plan.suppressed))
    }
  }

  /// Goes on with a run, after it was seen that its sources and its mapping are what they were. Its plans
  /// are those of the whole run as they are now: other imports may have sent some of it, or changed it.
  ///
  /// - Throws: `LedgerError` where another process works on it, or sends the same.
  package static func resume(
    _ record: RunRecord, _ pipeline: Pipeline, _ analysis: Analysis, plans: [TargetPlan],
    at accounts: [LedgerAccount], directory: RunDirectory, ledger: RunLedger, logger: Logger
  ) async throws -> ImportRun {
    _ = try await ledger.resume(record.id, targets: targets(plans, accounts))
    return ImportRun(
      pipeline: pipeline, analysis: analysis, directory: directory, ledger: ledger, id: record.id,
      retryOf: record.retryOf, started: record.started, logger: logger.naming(record.id),
      runSources: record.sources)
  }

  // MARK: Contacts → deliveries

  /// Sends to all targets at once what the ledger has no outcome of; a slow or stopped one doesn't hold
  /// the others. There is one uploader and one account for each target, in their order; `limit` is how
  /// many contacts are sent to each at most (nil: all), those that were sent before among them.
  ///
  /// - Returns: how it came out. That a target stopped is an ending, not an error.
  /// - Throws: where a source can't be read, or what is kept on disk can't be written.
  package func deliver(
    _ targets: [any Target], _ uploaders: [Uploader], at accounts: [LedgerAccount], limit: Int?
  ) async throws -> Delivered {
    let assembler = try await pipeline.assembler(
      analysis, directory: directory.path, showsCollisions: true)
    let collisions = try pipeline.writeCollisions(
      analysis, assembler: assembler, to: directory.collisions)
    ProcessMemory.giveBack()
    let summaries = try await withThrowingTaskGroup(of: (Int, DeliverySummary)?.self) { group in
      group.addTask {
        try await ledger.run()
        return nil
      }
      for (index, (target, uploader)) in zip(targets, uploaders).enumerated() {
        let standing = try await standing(at: target)
        let feed = ContactFeed(
          analysis: analysis, assembler: assembler, target: target,
          rules: TargetRules(target.kind, configuration: pipeline.configuration),
          account: accounts[index], limit: limit, settled: standing.settled,
          keepsValues: pipeline.configuration.ledger.keepsValues)
        let log = DeliveryLog(logger: logger, target: target.kind)
        group.addTask {
          log.began()
          let summary = try await uploader.upload(pending: standing.unlisted) {
            try await feed.next($0)
          }
          log.ended(summary)
          return (index, summary)
        }
      }
      var summaries: [Int: DeliverySummary] = [:]
      while summaries.count < targets.count, let result = try await group.next() {
        guard let (index, summary) = result else { continue }
        summaries[index] = summary
      }
      group.cancelAll()
      try await ledger.flush()
      return targets.indices.compactMap { summaries[$0] }
    }
    return Delivered(summaries: summaries, collisions: collisions)
  }

  /// How far the run is at a target. What was on its way when it was cut off is sent again, or, where a
  /// repeat isn't safe, unknown from now on.
  private func standing(at target: any Target) async throws -> RunStanding {
    var standing = try await ledger.standing(run: id, target: target.kind)
    guard !target.repeatIsSafe, !standing.inFlight.isEmpty else { return standing }
    for row in standing.inFlight {
      try await ledger.record(
        RowOutcome(
          status: .unknown, code: DiagnosticCode.outcomeUnknown.rawValue,
          reason: DiagnosticCode.outcomeUnknown.entry.title, attempts: 1),
        row: row, run: id, target: target.kind)
    }
    standing.settled = (standing.settled + standing.inFlight).sorted()
    return standing
  }

  /// The summaries of a run's last session with the requests of all its sessions, as far as the ledger
  /// has them: it doesn't keep how often a target asked to wait, nor what a killed session had sent
  /// without an answer.
  ///
  /// - Throws: `LedgerError` where it can't be read.
  package func totalled(_ summaries: [DeliverySummary]) async throws -> [DeliverySummary] {
    try await ledger.flush()
    var totalled: [DeliverySummary] = []
    for (kind, summary) in zip(pipeline.targets, summaries) {
      let counts = try await ledger.counts(run: id, target: kind)
      var summary = summary
      summary.requests.sent = max(summary.requests.sent, counts.attempts)
      summary.requests.accepted = [.created, .updated, .upserted].reduce(0) {
        $0 + counts.statuses[$1]
      }
      summary.requests.retried = max(summary.requests.retried, counts.attempts - counts.attempted)
      totalled.append(summary)
    }
    return totalled
  }
}

// MARK: - Unchanged contacts

extension Pipeline {
  /// Finds the contacts that accounts hold as they would be sent. There is one account for each target, in
  /// their order; the analysis is one with hashes. Where the results of a run are taken back (`retried`),
  /// what was accepted in it counts, however long ago, and whatever was sent since.
  ///
  /// - Throws: `LedgerError` where what was accepted can't be read.
  package func noteUnchanged(
    in analysis: inout Analysis, at accounts: [LedgerAccount], by ledger: RunLedger,
    retried: RunID? = nil
  ) async throws {
    guard let hashes = analysis.hashes else { return }
    let patience = retried == nil ? configuration.ledger.resendAfter : nil
    let oldest = patience.map { Date(timeIntervalSinceNow: -$0.seconds) }
    // Where each row is a contact, the last of a person's stands at the target: it has to be sent behind
    // the others, which it made stale.
    let repeated = analysis.rows.repeatedPersons
    for (kind, account) in zip(targets, accounts) {
      let rules = TargetRules(kind, configuration: configuration)
      let rows = analysis.rows
      @Sendable func isRepeated(_ row: Int) -> Bool {
        rows.sharedPerson(of: row).map(repeated.contains) ?? false
      }
      @Sendable func isSendable(_ row: Int) -> Bool {
        rows.verdict(row: row, rules: rules) == .send
      }
      @Sendable func hash(_ row: Int) -> ContentHash { hashes.hash(ofRow: row, at: account.hash) }
      var unchanged = try await ledger.accepted(
        WantedContacts(count: rows.count) { row in
          isSendable(row) && !isRepeated(row) ? hash(row) : nil
        }, since: oldest)
      if let retried {
        let known = try await ledger.acceptedContents(run: retried, target: kind)
        func isKnown(_ row: Int) -> Bool { known.contains(hash(row)) }
        let sendable = (0..<rows.count).filter(isSendable)
        unchanged += sendable.filter { !isRepeated($0) && isKnown($0) }
        let people = Dictionary(grouping: sendable.filter(isRepeated)) {
          rows.sharedPerson(of: $0)
        }
        unchanged += people.values.filter { $0.allSatisfy(isKnown) }.joined()
      }
      if !unchanged.isEmpty { analysis.rows.setUnchanged(unchanged, at: kind) }
    }
  }
}

// MARK: - Fingerprints

extension Pipeline {
  /// What decides what is sent of a row, as SHA-256 in hexadecimal: the settings, and which columns go
  /// where. Other rows under the same columns have the same.
  package func fingerprint(_ analysis: Analysis) -> String {
    var mappings: [JSONValue] = []
    for source in analysis.sources where !mappings.contains(source.mapping.canonical) {
      mappings.append(source.mapping.canonical)
    }
    let mapping = JSONValue.array(mappings).canonicalText
    return SHA256.hash(data: configuration.fingerprintBytes(for: targets) + Array(mapping.utf8))
      .hexadecimal
  }
}

extension Mapping {
  /// Which columns go where, without how that was found.
  fileprivate var canonical: JSONValue {
    .array(
      columns.compactMap { column in
        column.field.map { field in
          .array([
            .string(column.column), .integer(column.index), .string(field.description),
          ])
        }
      })
  }

  /// Where the columns go, as the ledger keeps it.
  fileprivate var runColumns: [RunColumn] {
    columns.map {
      RunColumn(
        name: $0.column, field: $0.field?.description, confidence: $0.confidence, why: $0.why)
    }
  }
}

extension RunRecord {
  /// Where the columns of each source went, with the reasons that were given then or with this run as the
  /// reason; none for a run of an earlier version.
  package func mappings(keepingReasons: Bool = false) -> [[ColumnMapping]] {
    (columns ?? []).map { columns in
      columns.enumerated().map { index, column in
        ColumnMapping(
          column: column.name, index: index, field: column.field.flatMap(FieldName.init),
          confidence: column.confidence,
          why: (keepingReasons ? column.why : nil) ?? "as in run \(id)")
      }
    }
  }
}

extension Analysis {
  /// Tells which columns fill a field of a target's requests, by the name that the target has for it.
  package func columns(filling target: TargetKind) -> @Sendable (String) -> [String] {
    var columns: [String: [String]] = [:]
    for column in sources.flatMap(\.mapping.columns) {
      let name: String? =
        switch column.field {
        case .standard(let field)?: field.name(at: target)
        case .custom(let name)?: name
        case .raw(let kind, let name)?: kind == target ? name : nil
        case nil: nil
        }
      for part in (name ?? "").split(separator: " + ") {
        let last = part.split(separator: ".").last.map(String.init) ?? String(part)
        for key in Set([String(part), last]) where columns[key]?.contains(column.column) != true {
          columns[key, default: []].append(column.column)
        }
      }
    }
    return { [columns] field in
      columns[field] ?? columns[field.split(separator: ".").last.map(String.init) ?? field] ?? []
    }
  }
}

// MARK: - Where contacts come from

/// Gives the contacts of one delivery, reading the sources as it goes.
private actor ContactFeed {
  private let analysis: Analysis
  private let assembler: ContactAssembler
  private let target: any Target
  private let rules: TargetRules
  private let account: LedgerAccount
  /// Whether the ledger is to keep who the contacts are.
  private let keepsValues: Bool
  /// How many contacts may still come, settled ones included.
  private var left: Int
  /// The rows behind the last that aren't to be sent, ascending; from 1.
  private var settled: ArraySlice<Int>
  private var cursor: MappedRows<Void>.Cursor
  private var batch: (rows: RowBatch, source: Int)?
  private var row = 0

  init(
    analysis: Analysis, assembler: ContactAssembler, target: any Target, rules: TargetRules,
    account: LedgerAccount, limit: Int?, settled: [Int], keepsValues: Bool
  ) {
    self.keepsValues = keepsValues
    self.account = account
    self.settled = settled[...]
    self.analysis = analysis
    self.assembler = assembler
    self.target = target
    self.rules = rules
    // Behind the last of them nothing is read: where nothing has changed, nothing at all.
    let rows = analysis.rows
    let all = (0..<rows.count).count { rows.verdict(row: $0, rules: rules) == .send }
    left = min(limit ?? .max, all)
    cursor = MappedRows(sources: analysis.sources).cursor()
  }

  /// The next contacts to be sent, at most so many: as many as there are without reading on. None when
  /// there are no more.
  func next(_ limit: Int) async throws -> [PlannedContact] {
    var contacts: [PlannedContact] = []
    while left > 0, contacts.count < limit {
      guard let (rows, source) = batch, row < rows.count else {
        guard contacts.isEmpty else { break }
        var cursor = cursor
        guard let next = try await cursor.next() else { break }
        self.cursor = cursor
        batch = (next.0.rows, next.1)
        row = 0
        continue
      }
      let ordinal = rows.firstRow + row - 1
      defer { row += 1 }
      guard analysis.rows.verdict(row: ordinal, rules: rules) == .send else { continue }
      left -= 1
      settled = settled.drop { $0 < ordinal + 1 }
      guard settled.first != ordinal + 1 else { continue }
      let contact = assembler.contact(rows, row: row, source: source)
      let hash = analysis.hashes?.hash(ofRow: ordinal, at: account.hash)
      contacts.append(
        PlannedContact(
          row: ordinal + 1, payload: target.payload(for: contact),
          person: analysis.rows.sharedPerson(of: ordinal),
          memory: hash.map {
            ContactMemory(
              contact, hash: $0, account: account.keys, locks: account.locks,
              keepsValues: keepsValues)
          }))
    }
    return contacts
  }
}

// MARK: - Hashes

extension Analysis {
  /// The sources with what tells whether they are what they were. Reads each as a whole.
  ///
  /// - Throws: a `ReadingError` where one can't be read any more.
  package func hashedSources() async throws -> [RunSource] {
    try sources.map(\.source).map { source in
      try RunSource(hashing: source.path, name: source.name, shown: source.displayName)
    }
  }
}

extension RunSource {
  /// Reads the whole file at a path.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: what the user calls it.
  ///   - shown: the same, for messages.
  /// - Throws: a `ReadingError` where it can't be read; a `CancellationError`.
  package init(hashing path: String, name: String, shown: String) throws {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw ReadingError(.unreadable, "\(shown) can't be read any more.")
    }
    defer { try? file.close() }
    var hash = SHA256()
    var bytes = 0
    while let block = try file.read(upToCount: 1 << 20), !block.isEmpty {
      // Nobody waits for the hash of an import that was refused meanwhile.
      try Task.checkCancellation()
      hash.update(data: block)
      bytes += block.count
    }
    self.init(path: name, sha256: hash.finalize().hexadecimal, bytes: bytes)
  }
}

extension SHA256.Digest {
  fileprivate var hexadecimal: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension Logger {
  /// The same, with the run's number in each of its lines.
  fileprivate func naming(_ run: RunID) -> Logger {
    var logger = self
    logger[metadataKey: "run"] = "\(run)"
    return logger
  }
}
