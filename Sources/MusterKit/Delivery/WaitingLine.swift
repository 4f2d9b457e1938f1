/// Lets tasks through one at a time, in the order in which they came.

import Synchronization

/// A line in which a task that is cancelled doesn't hold up those behind it.
final class WaitingLine: Sendable {
  private struct State {
    /// Somebody is at the head of the line.
    var isHeadTaken = false
    var queue: [Waiter] = []
    var lastTicket = 0
    /// Tickets that were cancelled before they stood in the line.
    var cancelled: Set<Int> = []
  }

  private struct Waiter {
    let ticket: Int
    let continuation: CheckedContinuation<Void, any Error>
  }

  private let state = Mutex(State())

  /// Waits to be at the head of the line; who gets there has to `leave`.
  ///
  /// - Throws: `CancellationError` if the task is cancelled while it waits.
  func enter() async throws {
    if enterIfEmpty() { return }
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    defer { state.withLock { _ = $0.cancelled.remove(ticket) } }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        enqueue(Waiter(ticket: ticket, continuation: continuation))
      }
    } onCancel: {
      let waiter: Waiter? = state.withLock { state in
        guard let index = state.queue.firstIndex(where: { $0.ticket == ticket }) else {
          state.cancelled.insert(ticket)
          return nil
        }
        return state.queue.remove(at: index)
      }
      waiter?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Goes to the head of the line if nobody is there.
  ///
  /// - Returns: whether it did; who did has to `leave`.
  func enterIfEmpty() -> Bool {
    state.withLock { state in
      defer { state.isHeadTaken = true }
      return !state.isHeadTaken
    }
  }

  func leave() {
    let next: Waiter? = state.withLock { state in
      guard !state.queue.isEmpty else {
        state.isHeadTaken = false
        return nil
      }
      return state.queue.removeFirst()
    }
    next?.continuation.resume()
  }

  private func enqueue(_ waiter: Waiter) {
    enum Step { case wait, go, cancel }
    let step: Step = state.withLock { state in
      if state.cancelled.contains(waiter.ticket) { return .cancel }
      if state.isHeadTaken {
        state.queue.append(waiter)
        return .wait
      }
      state.isHeadTaken = true
      return .go
    }
    switch step {
    case .wait: break
    case .go: waiter.continuation.resume()
    case .cancel: waiter.continuation.resume(throwing: CancellationError())
    }
  }
}
