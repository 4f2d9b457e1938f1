import ArgumentParser
import Foundation
import MusterKit

struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with a run that was interrupted or stopped.",
    discussion: """
      What was accepted is never sent again; what was on its way when the run was cut off is sent once \
      more, which leaves the contact as it is. The run's files have to be what they were, and so have the \
      settings that decide what is sent; a file that was moved within its directory is found. Results go \
      into the run's own directory.

      Without a number, the newest run that can be resumed. Runs are in the ledger: name it with \
      --ledger-path if the import did.
      """)

  @Argument(help: "The run's number, as summary.json has it.")
  var run: String?

  @Option(
    help: ArgumentHelp(
      "Only a run of this import, by the name that it has in metrics and notices, such as leads, where several jobs have one ledger. (default: any)",
      valueName: "name"))
  var job: String?

  @OptionGroup var place: LedgerArguments

  @OptionGroup var pace: PaceArguments

  @OptionGroup var progress: ProgressArguments

  @OptionGroup var looks: ScreenArguments

  func run() async throws {
    let started = Date()
    guard let ledger = try await run == nil ? place.open() : place.openExisting(),
      let record = try await record(in: ledger)
    else {
      return say("No run was interrupted: there is nothing to resume.")
    }
    switch record.state {
    case .finished: return say("Run \(record.id) is finished: there is nothing to resume.")
    case .running: throw await ledger.runHeld(record.id)
    case .interrupted, .stopped: break
    }
    let invocation = try record.repeatable()
    let watch = JobWatch(invocation, started: started, ledgerPath: ledger.path)
    await watch.exit(isResume: true) { try await resume(record, invocation, ledger, watch) }
  }

  private func say(_ sentence: String) {
    if case .text = progress.style { Terminal.note(sentence) }
  }

  private func record(in ledger: RunLedger) async throws -> RunRecord? {
    guard let run else {
      return try await ledger.newestInterrupted { [job] invocation in
        guard let job else { return true }
        return invocation.flatMap {
          MusterConfiguration.best(of: $0.sources)?.job.name(in: $0.directory)
        }
          == job
      }
    }
    return try await ledger.run(typed: run)
  }

  private func resume(
    _ record: RunRecord, _ invocation: Invocation, _ ledger: RunLedger, _ watch: JobWatch
  ) async throws -> Exit {
    let started = watch.started
    let interruption = Interruption { watch.interrupted() }
    defer { interruption.disarm() }
    var invocation = invocation
    if pace.isUnlimited { invocation.isUnlimited = true }
    let files = try Self.files(of: record, invocation)
    let setup = try ImportSetup(invocation)
    let pipeline = setup.pipeline
    var analysis = try await setup.analyse(files, known: record.mappings(keepingReasons: true))
    let accounts = try await setup.accounts(in: ledger)
    try await setup.noteUnchanged(
      in: &analysis, at: accounts, by: ledger, retried: record.retryOf)
    guard pipeline.fingerprint(analysis) == record.mappingFingerprint else {
      throw Failure(.refused, Self.changed(record, setup.loaded.summarised))
    }
    let plans = await pipeline.plans(analysis, isUnlimited: invocation.isUnlimited)
    let standings = try await Self.standings(record.id, pipeline.targets, ledger)
    let left = zip(plans, standings).map { plan, standing in
      pipeline.left(of: plan, analysis, standing)
    }
    let done = standings.map(\.settled.count)
    // What was sent in this run counts as sent, though the account holds it now.
    let whole = zip(plans, zip(left, done)).map { plan, now in
      var whole = plan
      whole.send = now.0.send + now.1
      whole.unchanged = plan.send + plan.unchanged - whole.send
      return whole
    }
    let report = try await pipeline.report(
      analysis, whole, showsValues: false)
    let directory = try RunDirectory.reopen(record.directory)
    let screen = ImportScreen(plans: left, style: progress.style, look: looks.liveStyle)
    try screen.started(
      files: invocation.files, targets: pipeline.targets, directory: directory.path)
    screen.resumed(record.id, done: done)
    let session = ImportSession(
      setup: setup, analysis: analysis, sources: record.sources, plans: left, directory: directory,
      screen: screen, logLevel: progress.logLevel, limit: nil, canary: .none, report: report,
      started: started, checkSeconds: -started.timeIntervalSinceNow, ledger: ledger,
      accounts: accounts, watch: watch, resumed: (record, whole))
    return try await session.run { interruption.disarm() }
  }

  /// The run's files, where they are now.
  ///
  /// - Throws: a `Failure` where one isn't what it was.
  private static func files(
    of record: RunRecord, _ invocation: Invocation
  ) throws -> [(name: String, path: String)] {
    let kept = InputFiles.keptNames(invocation.files)
    return try zip(record.sources, zip(invocation.files, kept)).map { source, names in
      let copy = "\(record.directory)/\(names.1)"
      let path =
        FileManager.default.fileExists(atPath: copy) ? copy : invocation.path(of: names.0)
      let parent = (path as NSString).deletingLastPathComponent
      let here = FileManager.default.currentDirectoryPath
      switch source.whereabouts(at: path, orIn: parent == here ? [here] : [parent, here]) {
      case .there: return (names.0, path)
      case .moved(let place):
        Terminal.note("muster: \(names.0) is \(place) now: its content is the same.")
        return (names.0, place)
      case .changed:
        throw Failure(
          .refused,
          "\(names.0) isn't what run \(record.id) has read: its content has changed. Import it again:"
            + " contacts are updated, not doubled.")
      case .gone:
        throw Failure(
          .refused,
          "\(names.0), which run \(record.id) has read, isn't there any more. Put it back, or import"
            + " another file.")
      }
    }
  }

  /// What is different, and what can be done.
  private static func changed(_ record: RunRecord, _ now: JSONValue) -> String {
    let before = try? JSONDecoder().decode(JSONValue.self, from: Data(record.settings.utf8))
    let paths = before.map { $0.differences(from: now) } ?? []
    let what =
      paths.isEmpty
      ? "the columns are mapped in another way"
      : "these settings are others: \(paths.prefix(5).joined(separator: ", "))"
        + (paths.count > 5 ? " and more" : "")
    return "What run \(record.id) sends would change: \(what). Set them back, or import the file"
      + " again: contacts are updated, not doubled."
  }

  /// How far the run is at each target.
  private static func standings(
    _ run: RunID, _ targets: [TargetKind], _ ledger: RunLedger
  ) async throws -> [RunStanding] {
    var standings: [RunStanding] = []
    for kind in targets {
      standings.append(try await ledger.standing(run: run, target: kind))
    }
    return standings
  }
}

