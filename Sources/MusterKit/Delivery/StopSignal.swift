/// "Stop gracefully", for everybody who waits.

import Synchronization

/// Raised once, by anybody: those who wait for something else stop waiting, what is on its way goes
/// on.
final class StopSignal: Sendable {
  private struct State {
    var cause: StopCause?
    var waiters: [Int: CheckedContinuation<StopCause?, Never>] = [:]
    var lastWaiter = 0
    /// Waiters that were cancelled before they waited.
    var cancelled: Set<Int> = []
  }

  private let state = Mutex(State())

  var isRaised: Bool { state.withLock { $0.cause != nil } }

  /// The first cause counts.
  func raise(_ cause: StopCause) {
    let waiters = state.withLock { state in
      guard state.cause == nil else { return [CheckedContinuation<StopCause?, Never>]() }
      state.cause = cause
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.resume(returning: cause) }
  }

  /// Waits until the signal is raised; nil if the task is cancelled before.
  func wait() async -> StopCause? {
    let number = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    defer { state.withLock { _ = $0.cancelled.remove(number) } }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { add($0, number) }
    } onCancel: {
      let waiter = state.withLock { state in
        let waiter = state.waiters.removeValue(forKey: number)
        if waiter == nil { state.cancelled.insert(number) }
        return waiter
      }
      waiter?.resume(returning: nil)
    }
  }

  /// Does something that can be given up, and gives it up when the signal is raised; nil then.
  func unlessRaised<Value: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Value
  ) async throws -> Value? {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await operation() }
      group.addTask {
        _ = await self.wait()
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }

  private func add(_ continuation: CheckedContinuation<StopCause?, Never>, _ number: Int) {
    let isOver = state.withLock { state in
      if state.cause != nil || state.cancelled.contains(number) { return true }
      state.waiters[number] = continuation
      return false
    }
    if isOver { continuation.resume(returning: state.withLock { $0.cause }) }
  }
}
