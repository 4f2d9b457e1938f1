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
      interrupted. What it holds is shown at its address in a browser, and for scripts at /_stats, \
      /_requests and /_contacts. Any key is accepted unless one is given.

      Faults are chances, in percent or from 0 to 1, per request: a status from 400 to 599, reset (the \
      connection closes), timeout (no answer comes), reset-after-commit and timeout-after-commit (the \
      contact is stored first), html (the page of a proxy with 502, 503 or 504) and garbage (the \
      contact is stored, and the answer can't be read). Besides: latency:20..400ms, credits:100 (402 \
      after so many upserts) and block-agents (403 for the User-Agents of HTTP libraries). With \
      getsales. or lemlist. before its name, a fault is that side's alone. An outage that ends in :503 \
      answers with that status instead of closing connections.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The port on 127.0.0.1, such as 8090; 0 takes a free one.", valueName: "n"))
  var port = 8088

  @Option(
    help: ArgumentHelp(
      "How many requests a key is allowed: documented, none, or N/W: N requests in W, such as 50/10s.",
      valueName: "rate"))
  var rate = "documented"

  @Option(
    help: ArgumentHelp(
      "Faults to make, such as 429:2%,500:1%,reset:0.5%,latency:20..400ms. (default: none)",
      valueName: "list"))
  var faults: String?

  @Option(
    help: ArgumentHelp(
      "When nothing answers, such as 10s@30s: 10 s, beginning 30 s after the first request. (default: never)",
      valueName: "list"))
  var outage: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What ids and faults follow from, such as 7: the same ones again.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "The only key that GetSales accepts, such as secret. (default: any)", valueName: "key"))
  var getsalesKey: String?

  @Option(
    help: ArgumentHelp(
      "The only key that lemlist accepts, such as secret. (default: any)", valueName: "key"))
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
      if let outage { configuration.outages = try [SandboxOutage](parsing: outage) }
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