extension Pipeline {
  /// The plan of what has no outcome yet.
  fileprivate func left(
    of plan: TargetPlan, _ analysis: Analysis, _ standing: RunStanding
  ) -> TargetPlan {
    let rules = TargetRules(plan.target, configuration: configuration)
    // Both are in the order of rows.
    var settled = standing.settled[...]
    var left = plan
    left.send = (0..<analysis.rows.count).count { row in
      settled = settled.drop { $0 <= row }
      return settled.first != row + 1
        && analysis.rows.verdict(row: row, rules: rules) == .send
    }
    return left
  }
}

extension RunRecord {
  /// How the run was asked for.
  ///
  /// - Throws: a `Failure` where it can't be asked for again, ever.
  func repeatable() throws -> Invocation {
    guard let invocation else {
      throw Failure(
        .refused,
        "Run \(id) was begun by an earlier version of muster, which didn't keep how: import the file"
          + " again.")
    }
    guard !invocation.isSandbox else {
      throw Failure(
        .refused,
        "Run \(id) went into an emulator that ended with its process: import the file again.")
    }
    return invocation
  }
}

extension JSONValue {
  /// The paths of the values that differ.
  fileprivate func differences(from other: JSONValue, at path: String = "") -> [String] {
    if self == other { return [] }
    guard case .object(let members) = self, case .object(let others) = other else { return [path] }
    var names = members.map(\.name)
    names += others.map(\.name).filter { !names.contains($0) }
    return names.flatMap { name in
      let place = path.isEmpty ? name : "\(path).\(name)"
      return (self[name] ?? .null).differences(from: other[name] ?? .null, at: place)
    }
  }
}
