/// What will be sent to a target, what won't, and what it costs: known before the first request.
package struct TargetPlan: Sendable, Equatable {
  package var target: TargetKind
  package var read = 0
  /// The number of contacts to be sent.
  package var send = 0
  package var invalid = 0
  package var duplicate = 0
  package var suppressed = 0
  package var unchanged = 0
  /// Contacts that `--limit` or `--canary` leaves for later.
  package var leftOut = 0
  /// Contacts that can't be known at the target.
  package var withoutIdentifier = 0
  /// Contacts that stay unsent because all they have is a mail that several people share.
  package var sharedMail = 0
  /// Requests that check key and list before the first contact.
  package var preflightRequests = 0
  /// Requests that put contacts on a list.
  package var listRequests = 0
  /// The least time that all requests take at the key's limit, in seconds.
  package var estimatedSeconds = 0.0

  package var requests: Int { send + preflightRequests + listRequests }

  /// How many rows need no request of their own, because they are invalid, duplicates or not to be sent;
  /// those that are only left for later aren't among them.
  package var requestsSaved: Int { read - send - leftOut }

  /// `limit` is how many contacts are sent at most (nil: all), and `pace` the requests a second that
  /// the limiter lets through (nil: without limit).
  package init(rows: RowPlan, rules: TargetRules, limit: Int?, pace: Double?) {
    target = rules.kind
    read = rows.count
    for row in 0..<rows.count {
      switch rows.verdict(row: row, rules: rules) {
      case .send: send += 1
      case .duplicate: duplicate += 1
      case .suppressed: suppressed += 1
      case .unchanged: unchanged += 1
      case .damaged: invalid += 1
      case .withoutIdentifier:
        invalid += 1
        withoutIdentifier += 1
      case .sharedMail:
        invalid += 1
        sharedMail += 1
      }
    }
    if let limit, send > limit {
      leftOut = send - limit
      send = limit
    }
    if send > 0 {
      preflightRequests = rules.preflightRequests
      if let batch = rules.listBatch { listRequests = (send + batch - 1) / batch }
      if let pace { estimatedSeconds = Double(requests) / pace }
    }
  }
}

/// On how many rows each code was remarked, with a few examples of each.
package struct RemarkTally: Sendable {
  package struct Example: Sendable, Equatable {
    /// The row, from 1.
    package var row: Int
    /// The line, from 1.
    package var line: Int
    package var column: String?
    package var message: String
    package var value: String?
  }

  package struct Entry: Sendable {
    /// How many rows have such a remark, on however many of their cells.
    package var count = 0
    /// The last of them, from 1.
    fileprivate var lastRow = 0
    package var severity: Diagnostic.Severity
    /// One for each cell.
    package var examples: [Example] = []
  }

  /// How many examples are kept of each code.
  private let exampleLimit: Int
  package private(set) var entries: [DiagnosticCode: Entry] = [:]

  package init(exampleLimit: Int) {
    self.exampleLimit = exampleLimit
  }

  /// Counts a remark. Those on one row come one after the other.
  ///
  /// - Parameters:
  ///   - diagnostic: a line that it names goes before `line`.
  ///   - row: the row, from 1.
  ///   - line: the line on which it starts, from 1.
  package mutating func add(_ diagnostic: Diagnostic, row: Int, line: Int) {
    var entry = entries[diagnostic.code] ?? Entry(severity: diagnostic.severity)
    if entry.lastRow != row { entry.count += 1 }
    entry.lastRow = row
    entry.severity = max(entry.severity, diagnostic.severity)
    if entry.examples.count < exampleLimit {
      entry.examples.append(
        Example(
          row: row, line: diagnostic.line ?? line, column: diagnostic.column,
          message: diagnostic.message, value: diagnostic.value))
    }
    entries[diagnostic.code] = entry
  }

  /// The codes, errors first, then by the number of their rows.
  package var sorted: [(code: DiagnosticCode, entry: Entry)] {
    entries.map { ($0.key, $0.value) }.sorted {
      ($1.1.severity, $1.1.count, $0.0.rawValue) < ($0.1.severity, $0.1.count, $1.0.rawValue)
    }
  }
}
