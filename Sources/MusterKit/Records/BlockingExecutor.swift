internal import Dispatch

/// Runs an actor's work on a thread of its own, so that reads of files and databases, which block,
/// never hold one of the few threads of the cooperative pool.
package final class BlockingExecutor: SerialExecutor {
  private let queue: DispatchQueue

  /// - Parameter label: names the queue in debuggers and profilers.
  package init(label: String) {
    queue = DispatchQueue(label: label)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    queue.async {
      unsafe unowned.runSynchronously(on: self.asUnownedSerialExecutor())
    }
  }
}
