/// How far a run is at a target.

import Foundation
import GRDB

/// What became of a run's contacts so far: what has to be known to go on with it.
package struct RunStanding: Sendable, Equatable {
  /// The rows whose contacts have an outcome that stands, ascending; from 1. They aren't sent again.
  package var settled: [Int] = []
  /// Accepted contacts that are on no list yet; they are `settled` too.
  package var unlisted: [ListEntry] = []
  /// The rows of contacts that may have been sent, and whose answer never came: ascending; from 1.
  package var inFlight: [Int] = []

  package init() {}
}

extension RunLedger {
  /// Whether accepted contacts of a run are on no list yet.
  package func hasUnlisted(run: RunID, target: TargetKind) throws(LedgerError) -> Bool {
    try flush()
    return try read { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM delivery WHERE \(Self.isUnlisted))",
        arguments: [run.rawValue, target.rawValue, DiagnosticCode.notAddedToList.rawValue])
        ?? false
    }
  }

  private static let isUnlisted =
    "run = ? AND target = ? AND state = 'accepted' AND code = ? AND target_id IS NOT NULL"

  /// How far a run is at a target. Outcomes that wait for their group are counted too. About a second a
  /// million contacts.
  package func standing(run: RunID, target: TargetKind) throws(LedgerError) -> RunStanding {
    try flush()
    return try read { database in
      var standing = RunStanding()
      let states = try Row.fetchCursor(
        database,
        sql: """
          SELECT row, state = 'sent' FROM delivery
          WHERE run = ? AND target = ? AND state <> 'planned' ORDER BY row
          """, arguments: [run.rawValue, target.rawValue])
      while let state = try states.next() {
        if state[1] {
          standing.inFlight.append(state[0])
        } else {
          standing.settled.append(state[0])
        }
      }
      let entries = try Row.fetchCursor(
        database,
        sql: """
          SELECT row, target_id, status, http_status, fingerprint FROM delivery
          WHERE \(Self.isUnlisted) ORDER BY row
          """,
        arguments: [run.rawValue, target.rawValue, DiagnosticCode.notAddedToList.rawValue])
      while let entry = try entries.next() {
        guard let status = RowStatus(rawValue: entry[2]) else {
          throw LedgerError(.corrupt, path: path)
        }
        let id: String = entry[1]
        standing.unlisted.append(
          ListEntry(
            row: entry[0], targetID: id,
            outcome: RowOutcome(
              status: status, targetID: id, attempts: 0, httpStatus: entry[3]),
            // As it was claimed; its keys were written when it was accepted.
            memory: (entry[4] as Data?).flatMap(ContentHash.init).map {
              ContactMemory(hash: $0, keys: [])
            }))
      }
      return standing
    }
  }
}
