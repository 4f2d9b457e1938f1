/// `summary.json`: what scripts read of a run. Its names are a contract.

package import Foundation

/// Every count is there, also at zero. No value of a row is in it, and no key.
package struct RunSummary: Codable, Sendable, Equatable {
  package var run: RunID
  /// The run whose results were taken back.
  package var retryOf: RunID?
  package var started: Date
  package var finished: Date
  package var exitCode: Int
  package var sources: [SourceSummary]
  package var targets: [TargetSummary]
  /// The plan, as `muster check --json` prints it.
  package var plan: JSONValue
  /// Which column went into which field, as `muster map --json` prints it.
  package var mapping: JSONValue
  /// All settings as resolved, without keys.
  package var settings: JSONValue
  package var durations: RunDurations
  /// Of muster. Summaries of earlier versions have neither this nor what follows.
  package var version: String?
  /// Of muster, of the libraries it is linked with, and of the system, as an object of texts.
  package var versions: JSONValue?
  /// Whether it went into an emulator inside the process.
  package var isSandbox: Bool?
  /// The run's own directory, an absolute path.
  package var directory: String?
  /// How many rows `rejected.csv` has.
  package var rowsToFix: Int?
  /// What is wrong with rows, columns and answers, the worst first.
  package var problems: [ProblemSummary]?
  /// The people with several rows.
  package var collisions: CollisionSummary?

  package init(
    run: RunID, retryOf: RunID? = nil, started: Date, finished: Date, exitCode: Int,
    sources: [SourceSummary],
    targets: [TargetSummary], plan: JSONValue = .null, mapping: JSONValue = .null,
    settings: JSONValue = .null, durations: RunDurations = RunDurations()
  ) {
    self.run = run
    self.retryOf = retryOf
    self.started = started
    self.finished = finished
    self.exitCode = exitCode
    self.sources = sources
    self.targets = targets
    self.plan = plan
    self.mapping = mapping
    self.settings = settings
    self.durations = durations
  }

  /// Indented, the names of each object sorted, times in UTC with milliseconds; the same summary
  /// gives the same bytes.
  package func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(date.formatted(.timestamp))
    }
    return [UInt8](try encoder.encode(self)) + [0x0A]
  }

  /// Reads back what `json()` wrote.
  ///
  /// - Throws: a `DecodingError`, also for numbers that no run has.
  package init(json: [UInt8]) throws {
    let value = try JSONDecoder().decode(JSONValue.self, from: Foundation.Data(json))
    guard value.hasOrdinaryNumbers else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: [], debugDescription: "A number is out of bounds."))
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let text = try decoder.singleValueContainer().decode(String.self)
      return try Date(text, strategy: .timestamp)
    }
    self = try decoder.decode(RunSummary.self, from: Foundation.Data(json))
  }

  /// Takes out the values that remarks are about.
  package mutating func hideValues() {
    problems = problems?.map { problem in
      var problem = problem
      for index in problem.examples.indices { problem.examples[index].value = nil }
      return problem
    }
  }

  private enum CodingKeys: String, CodingKey {
    case run
    case retryOf = "retry_of"
    case started, finished
    case exitCode = "exit_code"
    case sources, targets, plan, mapping, settings, durations, version, versions
    case isSandbox = "sandbox"
    case directory
    case rowsToFix = "rows_to_fix"
    case problems, collisions
  }
}

package struct SourceSummary: Codable, Sendable, Equatable {
  package var path: String
  package var sha256: String
  package var rows: Int
  /// As `muster peek --json` prints it.
  package var dialect: JSONValue

  package init(path: String, sha256: String, rows: Int, dialect: JSONValue) {
    self.path = path
    self.sha256 = sha256
    self.rows = rows
    self.dialect = dialect
  }
}

package struct TargetSummary: Codable, Sendable, Equatable {
  package var target: TargetKind
  package var rows: RowCounts
  package var requests: RequestSummary
  /// From the first request to the last answer, waits included.
  package var sendingSeconds: Double
  /// Why nothing more was sent, as a sentence; nil where all was.
  package var stopped: String?
  /// How sending went over time; nil where nothing was sent.
  package var timeline: RunTimeline?

  package init(
    target: TargetKind, rows: RowCounts, requests: RequestSummary, sendingSeconds: Double
  ) {
    self.target = target
    self.rows = rows
    self.requests = requests
    self.sendingSeconds = sendingSeconds
  }

  private enum CodingKeys: String, CodingKey {
    case target, rows, requests
    case sendingSeconds = "sending_seconds"
    case stopped, timeline
  }
}

/// The rows read, and how many are in each status.
package struct RowCounts: Codable, Sendable, Equatable {
  package var read: Int
  package var statuses: StatusCounts

  package init(read: Int, statuses: StatusCounts) {
    self.read = read
    self.statuses = statuses
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    read = try container.decode(Int.self, forKey: .read)
    statuses = StatusCounts()
    for status in RowStatus.allCases {
      statuses[status] = try container.decode(Int.self, forKey: Key(status))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(read, forKey: .read)
    for status in RowStatus.allCases {
      try container.encode(statuses[status], forKey: Key(status))
    }
  }

  private struct Key: CodingKey {
    static let read = Key(stringValue: "read")
    let stringValue: String
    var intValue: Int? { nil }

    init(_ status: RowStatus) { stringValue = status.rawValue }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

package struct RequestSummary: Codable, Sendable, Equatable {
  /// All requests, repeats included.
  package var sent: Int
  /// Those that the target answered with success.
  package var accepted: Int
  /// Those that were repeats of a failed one.
  package var retried: Int
  /// Those that the target turned away for the rate limit.
  package var rateLimited: Int

  package init(sent: Int = 0, accepted: Int = 0, retried: Int = 0, rateLimited: Int = 0) {
    self.sent = sent
    self.accepted = accepted
    self.retried = retried
    self.rateLimited = rateLimited
  }

  private enum CodingKeys: String, CodingKey {
    case sent, accepted, retried
    case rateLimited = "rate_limited"
  }
}

/// How long the parts of a run took, in seconds.
package struct RunDurations: Codable, Sendable, Equatable {
  /// Reading, mapping, validation, deduplication and the plan.
  package var checkSeconds: Double
  package var sendSeconds: Double
  /// Writing the results.
  package var reportSeconds: Double
  package var totalSeconds: Double

  package init(
    checkSeconds: Double = 0, sendSeconds: Double = 0, reportSeconds: Double = 0,
    totalSeconds: Double = 0
  ) {
    self.checkSeconds = checkSeconds
    self.sendSeconds = sendSeconds
    self.reportSeconds = reportSeconds
    self.totalSeconds = totalSeconds
  }

  private enum CodingKeys: String, CodingKey {
    case checkSeconds = "check_seconds"
    case sendSeconds = "send_seconds"
    case reportSeconds = "report_seconds"
    case totalSeconds = "total_seconds"
  }
}

extension JSONValue {
  /// Whether all numbers in it are such that sums and products of them can be reckoned with.
  fileprivate var hasOrdinaryNumbers: Bool {
    let greatest = 1e12
    return switch self {
    case .integer(let number): number.magnitude <= UInt(greatest)
    case .number(let number): number.magnitude <= greatest
    case .array(let elements): elements.allSatisfy(\.hasOrdinaryNumbers)
    case .object(let members): members.allSatisfy(\.value.hasOrdinaryNumbers)
    case .null, .bool, .string: true
    }
  }
}
