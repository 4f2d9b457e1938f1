/// What `muster ledger` prints.

import Foundation

package struct LedgerReport: Sendable {
  private let info: LedgerInfo

  package init(_ info: LedgerInfo) {
    self.info = info
  }

  package var text: String {
    let runs = RunState.allCases.compactMap { state in
      info.runs[state].map { "\($0.grouped) \(state.rawValue)" }
    }
    let oldest = info.oldestRun.map { ", the oldest of \($0.formatted(.timestamp))" } ?? ""
    return """
      \(info.path)
        \(info.bytes.grouped) bytes; tables as of \(info.migrations.last ?? "none")
        runs: \(runs.isEmpty ? "none" : runs.joined(separator: ", "))\(oldest)
        contacts in runs: \(info.deliveries.grouped)
        contacts known as accounts hold them: \(info.accepted.grouped)

      """
  }

  package var json: JSONValue {
    .object([
      "path": .string(info.path), "bytes": .integer(info.bytes),
      "migrations": .array(info.migrations.map { .string($0) }),
      "runs": .object(
        RunState.allCases.map {
          JSONMember(name: $0.rawValue, value: .integer(info.runs[$0] ?? 0))
        }),
      "oldest_run": info.oldestRun.map { .string($0.formatted(.timestamp)) } ?? .null,
      "run_contacts": .integer(info.deliveries), "accepted_contacts": .integer(info.accepted),
    ])
  }

  // MARK: Export

  /// A run as a line of JSON.
  package static func line(of run: RunStatus) -> [UInt8] {
    Array("{\"type\":\"run\",\(StatusReport.json(run).canonicalText.dropFirst())\n".utf8)
  }

  /// A contact of a run as a line of JSON.
  package static func line(
    of delivery: DeliveryRecord, run: RunID, _ target: TargetKind
  ) -> [UInt8] {
    var text = JSONText(capacity: 256)
    let outcome = delivery.outcome
    text.beginObject()
    text.member("type", "contact")
    text.member("run", Int(run.rawValue))
    text.member("target", target.rawValue)
    text.member("row", delivery.row)
    text.member("state", delivery.state.rawValue)
    text.member("status", orNull: outcome?.status.rawValue)
    text.member("target_id", orNull: outcome?.targetID)
    text.member("code", orNull: outcome?.code)
    text.member("reason", orNull: outcome?.reason)
    text.member("attempts", outcome?.attempts ?? 0)
    text.member("http_status", orNull: outcome?.httpStatus)
    text.key("contact")
    text.raw(Array((delivery.values?.json ?? .null).canonicalText.utf8))
    text.endObject()
    return text.bytes + [0x0A]
  }

  // MARK: Forgotten people

  package static func text(of forgotten: Forgotten) -> String {
    guard forgotten.keys > 0 || forgotten.deliveries > 0 else {
      return "The ledger keeps nothing under these identifiers.\n"
    }
    let contacts = forgotten.deliveries == 1 ? "contact" : "contacts"
    var lines = [
      "Erased: \(forgotten.accepted.grouped) as accounts held them, and what \(forgotten.deliveries.grouped)"
        + " \(contacts) in runs were."
    ]
    if !forgotten.isOverwritten {
      lines.append(
        "Another process reads the ledger: until that ends, and one writes again, its -wal file still has it."
      )
    }
    if !forgotten.places.isEmpty {
      lines.append("Results that still have rows of theirs, where they weren't removed:")
      lines += forgotten.places.map { place in
        let rows = place.rows.map(String.init).joined(separator: ", ")
        return "  \(place.directory)  (\(place.rows.count == 1 ? "row" : "rows") \(rows))"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
