import ArgumentParser
import Foundation
import MusterKit

/// The program: parses the command line, runs a subcommand, and ends with its exit code.
@main
enum Main {
  static func main() async {
    ProcessMemory.shareArenas()
    ProcessMemory.keepPrivate(environment: ProcessInfo.processInfo.environment)
    Terminal.ignoreClosedPipes()
    do {
      try Muster.requireCommand(Array(CommandLine.arguments.dropFirst()))
      var command = try Muster.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      Failure.exit(.success)
    } catch {
      Failure.exit(with: error)
    }
  }
}

struct Muster: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "muster",
    abstract:
      """
      Upserts files of leads into \(TargetKind.allCases.map(\.displayName).joinedAsList("and")): every \
      lead passes, or you know why.
      """,
    discussion: """
      Start with a look at what would happen; nothing is sent:
        muster check leads.csv

      Rehearse the whole import against an emulator inside this process, without an account:
        muster import leads.csv --sandbox

      Then set \(TargetKind.allCases.map(\.keyVariable).joinedAsList("or")), and send:
        muster import leads.csv --to lemlist --list "Autumn"

      Exit codes: 0 all is well, 1 finished with rows to fix, 2 refused before the first upsert, \
      3 stopped by the target, 4 interrupted, 64 wrong usage, 65 unreadable file, 70 internal error, \
      78 wrong configuration.
      """,
    version: musterVersion,
    subcommands: [
      CheckCommand.self, ImportCommand.self, ResumeCommand.self, RetryCommand.self,
      StatusCommand.self, ReportCommand.self, PeekCommand.self, MapCommand.self, DoctorCommand.self,
      FieldsCommand.self,
      ExplainCommand.self, SandboxCommand.self,
      ConfigCommand.self, LedgerCommand.self,
    ]
  )
}
