/// How the imports of a job came out, one after another.

package import Foundation
import GRDB

/// How well an import came out.
package enum JobHealth: String, Sendable, CaseIterable {
  /// It came to its end, and nothing is odd about it.
  case ok
  /// It came to its end, and something is odd about it.
  case degraded
  /// It didn't come to its end.
  case failed
}

/// How an import came out, as the next one of its job sees it.
package struct PastOutcome: Sendable, Equatable {
  package var health: JobHealth
  package var finished: Date
  package var exitCode: Int
  /// The rows read; nil where they aren't to be compared.
  package var rows: Int?

  package init(health: JobHealth, finished: Date, exitCode: Int, rows: Int?) {
    self.health = health
    self.finished = finished
    self.exitCode = exitCode
    self.rows = rows
  }
}

extension RunLedger {
  /// How many outcomes of a job are kept.
  private static let mostOutcomes = 100

  /// The last outcomes of a job, the newest first.
  package func outcomes(of job: String, limit: Int = 100) throws(LedgerError) -> [PastOutcome] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT health, finished, exit_code, rows FROM job_outcome
          WHERE job = ? ORDER BY id DESC LIMIT ?
          """, arguments: [job, limit]
      ).compactMap { row in
        JobHealth(rawValue: row[0]).map { health in
          PastOutcome(
            health: health, finished: Date(milliseconds: row[1]), exitCode: row[2], rows: row[3])
        }
      }
    }
  }

  /// Notes how an import of a job came out.
  package func note(_ outcome: PastOutcome, of job: String) throws(LedgerError) {
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO job_outcome (job, finished, health, exit_code, rows) VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          job, Int64(milliseconds: outcome.finished), outcome.health.rawValue, outcome.exitCode,
          outcome.rows,
        ])
      try database.execute(
        sql: """
          DELETE FROM job_outcome WHERE job = ? AND id <= (
            SELECT id FROM job_outcome WHERE job = ? ORDER BY id DESC LIMIT 1 OFFSET ?)
          """, arguments: [job, job, Self.mostOutcomes])
    }
  }
}
