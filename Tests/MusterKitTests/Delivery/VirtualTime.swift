import Synchronization

@testable import MusterKit

/// A clock and an executor in one: runs a program's tasks one after the other, and when all of them
/// wait, goes to the next moment that one of them waits for. Hours pass in milliseconds, in the same
/// order each time.
final class VirtualTime: DeliveryClock, TaskExecutor {
  /// Nothing is left to run and nothing to wait for.
  struct Stalled: Error {}

  private struct Sleeper {
    let number: Int
    let due: Duration
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now: Duration = .zero
    var jobs: [UnownedJob] = []
    var sleepers: [Sleeper] = []
    var lastSleeper = 0
    var cancelled: Set<Int> = []
    var isDone = false
  }

  private let state = Mutex(State())
  private let epoch: Double

  /// - Parameter epoch: the calendar's time at the start, in seconds since 1970.
  init(epoch: Double = 1_700_000_000) {
    self.epoch = epoch
  }

  var now: Duration { state.withLock(\.now) }
  var unixTime: Double { epoch + now.seconds }

  func sleep(for duration: Duration) async throws {
    let number = state.withLock { state in
      state.lastSleeper += 1
      return state.lastSleeper
    }
    defer { state.withLock { _ = $0.cancelled.remove(number) } }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isCancelled = state.withLock { state in
          if state.cancelled.contains(number) { return true }
          let due = state.now + max(duration, .zero)
          state.sleepers.append(Sleeper(number: number, due: due, continuation: continuation))
          return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      let sleeper: Sleeper? = state.withLock { state in
        guard let index = state.sleepers.firstIndex(where: { $0.number == number }) else {
          state.cancelled.insert(number)
          return nil
        }
        return state.sleepers.remove(at: index)
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.jobs.append(job) }
  }

  /// Runs a program to its end, in virtual time. One that waits for something that never comes is
  /// cancelled.
  func run<Result: Sendable>(
    _ program: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
      group.addTask(executorPreference: self) {
        defer { self.state.withLock { $0.isDone = true } }
        return try await program()
      }
      let isStalled = await drain { group.cancelAll() }
      guard let result = try await group.next(), !isStalled else { throw Stalled() }
      return result
    }
  }

  /// - Returns: whether the program had to be cancelled.
  private func drain(cancel: () -> Void) async -> Bool {
    var idle = 0
    var isStalled = false
    while !state.withLock(\.isDone) {
      if let job = nextJob() {
        unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        idle = 0
      } else if !advance() {
        idle += 1
        if idle > 200_000, !isStalled {
          isStalled = true
          cancel()
        }
        await Task.yield()
      }
    }
    return isStalled
  }

  private func nextJob() -> UnownedJob? {
    state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
  }

  /// - Returns: whether somebody was woken.
  private func advance() -> Bool {
    let sleeper: Sleeper? = state.withLock { state in
      let next = state.sleepers.enumerated().min {
        ($0.element.due, $0.element.number) < ($1.element.due, $1.element.number)
      }
      guard let next else { return nil }
      state.now = max(state.now, next.element.due)
      return state.sleepers.remove(at: next.offset)
    }
    sleeper?.continuation.resume()
    return sleeper != nil
  }
}
