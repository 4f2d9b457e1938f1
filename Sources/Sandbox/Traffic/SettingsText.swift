// The settings of the emulator as a user types them: `--rate`, `--faults`, `--outage`.

import Foundation

/// Something that a user of the emulator asked for and can't have.
package struct SandboxError: Error, CustomStringConvertible, Equatable {
  package enum Reason: String, Sendable {
    case badRate = "bad_rate"
    case badFaults = "bad_faults"
    case badOutage = "bad_outage"
    case cannotListen = "cannot_listen"
  }

  package var reason: Reason
  /// One sentence for the user.
  package var description: String
}

extension SandboxConfiguration.Rate {
  /// Reads `documented`, `none` or `N/W`, where W is in seconds (`20/2`) or has a unit
  /// (`100/500ms`, `300/1m`).
  package init(parsing text: String) throws(SandboxError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if text == "documented" {
      self = .documented
    } else if text == "none" {
      self = .none
    } else if parts.count == 2, let requests = Int(parts[0]), requests > 0,
      let window = Duration(typed: parts[1]), window > .zero
    {
      self = .custom(requests: requests, window: window)
    } else {
      throw SandboxError(
        reason: .badRate,
        description: "The rate \"\(text)\" isn't \"documented\", \"none\" or REQUESTS/SECONDS, "
          + "such as 20/2.")
    }
  }
}

extension SandboxFaults {
  /// Reads faults, `NAME:VALUE`, separated by commas. Each applies to both sides, or to one if it
  /// begins with `getsales.` or `lemlist.`. A chance is a percentage or a number from 0 to 1:
  ///
  /// | fault | what happens |
  /// |---|---|
  /// | `500:1%`, `500:0.01` | this status, 400 to 599, for that share of the requests; nothing is stored |
  /// | `reset:1%` | the connection is closed before anything is stored |
  /// | `reset-after-commit:1%` | the request is carried out, then the connection is closed |
  /// | `timeout:1%` | no answer comes, nothing is stored |
  /// | `timeout-after-commit:1%` | the request is carried out, no answer comes |
  /// | `html:1%` | a proxy's HTML page with 502, 503 or 504; nothing is stored |
  /// | `garbage:1%` | the request is carried out; the success is cut in the middle or isn't JSON |
  /// | `latency:20..400ms` | every answer is held back so long, or `latency:50ms` |
  /// | `credits:100` | 402 after so many accepted upserts |
  /// | `block-agents` | 403 with an HTML page for no User-Agent or a library's default one |
  package init(parsing text: String) throws(SandboxError) {
    self.init()
    for item in text.split(separator: ",") {
      let item = item.trimmingCharacters(in: .whitespaces)
      let sides: [SandboxSide]
      let fault: Substring
      if item.hasPrefix("getsales.") {
        (sides, fault) = ([.getSales], item.dropFirst("getsales.".count))
      } else if item.hasPrefix("lemlist.") {
        (sides, fault) = ([.lemlist], item.dropFirst("lemlist.".count))
      } else {
        (sides, fault) = (SandboxSide.allCases, item[...])
      }
      for side in sides { try self[side].set(fault, item: item) }
    }
    for side in SandboxSide.allCases where self[side].totalChance > 1.000_001 {
      throw .faults("The chances in \"\(text)\" add up to more than 100%.")
    }
  }
}

extension FaultProfile {
  fileprivate mutating func set(_ fault: Substring, item: String) throws(SandboxError) {
    let parts = fault.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard parts.count == 2 else {
      if name == "block-agents" { return blocksDefaultAgents = true }
      throw .faults("\"\(item)\" should be a name and a value, such as 500:1%.")
    }
    let value = parts[1]
    switch name {
    case "latency": latency = try Self.durations(value, item)
    case "credits":
      guard let number = Int(value), number >= 0 else {
        throw .faults("In \"\(item)\" there should be a number of upserts, such as credits:100.")
      }
      credits = number
    case "block-agents": throw .faults("block-agents takes no value.")
    default:
      if let chance = Self.chances.first(where: { $0.name == name }) {
        return self[keyPath: chance.path] = try Self.chance(value, item)
      }
      guard let status = Int(name), (400...599).contains(status) else {
        throw .faults(
          "\"\(name)\" isn't a fault: there are statuses from 400 to 599, "
            + "\(Self.chances.map(\.name).joined(separator: ", ")), latency, credits and "
            + "block-agents.")
      }
      statuses[status] = try Self.chance(value, item)
    }
  }

  private static func chance(_ text: Substring, _ item: String) throws(SandboxError) -> Double {
    let isPercentage = text.hasSuffix("%")
    let number = Double(isPercentage ? text.dropLast() : text)
    guard let chance = number.map({ isPercentage ? $0 / 100 : $0 }), (0...1).contains(chance) else {
      throw .faults("The chance in \"\(item)\" should be like 2% or 0.02.")
    }
    return chance
  }

  /// `50ms` or `20..400ms`: the unit of the last end counts for both, if the first has none.
  private static func durations(
    _ text: Substring, _ item: String
  ) throws(SandboxError) -> ClosedRange<Duration> {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false)
    guard (1...2).contains(ends.count), let last = ends.last, let unit = Duration.unit(of: last),
      let lower = Duration(typed: Duration.unit(of: ends[0]) == nil ? ends[0] + unit : ends[0]),
      let upper = Duration(typed: last), lower <= upper
    else {
      throw .faults("The time in \"\(item)\" should be like 50ms, 1.5s or 20..400ms.")
    }
    return lower...upper
  }
}

extension [SandboxOutage] {
  /// Reads outages, separated by commas: `10s@30s` begins 30 s after the first request and lasts
  /// 10 s, during which connections are closed without an answer; `10s@30s:503` answers with
  /// that status, 500 to 599, instead. Times as in `--rate`.
  package init(parsing text: String) throws(SandboxError) {
    self = []
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let item = item.trimmingCharacters(in: .whitespaces)
      let halves = item.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let times = (halves.first ?? "").split(separator: "@", omittingEmptySubsequences: false)
      let status = halves.count == 2 ? Int(halves[1]) : nil
      guard times.count == 2, let length = Duration(typed: times[0]), length > .zero,
        let start = Duration(typed: times[1]), halves.count == 1 || status != nil,
        (500...599).contains(status ?? 503)
      else {
        throw SandboxError(
          reason: .badOutage,
          description:
            "The outage \"\(item)\" should be like 10s@30s, which is 10 s beginning 30 s "
            + "after the first request, or 10s@30s:503.")
      }
      append(SandboxOutage(length: length, start: start, status: status))
    }
  }
}

extension SandboxError {
  fileprivate static func faults(_ sentence: String) -> SandboxError {
    SandboxError(reason: .badFaults, description: sentence)
  }
}

extension Duration {
  private static let units: [(name: String, seconds: Double)] = [
    ("ms", 0.001), ("s", 1), ("m", 60),
  ]

  /// The unit that a time is typed in; nil if it has none.
  fileprivate static func unit(of text: Substring) -> String? {
    units.first { text.hasSuffix($0.name) }?.name
  }

  /// Reads `250ms`, `1.5s`, `2m` or a bare number of seconds; nil if it is none of these, or
  /// negative, or longer than a day.
  init?(typed text: Substring) {
    let unit = Self.units.first { text.hasSuffix($0.name) }
    guard let number = Double(text.dropLast(unit?.name.count ?? 0)) else { return nil }
    let seconds = number * (unit?.seconds ?? 1)
    guard (0...86_400).contains(seconds) else { return nil }
    self = .milliseconds(seconds * 1000)
  }
}
