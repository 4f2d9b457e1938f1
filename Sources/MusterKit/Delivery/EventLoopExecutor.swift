import NIOCore

/// Runs tasks on the thread of an event loop, beside its connections: what goes from a connection to a task and
/// back, for each request, then wakes no other thread. For work that doesn't block.
final class EventLoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) {
    self.loop = loop
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    loop.execute {
      unsafe unowned.runSynchronously(on: self.asUnownedTaskExecutor())
    }
  }
}
