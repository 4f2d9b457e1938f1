// Sends the leads of a file to an emulator with a ledger or without: what the ledger costs. `scripts/bench
// delivery` runs it.

import Foundation
import Logging
import MusterKit

/// `muster-deliver on|off FILE`: exits with 0 when all are accepted. The emulator's address stands in the
/// file emulator-address; what the ledger and the run need is put into a directory of its own, and taken
/// away before.
@main enum MusterDeliver {
  static func main() async {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, ["on", "off"].contains(arguments[1]) else {
      print("usage: muster-deliver on|off FILE")
      exit(64)
    }
    do {
      let left = try await deliver(arguments[2], keepsLedger: arguments[1] == "on")
      guard left == 0 else {
        print("\(left) contacts weren't accepted")
        exit(1)
      }
    } catch {
      print(error)
      exit(1)
    }
  }

  /// Keeps nothing.
  private struct NoJournal: DeliveryJournal {
    func reserve(_ row: SentRow) -> Bool { true }
    func release(row: Int) {}
    func willSend(_ rows: [SentRow]) -> [Int] { [] }
    func record(row: Int, _ outcome: RowOutcome, remembering memory: ContactMemory?) -> Bool {
      false
    }
    func commit() {}
  }

  /// - Returns: how many contacts weren't accepted.
  private static func deliver(_ file: String, keepsLedger: Bool) async throws -> Int {
    let directory = "deliver-run"
    try? FileManager.default.removeItem(atPath: directory)
    let key = Secret("bench")
    let address = try String(contentsOfFile: "emulator-address", encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    guard let url = BaseURL("\(address)/api") else { throw CocoaError(.fileReadCorruptFile) }
    var configuration = try MusterConfiguration.standard()
    configuration.targets[.lemlist]?.baseURL = url
    let pipeline = Pipeline(configuration: configuration, targets: [.lemlist])
    let analysis = try await pipeline.analyse([(file, file)], hashesContacts: true)
    let plans = await pipeline.plans(analysis, isUnlimited: true)

    let ledger = try await RunLedger.open(path: "\(directory)/ledger.sqlite")
    let account = try await ledger.account(of: key, at: url, list: nil, settings: [])
    let run = try await ImportRun.begin(
      pipeline, analysis, of: try await analysis.hashedSources(), plans: plans, at: [account],
      directory: try RunDirectory.make(at: "\(directory)/out"), ledger: ledger,
      settings: .object([]),
      invocation: Invocation(files: [file], directory: ".", targets: [.lemlist]), started: Date(),
      logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
    let target = try configuration.makeTarget(.lemlist, key: key)
    let journal: any DeliveryJournal =
      keepsLedger
      ? RunJournal(ledger: ledger, run: run.id, target: .lemlist, heldSince: Date()) : NoJournal()
    let summary = try await AsyncHTTPTransport.withTransport { transport in
      let uploader = Uploader(
        target: target, transport: transport,
        budget: RateLimiter(.unlimited, clock: SystemDeliveryClock()),
        rate: .unlimited,
        journal: journal)
      return try await run.deliver([target], [uploader], at: [account], limit: nil).summaries
    }
    try await ledger.close()
    return plans[0].send - summary[0].requests.accepted
  }
}
