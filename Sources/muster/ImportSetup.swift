import Foundation
import MusterKit
import Sandbox

/// What an import goes by: made of how it is asked for, the same when it is resumed.
struct ImportSetup {
  /// With the targets as they turned out.
  let invocation: Invocation
  let loaded: LoadedConfiguration
  let pipeline: Pipeline
  let accounts: [Account]
  let connection: ConnectionSettings

  var configuration: MusterConfiguration { pipeline.configuration }
  var targets: [TargetKind] { pipeline.targets }

  /// Reads the settings and the keys. Without targets in the invocation, it goes to those that anything
  /// is set for, or to all that the emulator has.
  ///
  /// - Throws: a `ConfigurationError` or a `Failure` that says what is missing.
  init(_ invocation: Invocation, in sandbox: Sandbox? = nil) throws {
    var invocation = invocation
    let loaded = try invocation.load()
    var configuration = loaded.configuration
    if invocation.targets.isEmpty { invocation.targets = configuration.configuredTargets }
    if invocation.targets.isEmpty, let sandbox {
      invocation.targets = TargetKind.allCases.filter { sandbox.account($0) != nil }
    }
    let targets = invocation.targets
    guard !targets.isEmpty else {
      let options = TargetChoice.options.joined(separator: ", ")
      throw Failure(.usage, "Say where to import to: \(options), or --sandbox.")
    }
    if let list = invocation.list { for kind in targets { configuration.setList(list, for: kind) } }
    if let sandbox { try configuration.enter(sandbox, targets) }
    let settled = configuration
    accounts = try targets.map {
      try Account(
        $0, settled, isUnlimited: invocation.isUnlimited, isSandbox: invocation.isSandbox)
    }
    connection = try loaded.locating {
      try settled.connection(to: targets, environment: ProcessInfo.processInfo.environment)
    }
    pipeline = Pipeline(
      configuration: settled, targets: targets, isStrict: invocation.isStrict)
    self.invocation = invocation
    self.loaded = loaded
  }

  /// The accounts as a ledger knows them.
  func accounts(in ledger: RunLedger) async throws(LedgerError) -> [LedgerAccount] {
    var known: [LedgerAccount] = []
    for account in accounts {
      known.append(
        try await ledger.account(
          of: account.key, at: account.baseURL, list: account.target.list,
          settings: configuration.contentBytes(for: account.target.kind)))
    }
    return known
  }

  /// Reads all rows.
  ///
  /// - Parameters:
  ///   - files: what the user called each, and the file to read.
  ///   - known: where the columns of each went before; none where nothing is known.
  /// - Returns: what was found.
  /// - Throws: where a file can't be read.
  func analyse(
    _ files: [(name: String, path: String)], known: [[ColumnMapping]]
  ) async throws -> Analysis {
    let analysis = try await loaded.locating {
      try await pipeline.analyse(files, known: known, hashesContacts: true)
    }
    ProcessMemory.giveBack()
    return analysis
  }

  /// Finds what the accounts, one for each target, hold as it would be sent, unless all is to be sent again;
  /// what was accepted in the run whose results are taken back (`retried`), too.
  ///
  /// - Throws: `LedgerError` where the ledger can't be read.
  func noteUnchanged(
    in analysis: inout Analysis, at accounts: [LedgerAccount], by ledger: RunLedger,
    retried: RunID?
  ) async throws {
    guard !invocation.isResend else { return }
    try await pipeline.noteUnchanged(in: &analysis, at: accounts, by: ledger, retried: retried)
  }
}

extension Invocation {
  /// Reads all layers of settings, and says what is odd about them.
  ///
  /// - Throws: a `ConfigurationError` with everything that is wrong.
  fileprivate func load() throws -> LoadedConfiguration { try .noting(sources) }

  /// Where its settings are looked for.
  var sources: ConfigurationSources {
    ConfigurationSources(
      file: config, workingDirectory: directory,
      environment: ProcessInfo.processInfo.environment, options: options,
      targets: targets.isEmpty ? nil : targets)
  }
}

extension LoadedConfiguration {
  /// Reads all layers of settings, and says what is odd about them.
  ///
  /// - Throws: a `ConfigurationError` with everything that is wrong.
  static func noting(_ sources: ConfigurationSources) throws -> LoadedConfiguration {
    let loaded = try MusterConfiguration.load(sources)
    try loaded.requireKnownEncoding()
    for warning in loaded.warnings { Terminal.note("muster: warning: \(warning)") }
    return loaded
  }
}

/// A target with what is needed to send to it.
struct Account {
  let target: any Target
  let rate: SendingRate
  let key: Secret
  let baseURL: BaseURL
  /// Whether it is the emulator inside this process, which registers custom fields as they come.
  let isSandbox: Bool

  init(
    _ kind: TargetKind, _ configuration: MusterConfiguration, isUnlimited: Bool, isSandbox: Bool,
    requiresList: Bool = true
  ) throws {
    self.isSandbox = isSandbox
    let settings = configuration.target(kind)
    let key =
      try isSandbox
      ? Secret("sandbox")
      : configuration.apiKey(for: kind, environment: ProcessInfo.processInfo.environment)
    self.key = key
    baseURL = settings.baseURL
    target = try configuration.makeTarget(kind, key: key)
    guard !requiresList || !target.needsList || target.list != nil else {
      throw Failure(
        .configuration,
        """
        \(kind.displayName) puts every contact on a list, and none is set: pass --list with its id \
        or name, or set targets.\(kind.rawValue).list.
        """)
    }
    rate = try RateLimit.validated(
      requested: isUnlimited ? .unlimited : .limited(settings.rateLimit),
      documented: .documented(for: kind), baseURL: settings.baseURL)
  }
}

extension Account {
  /// The limiter of the account's key: one for all processes that go by the same ledger.
  func budget(_ ledger: RunLedger, _ clock: any DeliveryClock) async throws -> RateLimiter {
    guard rate != .unlimited else { return RateLimiter(rate, clock: clock) }
    return RateLimiter(
      rate, store: try await ledger.sendLog(of: key, at: baseURL), clock: clock,
      scatter: .milliseconds(5))
  }
}

extension MusterConfiguration {
  mutating func setList(_ list: String, for kind: TargetKind) {
    targets[kind]?.list = list
  }

  /// Sends to an emulator instead of the APIs, and to its list where none is set.
  ///
  /// - Throws: a `Failure` where the emulator has no such API, so that nothing leaves the machine.
  mutating func enter(_ sandbox: Sandbox, _ kinds: [TargetKind]) throws {
    for kind in kinds {
      guard let account = sandbox.account(kind), let url = BaseURL(account.baseURL) else {
        throw Failure(
          .usage,
          "The emulator has no \(kind.displayName): name another target with --to, or leave"
            + " --sandbox out.")
      }
      var settings = target(kind)
      settings.baseURL = url
      settings.list = settings.list ?? account.listID
      targets[kind] = settings
    }
  }
}

extension Sandbox {
  /// The account that stands for a target's; nil where there is none.
  func account(_ kind: TargetKind) -> SandboxAccount? {
    accounts.first { $0.target == kind.rawValue }
  }
}
