/// The tables of the ledger, as named migrations: they are added to, never changed.

import GRDB

enum LedgerSchema {
  /// Brings a ledger of any earlier version up to date.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1 runs and deliveries") { database in
      try database.execute(sql: runs)
      try database.execute(sql: plans)
      try database.execute(
        sql: deliveries(
          "delivery",
          check:
            "state IN ('planned', 'sent', 'accepted', 'rejected', 'failed', 'unknown')"))
    }
    migrator.registerMigration("v2 send logs") { database in
      try database.execute(sql: secrets)
      try database.execute(sql: sendLogs)
    }
    migrator.registerMigration("v3 invocations") { database in
      try database.execute(sql: invocations)
    }
    migrator.registerMigration("v4 accepted contacts") { database in
      try database.execute(sql: accepted)
      try database.execute(sql: contactKeys)
    }
    migrator.registerMigration("v5 accounts, mappings and retries") { database in
      try database.execute(sql: planAccounts)
      try database.execute(sql: accounts)
      try database.execute(sql: unlisted)
      try database.execute(sql: acceptedLately)
      try database.execute(sql: runOrigins)
      // What these say was hashed in another way.
      try database.execute(sql: "DELETE FROM accepted; DELETE FROM contact_key")
    }
    migrator.registerMigration("v6 job outcomes") { database in
      try database.execute(sql: jobOutcomes)
    }
    migrator.registerMigration("v7 quicker checks") { database in
      try database.execute(sql: quickerChecks)
      try database.execute(sql: unlisted)
    }
    migrator.registerMigration("v8 kept values") { database in
      try database.execute(sql: keptValues)
    }
    return migrator
  }

  /// Times are milliseconds since 1970-01-01 UTC.
  private static let runs = """
    CREATE TABLE run (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      started INTEGER NOT NULL,
      finished INTEGER,
      state TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'stopped', 'finished')),
      exit_code INTEGER,
      directory TEXT NOT NULL,
      sources TEXT NOT NULL CHECK (json_valid(sources)),
      mapping_fingerprint TEXT NOT NULL,
      settings TEXT NOT NULL CHECK (json_valid(settings))
    ) STRICT
    """

  private static let plans = """
    CREATE TABLE plan (
      run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
      target TEXT NOT NULL,
      read INTEGER NOT NULL,
      send INTEGER NOT NULL,
      invalid INTEGER NOT NULL,
      duplicate INTEGER NOT NULL,
      unchanged INTEGER NOT NULL,
      suppressed INTEGER NOT NULL,
      PRIMARY KEY (run, target)
    ) STRICT, WITHOUT ROWID
    """

  /// `row` is the ordinal of the contact's row in its source, from 1. Without a rowid, the contacts
  /// of a run lie side by side in row order, which is how they are read.
  ///
  /// - Parameters:
  ///   - name: of the table.
  ///   - check: what a state has to be.
  /// - Returns: the statement that makes the table.
  private static func deliveries(_ name: String, check: String) -> String {
    """
    CREATE TABLE \(name) (
      run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
      target TEXT NOT NULL,
      row INTEGER NOT NULL CHECK (row > 0),
      state TEXT NOT NULL CHECK (\(check)),
      status TEXT,
      target_id TEXT,
      code TEXT,
      reason TEXT,
      attempts INTEGER NOT NULL DEFAULT 0,
      http_status INTEGER,
      fingerprint BLOB,
      updated_at INTEGER NOT NULL,
      PRIMARY KEY (run, target, row)
    ) STRICT, WITHOUT ROWID
    """
  }

  /// How the import was asked for, as JSON (`Invocation`); runs of earlier versions have none, and can't be
  /// resumed.
  private static let invocations = """
    ALTER TABLE run ADD COLUMN invocation TEXT
      CHECK (invocation IS NULL OR json_valid(invocation))
    """

  /// The contacts that accounts hold as they were last sent: a keyed hash of account, list and content, in
  /// two halves, and when it was accepted, in seconds since 1970-01-01 UTC.
  private static let accepted = """
    CREATE TABLE accepted (
      hash INTEGER PRIMARY KEY,
      check_hash INTEGER NOT NULL,
      accepted INTEGER NOT NULL
    ) STRICT
    """

  /// By what accounts know these contacts: half a keyed hash of account and identifier.
  private static let contactKeys = """
    CREATE TABLE contact_key (
      key INTEGER PRIMARY KEY,
      hash INTEGER NOT NULL
    ) STRICT
    """

  /// Where a plan's contacts go: a keyed hash of address, key and list.
  private static let planAccounts = "ALTER TABLE plan ADD COLUMN account BLOB"

  /// What was accepted last, in its order, and isn't merged into `accepted` and `contact_key` yet: these
  /// are in the order of hashes, so that each contact would touch pages of its own in every transaction.
  private static let acceptedLately = """
    CREATE TABLE accepted_lately (
      id INTEGER PRIMARY KEY,
      hash INTEGER NOT NULL,
      check_hash INTEGER NOT NULL,
      accepted INTEGER NOT NULL,
      is_held INTEGER NOT NULL,
      key_1 INTEGER,
      key_2 INTEGER,
      key_3 INTEGER,
      key_4 INTEGER
    ) STRICT;
    CREATE VIEW key_lately AS
      SELECT id, hash, key_1 AS key FROM accepted_lately WHERE key_1 IS NOT NULL
      UNION ALL SELECT id, hash, key_2 FROM accepted_lately WHERE key_2 IS NOT NULL
      UNION ALL SELECT id, hash, key_3 FROM accepted_lately WHERE key_3 IS NOT NULL
      UNION ALL SELECT id, hash, key_4 FROM accepted_lately WHERE key_4 IS NOT NULL
    """

  /// The contacts that are on no list yet, of all runs: few at a time. By their content, for other imports
  /// of the same.
  private static let unlisted = """
    CREATE INDEX unlisted ON delivery (fingerprint) WHERE code = 'not_added_to_list'
    """

  /// All accounts that anything was sent to: without them nobody could be found by an identifier.
  private static let accounts = """
    CREATE TABLE account (
      hash BLOB PRIMARY KEY,
      target TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """

  /// Where the columns of each source go, as JSON (`RunColumn`), and the run whose rows were taken back.
  private static let runOrigins = """
    ALTER TABLE run ADD COLUMN columns TEXT CHECK (columns IS NULL OR json_valid(columns));
    ALTER TABLE run ADD COLUMN retry_of INTEGER
    """

  /// What the ledger's hashes are made with, so that nobody can find what was hashed by trying. Made
  /// at random; a ledger has its own.
  private static let secrets = """
    CREATE TABLE secret (
      name TEXT PRIMARY KEY,
      value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """

  /// The last requests of each key, for all processes that use it. `account` is a keyed hash of the
  /// target's address and the key. Moments are microseconds on the machine's monotonic clock: they
  /// mean nothing after it was started anew. `sends` has 8 bytes for each, little-endian, ascending.
  private static let sendLogs = """
    CREATE TABLE send_log (
      account BLOB PRIMARY KEY,
      sends BLOB NOT NULL,
      due INTEGER NOT NULL,
      paused_until INTEGER NOT NULL,
      cautious_until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """

  /// `delivery` with its check of `state` as comparisons: for `IN` with more than two texts SQLite makes a table
  /// in memory each time that a row is written, which takes longer than writing it.
  private static let quickerChecks = """
    \(deliveries(
      "delivery_v7",
      check: ["accepted", "sent", "rejected", "failed", "unknown", "planned"]
        .map { "state = '\($0)'" }.joined(separator: " OR ")));
    INSERT INTO delivery_v7 SELECT * FROM delivery;
    DROP TABLE delivery;
    ALTER TABLE delivery_v7 RENAME TO delivery
    """

  /// Who the contact is, as JSON (`KeptValues`); null where that isn't asked for.
  private static let keptValues = """
    ALTER TABLE delivery ADD COLUMN contact TEXT CHECK (contact IS NULL OR json_valid(contact))
    """

  /// How the last imports of each job came out, those too that ended before there was a run: notices go
  /// by them. `rows` is null where it isn't to be compared.
  private static let jobOutcomes = """
    CREATE TABLE job_outcome (
      id INTEGER PRIMARY KEY,
      job TEXT NOT NULL,
      finished INTEGER NOT NULL,
      health TEXT NOT NULL CHECK (health IN ('ok', 'degraded', 'failed')),
      exit_code INTEGER NOT NULL,
      rows INTEGER
    ) STRICT;
    CREATE INDEX job_outcome_job ON job_outcome (job, id)
    """
}
