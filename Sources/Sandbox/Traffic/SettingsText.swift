// The settings of the emulator as a user types them: `--rate`, `--faults`.

import Foundation

/// Something that a user of the emulator asked for and can't have.
package struct SandboxError: Error, CustomStringConvertible, Equatable {
  package enum Reason: String, Sendable {
    case badRate = "bad_rate"
    case badFaults = "bad_faults"
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
  /// Reads faults, separated by commas. Each applies to both sides, or to one if it begins with
  /// `getsales.` or `lemlist.`:
  ///
  /// | fault | what happens |
  /// |---|---|
  /// | `500=0.01` | this status, 400 to 599, for that share of the requests; nothing is stored |
  /// | `drop=0.01` | the connection is closed before anything is stored |
  /// | `drop-after=0.01` | the request is carried out, then the connection is closed |
  /// | `timeout=0.01` | no answer comes, nothing is stored |
  /// | `timeout-after=0.01` | the request is carried out, no answer comes |
  /// | `latency=50ms..200ms` | every answer is held back so long, or `latency=50ms` |
  /// | `credits=100` | 402 after so many accepted upserts |
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
      throw .faults("The chances in \"\(text)\" add up to more than 1.")
    }
  }
}

extension FaultProfile {
  fileprivate mutating func set(_ fault: Substring, item: String) throws(SandboxError) {
    let parts = fault.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let value = parts.count == 2 ? parts[1] : nil
    switch (name, value) {
    case ("block-agents", nil): blocksDefaultAgents = true
    case ("drop", let value?): drop = try Self.chance(value, item)
    case ("drop-after", let value?): dropAfterCommit = try Self.chance(value, item)
    case ("timeout", let value?): timeout = try Self.chance(value, item)
    case ("timeout-after", let value?): timeoutAfterCommit = try Self.chance(value, item)
    case ("latency", let value?): latency = try Self.durations(value, item)
    case ("credits", let value?):
      guard let number = Int(value), number >= 0 else {
        throw .faults("In \"\(item)\" there should be a number of upserts, such as credits=100.")
      }
      credits = number
    case (_, let value?):
      guard let status = Int(name), (400...599).contains(status) else {
        throw .faults(
          "\"\(name)\" isn't a fault: there are statuses from 400 to 599, drop, drop-after, "
            + "timeout, timeout-after, latency, credits and block-agents.")
      }
      statuses[status] = try Self.chance(value, item)
    case (_, nil):
      throw .faults("\"\(item)\" needs a value, such as \(name)=0.01.")
    }
  }

  private static func chance(_ text: Substring, _ item: String) throws(SandboxError) -> Double {
    guard let chance = Double(text), (0...1).contains(chance) else {
      throw .faults("The chance in \"\(item)\" should be a number from 0 to 1.")
    }
    return chance
  }

  private static func durations(
    _ text: Substring, _ item: String
  ) throws(SandboxError) -> ClosedRange<Duration> {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false)
    guard (1...2).contains(ends.count), let lower = Duration(typed: ends[0]),
      let upper = Duration(typed: ends[ends.count - 1]), lower <= upper
    else {
      throw .faults("The time in \"\(item)\" should be like 50ms, 1.5s or 50ms..200ms.")
    }
    return lower...upper
  }
}

extension SandboxError {
  fileprivate static func faults(_ sentence: String) -> SandboxError {
    SandboxError(reason: .badFaults, description: sentence)
  }
}

extension Duration {
  /// Reads `250ms`, `1.5s`, `2m` or a bare number of seconds; nil if it is none of these, or
  /// negative, or longer than a day.
  init?(typed text: Substring) {
    let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60)]
    let unit = units.first { text.hasSuffix($0.0) }
    guard let number = Double(text.dropLast(unit?.0.count ?? 0)) else { return nil }
    let seconds = number * (unit?.1 ?? 1)
    guard (0...86_400).contains(seconds) else { return nil }
    self = .milliseconds(seconds * 1000)
  }
}
