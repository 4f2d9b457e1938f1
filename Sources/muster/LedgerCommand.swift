import ArgumentParser
import Foundation
import MusterKit

struct LedgerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Look after the ledger: what is in it, whether it is sound, what may go.",
    subcommands: [
      Info.self, Verify.self, Export.self, Prune.self, Vacuum.self, Forget.self,
    ])

  struct Info: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "info", abstract: "Say where the ledger is, how large, and what is in it.")

    @OptionGroup var place: LedgerArguments

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
      let ledger = try await place.openExisting()
      let report = LedgerReport(try await ledger.info())
      try Terminal.write(json ? report.json.prettyText : report.text)
    }
  }

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract: "Read the whole ledger and check that its parts and all totals fit together.",
      discussion: "Exit codes: 0; 70 where something doesn't fit, named on standard output.")

    @OptionGroup var place: LedgerArguments

    func run() async throws {
      let ledger = try await place.openExisting()
      var problems = try await ledger.damages()
      let runs = try await ledger.runs(limit: .max)
      for record in runs where problems.isEmpty {
        let status = try await ledger.status(of: record)
        problems += status.mismatches.map { "run \(record.id): \($0.description)" }
      }
      guard problems.isEmpty else {
        try Terminal.write(problems.map { "\($0)\n" }.joined())
        Failure.exit(.internalError)
      }
      let counted = runs.count == 1 ? "1 run" : "\(runs.count.grouped) runs"
      try Terminal.write("The ledger is sound; the totals of \(counted) add up.\n")
    }
  }

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export",
      abstract: "Print runs and what became of their contacts, as JSON Lines.",
      discussion: """
        A line for each run (`"type": "run"`), and behind it one for each contact of the run that was \
        sent or about to be (`"type": "contact"`), by target and row. Who a contact is stands in it only where \
        the settings had it kept (`ledger.keep_values`).
        """)

    @Argument(help: "The number of a run. Without it, all runs, the oldest first.")
    var run: String?

    @OptionGroup var place: LedgerArguments

    @Option(
      help: ArgumentHelp(
        "A file to make, such as run-7.jsonl. (default: standard output)", valueName: "file"))
    var out: String?

    func run() async throws {
      let ledger = try await place.openExisting()
      let records: [RunRecord]
      if let run {
        records = [try await ledger.run(typed: run)]
      } else {
        records = try await ledger.runs(limit: .max).reversed()
      }
      guard let out else { return try await write(records, of: ledger, to: Terminal.write) }
      let file = try OutputFile(path: out, option: "--out", existing: .refused)
      try await write(records, of: ledger) { try file.write($0.span) }
      file.finish()
    }

    private func write(
      _ records: [RunRecord], of ledger: RunLedger, to write: ([UInt8]) throws -> Void
    ) async throws {
      for record in records {
        let status = try await ledger.status(of: record)
        try write(LedgerReport.line(of: status))
        for target in status.targets {
          var last = 0
          while true {
            let page = try await ledger.outcomes(
              run: record.id, target: target.kind, after: last)
            guard let end = page.last else { break }
            last = end.row
            try write(page.flatMap { LedgerReport.line(of: $0, run: record.id, target.kind) })
          }
        }
      }
    }
  }

  struct Prune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "prune",
      abstract: "Take out runs that ended some time ago.",
      discussion: """
        What accounts hold stays known: contacts that haven't changed are still not sent again. Runs that \
        were interrupted go too, and can't be resumed then. Run directories stay; `vacuum` gives the \
        room back.
        """)

    @Option(
      help: ArgumentHelp(
        "How long ago they ended at least: days, hours, minutes or seconds, such as 90d or 12h. (no default)",
        valueName: "time"))
    var olderThan: String

    @OptionGroup var place: LedgerArguments

    func run() async throws {
      guard let age = Duration(length: olderThan) else {
        throw Failure(.usage, "--older-than takes a time such as 90d, 12h or 30m.")
      }
      let ledger = try await place.openExisting()
      let pruned = try await ledger.prune(before: Date(timeIntervalSinceNow: -age.seconds))
      try await ledger.close()
      try Terminal.write(
        "\(pruned.runs.grouped) \(pruned.runs == 1 ? "run" : "runs") taken out, with what became of"
          + " \(pruned.deliveries.grouped) contacts.\n")
    }
  }

  struct Vacuum: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "vacuum", abstract: "Give the room of what was taken out back to the disk.")

    @OptionGroup var place: LedgerArguments

    func run() async throws {
      let ledger = try await place.openExisting()
      let before = try await ledger.info().bytes
      try await ledger.vacuum()
      let after = try await ledger.info().bytes
      try await ledger.close()
      try Terminal.write("\(before.grouped) bytes before, \(after.grouped) now.\n")
    }
  }

  struct Forget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "forget",
      abstract: "Erase what the ledger keeps of people, by e-mail address or LinkedIn identifier.",
      discussion: """
        Pass all by which you know one person, once for each person. It names the results that still have \
        the person's rows: those files are yours to remove, and so are the contacts at the targets.
        """)

    @Argument(help: "E-mail addresses, LinkedIn links or identifiers.")
    var identifiers: [String]

    @OptionGroup var place: LedgerArguments

    func run() async throws {
      let keys = try identifiers.map { text in
        guard let key = PersonKey(naming: text) else {
          throw Failure(
            .usage,
            "One of these is no e-mail address and no LinkedIn identifier: pass it as a file has it."
          )
        }
        return key
      }
      let ledger = try await place.openExisting()
      let forgotten = try await ledger.forget(keys)
      try await ledger.close()
      try Terminal.write(LedgerReport.text(of: forgotten))
    }
  }
}
