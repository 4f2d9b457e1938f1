import ArgumentParser
import Foundation
import Logging
import MusterKit
import Sandbox
import UnixSignals

struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Run an emulator of both APIs on loopback, with a page to look at.",
    discussion: """
      Serves http://127.0.0.1:PORT as GetSales and http://127.0.0.1:PORT/api as lemlist, until it is \
      interrupted. What it holds is shown at its address in a browser. Any key is accepted unless \
      one is given.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The port on 127.0.0.1; 0 takes a free one.", valueName: "n"))
  var port = 8088

  @Option(
    help: ArgumentHelp(
      "documented, none, or N/W: N requests in W, such as 50/10s.", valueName: "rate"))
  var rate = "documented"

  @Option(
    help: ArgumentHelp("Faults to make, such as 500=0.01,latency=50ms..200ms.", valueName: "list"))
  var faults: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("What ids and faults follow from.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("The only key that GetSales accepts.", valueName: "key"))
  var getsalesKey: String?

  @Option(help: ArgumentHelp("The only key that lemlist accepts.", valueName: "key"))
  var lemlistKey: String?

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535.") }
  }

  func run() async throws {
    var configuration = SandboxConfiguration()
    configuration.port = port
    configuration.seed = seed
    configuration.getSalesKey = getsalesKey
    configuration.lemlistKey = lemlistKey
    do {
      configuration.rate = try SandboxConfiguration.Rate(parsing: rate)
      if let faults { configuration.faults = try SandboxFaults(parsing: faults) }
    } catch {
      throw Failure(.usage, "\(error)")
    }
    let settings = configuration
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await runSandbox(settings, logger: .quiet) { sandbox in
            do throws(ReportError) {
              try Terminal.write("\(sandbox.getSalesBaseURL)\n")
            } catch  where error.reason == .closed {
              return
            } catch {
              Failure.exit(with: error)
            }
          }
        } catch let error as SandboxError {
          throw Failure(.usage, "\(error)")
        }
      }
      // Ended as a whole, not wound up: connections that nobody serves yet can't be closed in order,
      // and there is nothing to be saved.
      group.addTask { for await _ in signals { Failure.exit(.success) } }
      try await group.next()
      group.cancelAll()
    }
  }
}

extension Logger {
  /// Says nothing.
  static var quiet: Logger { Logger(label: "muster") { _ in SwiftLogNoOpLogHandler() } }
}
