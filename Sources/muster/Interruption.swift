import Dispatch
import Foundation
import Synchronization

/// Ends the process at once on SIGINT or SIGTERM, after taking away what must not stay behind.
///
/// For work that can be stopped anywhere, such as reading: it may be in a call that blocks. Signals
/// are taken on a thread of their own, so that no such call is in the way.
final class Interruption {
  private let sources: [any DispatchSourceSignal]
  private let switchedOff = SwitchedOff()

  /// - Parameter cleanUp: runs on another thread, while the work still goes on.
  init(_ cleanUp: @escaping @Sendable () -> Void) {
    let switchedOff = switchedOff
    let registered = DispatchSemaphore(value: 0)
    sources = [SIGINT, SIGTERM].map { number in
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(
        signal: number, queue: .global(qos: .userInitiated))
      source.setEventHandler {
        guard !switchedOff.value.withLock({ $0 }) else { return }
        cleanUp()
        // Behind what the terminal shows for Ctrl-C, which may stand behind a question.
        Terminal.note("\(Terminal.isInteractive ? "\n" : "")muster: interrupted")
        // At once: an orderly end would wait for whoever reads standard input, and for its line.
        _exit(Exit.interrupted.rawValue)
      }
      source.setRegistrationHandler { registered.signal() }
      source.activate()
      return source
    }
    // What came before a source is registered would be lost.
    for _ in sources { registered.wait() }
  }

  /// Leaves signals to others from now on. The process doesn't die of them: what would be next to
  /// take them may not be there yet.
  func disarm() {
    switchedOff.value.withLock { $0 = true }
  }

  private final class SwitchedOff: Sendable {
    let value = Mutex(false)
  }
}
