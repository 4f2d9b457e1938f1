/// What became of each row of an import.

/// Where a row stands.
struct RowPlace {
  /// From 1.
  var row: Int
  /// The line on which it starts, from 1.
  var line: Int
  /// Its file, where there are several.
  var file: String?
}

/// Tells what became of rows at one target. A class, because it is asked about each row: nothing of it is
/// copied for that.
final class OutcomeRules: Sendable {
  let rows: RowPlan
  let rules: TargetRules
  /// How many contacts were to be sent at most.
  let limit: Int?
  let ending: DeliverySummary.Ending
  let suppression: SuppressionList

  init(
    rows: RowPlan, rules: TargetRules, limit: Int?, ending: DeliverySummary.Ending,
    suppression: SuppressionList
  ) {
    self.rows = rows
    self.rules = rules
    self.limit = limit
    self.ending = ending
    self.suppression = suppression
  }

  /// Whether what became of a row, from 1, can depend on what was remarked on it. It can where the ledger has
  /// something of it, too.
  @inline(__always)
  func asksForRemarks(row: Int) -> Bool {
    switch rows.verdict(row: row - 1, rules: rules) {
    case .duplicate, .suppressed, .unchanged: false
    case .damaged, .withoutIdentifier, .sharedMail, .send: true
    }
  }

  /// How many contacts the rows of a range, from 1, stand for that were to be sent.
  func countSent(_ range: Range<Int>) -> Int {
    range.count { rows.verdict(row: $0 - 1, rules: rules) == .send }
  }

  /// What became of a row.
  ///
  /// - Parameters:
  ///   - place: where it stands.
  ///   - record: what the ledger has of it.
  ///   - remarks: what was remarked on the row when it was read.
  ///   - contacts: how many contacts were to be sent before it; this row's is counted.
  ///   - tally: counts what the target made of it.
  /// - Returns: `notSent` for a contact without a record in the ledger, or without an answer there.
  func outcome(
    at place: RowPlace, record: DeliveryRecord?, remarks: ArraySlice<RowDamage>,
    contacts: inout Int, tally: inout OutcomeTally
  ) -> RowOutcome {
    let verdict = rows.verdict(row: place.row - 1, rules: rules)
    switch verdict {
    case .duplicate(let other):
      return RowOutcome(
        status: .duplicate,
        reason: "The same person as row \(other + 1), whose contact it belongs to.",
        duplicateOf: other + 1)
    case .damaged:
      return Self.invalid(remarks.map(\.diagnostic).filter { $0.severity == .error })
    case .withoutIdentifier, .sharedMail:
      return Self.invalid(
        rules.remarks(on: verdict, withholdsMail: false) + remarks.map(\.diagnostic))
    case .suppressed: return suppressed(place.row)
    // One may have become so in this run.
    case .unchanged: if record == nil { return Self.unchanged }
    case .send: contacts += 1
    }
    var outcome = answered(record, contacts: contacts)
    tally.add(outcome, row: place.row, line: place.line, file: place.file)
    // A remark on the row is worth a place where the target had nothing to say.
    if outcome.code == nil {
      let withheld = rows.withholdsMail(ofRow: place.row - 1)
      let own =
        remarks.map(\.diagnostic) + rules.remarks(on: .send, withholdsMail: withheld)
      if let remark = own.max(by: { $0.severity < $1.severity }), remark.severity != .note {
        outcome.code = remark.code.rawValue
        outcome.reason = remark.placedMessage
      }
    }
    return outcome
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

  private func answered(_ record: DeliveryRecord?, contacts: Int) -> RowOutcome {
    guard let record else { return neverSent(contacts: contacts) }
    return record.outcome
      ?? RowOutcome(
        status: .notSent, code: DiagnosticCode.runInterrupted.rawValue,
        reason: "The run stopped before the answer came: muster resume sends it once more.",
        attempts: 1)
  }

  private func neverSent(contacts: Int) -> RowOutcome {
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
}

extension Diagnostic {
  /// Whether nobody knows which value of the row belongs where.
  var isDamage: Bool { severity == .error && code.entry.kind == .structure }

  /// The sentence with its column in front.
  fileprivate var placedMessage: String { column.map { "\($0): \(message)" } ?? message }
}

// MARK: - Batch by batch

/// What became of the rows of a batch, as it is written down.
struct BatchOutcomes: Sendable {
  var results: ResultLines
  var rejected: RejectedLines
  /// What each target had to say against contacts.
  var tallies: [OutcomeTally]
}

/// Finds out what became of the rows of batches, of several at once.
struct OutcomeFinder: Sendable {
  /// One for each target.
  let targets: [OutcomeRules]
  let sources: [MappedSource]
  let columns: ResultHeader
  let results: ResultLines
  let rejected: RejectedLines

  private let returned: ReturnedRows
  /// The names of the sources, where there are several.
  private let files: [String]

  init(
    _ targets: [OutcomeRules], _ sources: [MappedSource], columns: ResultHeader,
    results: ResultLines, rejected: RejectedLines
  ) {
    self.targets = targets
    self.sources = sources
    self.columns = columns
    self.results = results
    self.rejected = rejected
    returned = ReturnedRows(header: columns.names)
    files = sources.count > 1 ? sources.map(\.source.displayName) : []
  }

  /// About what our own columns take, for each row and target, in bytes.
  private static let ownBytes = 96

  /// What became of the rows of a batch.
  ///
  /// - Parameters:
  ///   - batch: the rows.
  ///   - source: the index of their file, from 0.
  ///   - records: for each target what the ledger has of them, in their order.
  ///   - contacts: for each target how many contacts were to be sent before them.
  /// - Returns: the lines that say it.
  func outcomes(
    of batch: RowBatch, source: Int, records: [ArraySlice<DeliveryRecord>], contacts: [Int]
  ) -> BatchOutcomes {
    var found = BatchOutcomes(
      results: results, rejected: rejected,
      tallies: targets.map { OutcomeTally(target: $0.rules.kind) })
    var records = records
    var contacts = contacts
    let asked =
      records.contains { !$0.isEmpty }
      || (batch.firstRow..<batch.firstRow + batch.count).contains { row in
        targets.contains { $0.asksForRemarks(row: row) }
      }
    // What is remarked on a row is found again: to keep it for all rows would take memory.
    var remarks = (asked ? sources[source].mapper.judge(batch).remarks : [])[...]
    let aligned = columns.align(batch, source: source)
    found.results.reserve(aligned, own: Self.ownBytes * targets.count)
    var outcomes: [RowOutcome] = []
    for row in 0..<batch.count {
      let own = remarks.prefix { $0.row == row }
      remarks = remarks.dropFirst(own.count)
      let place = RowPlace(
        row: batch.firstRow + row, line: Int(batch.rows[row].line),
        file: files.isEmpty ? nil : files[source])
      outcomes.removeAll(keepingCapacity: true)
      for index in targets.indices {
        let hasRecord = records[index].first?.row == place.row
        outcomes.append(
          targets[index].outcome(
            at: place, record: hasRecord ? records[index].popFirst() : nil, remarks: own,
            contacts: &contacts[index], tally: &found.tallies[index]))
      }
      if own.contains(where: \.diagnostic.isDamage) {
        let mark = returned.mark(of: row, in: aligned)
        for index in outcomes.indices where outcomes[index].status == .invalid {
          outcomes[index].reason = "\(outcomes[index].reason ?? "") \(mark)"
        }
      }
      found.results.append(row, of: aligned, source: source, outcomes: outcomes)
      found.rejected.append(row, of: aligned, outcomes: outcomes)
    }
    return found
  }
}
