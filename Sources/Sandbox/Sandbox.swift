// The emulator as others use it: started, steered, looked at.

import Foundation
package import Logging
import Synchronization

/// A running emulator of both APIs.
package struct Sandbox: Sendable {
  /// The port it listens on, at 127.0.0.1.
  package let port: Int
  private let engine: SandboxEngine

  init(port: Int, engine: SandboxEngine) {
    self.port = port
    self.engine = engine
  }

  /// What stands for `https://amazing.getsales.io`.
  package var getSalesBaseURL: String { "http://127.0.0.1:\(port)" }

  /// What stands for `https://api.lemlist.com/api`.
  package var lemlistBaseURL: String { "http://127.0.0.1:\(port)/api" }

  /// One at each side.
  package var accounts: [SandboxAccount] {
    SandboxSide.allCases.map { side in
      switch side {
      case .getSales:
        SandboxAccount(
          target: side.name, baseURL: getSalesBaseURL, listID: GetSalesSettings.sandboxListID)
      case .lemlist:
        SandboxAccount(
          target: side.name, baseURL: lemlistBaseURL, listID: LemlistSettings.sandboxListID)
      }
    }
  }

  /// A copy of everything it holds and has counted.
  package func snapshot() async -> SandboxSnapshot {
    engine.world.withLock { SandboxSnapshot($0) }
  }

  /// From now on, does this to the requests that match, instead of what it would have done. The
  /// oldest script that matches a request is applied, and no other. A request that the rate
  /// limit refuses gets its 429 and uses up none. After so many `times` the script is gone; nil:
  /// it stays.
  package func script(
    _ action: ScriptedAction, on side: SandboxSide, matching match: RequestMatch = .anything,
    times: Int? = nil
  ) async {
    engine.world.withLock {
      $0.scripts.add(action, on: side, matching: match, times: times)
    }
  }

  /// Drops all scripts.
  package func clearScripts() async {
    engine.world.withLock { $0.scripts.removeAll() }
  }
}

/// What stands for an account at an API.
package struct SandboxAccount: Sendable, Equatable {
  /// The API by the name that it has in options and on pages: `getsales`.
  package let target: String
  package let baseURL: String
  /// The list that it starts with.
  package let listID: String
}

/// Starts an emulator on 127.0.0.1, waits until it listens, runs the body, and shuts down,
/// whether the body returns or throws. Cancellation reaches both.
///
/// - Throws: what the body throws; a ``SandboxError`` if the port can't be had.
package func withSandbox<Result>(
  _ configuration: SandboxConfiguration = SandboxConfiguration(), logger: Logger,
  _ body: (Sandbox) async throws -> Result
) async throws -> Result {
  let engine = SandboxEngine(configuration)
  let (ports, announcement) = AsyncStream.makeStream(of: Int.self)
  return try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      defer { announcement.finish() }
      try await serve(engine, logger: logger) { announcement.yield($0) }
    }
    var announced = ports.makeAsyncIterator()
    guard let port = await announced.next() else {
      try await group.waitForAll()
      throw CancellationError()
    }
    let result = try await body(Sandbox(port: port, engine: engine))
    group.cancelAll()
    try await group.waitForAll()
    return result
  }
}

/// Runs an emulator on 127.0.0.1 until the task is cancelled, and then returns. `onListening` is
/// called once, when it can be reached.
///
/// - Throws: a ``SandboxError`` if the port can't be had.
package func runSandbox(
  _ configuration: SandboxConfiguration = SandboxConfiguration(), logger: Logger,
  onListening: @escaping @Sendable (Sandbox) async -> Void
) async throws {
  let engine = SandboxEngine(configuration)
  try await serve(engine, logger: logger) { port in
    await onListening(Sandbox(port: port, engine: engine))
  }
}

/// The world behind a lock, and the clock. A lock, not an actor: an answer takes some
/// microseconds, less than two hops.
final class SandboxEngine: Sendable {
  let world: Mutex<World>
  let configuration: SandboxConfiguration
  private let start = ContinuousClock.now

  init(_ configuration: SandboxConfiguration) {
    self.configuration = configuration
    world = Mutex(World(configuration, startingAt: .now))
  }

  /// The time since the start.
  var now: Duration { start.duration(to: .now) }

  /// What takes long is answered by a copy, so that the APIs don't wait for it.
  func answer(_ call: Call, at arrival: Duration) -> Reply {
    guard World.isLongView(call) else { return world.withLock { $0.answer(call, at: arrival) } }
    var copy = world.withLock { $0 }
    return copy.answer(call, at: arrival)
  }
}
