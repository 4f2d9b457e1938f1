// Times at which nothing can be reached.

/// A time at which neither API can be reached.
package struct SandboxOutage: Sendable, Equatable {
  package var length: Duration
  /// Counted from the arrival of the first request, at whichever side.
  package var start: Duration
  /// What a proxy answers meanwhile; nil: connections are closed without an answer.
  package var status: Int?

  package init(length: Duration, start: Duration, status: Int? = nil) {
    self.length = length
    self.start = start
    self.status = status
  }

  /// Whether it is in force so long after the first request. It begins with its first moment, and
  /// its last no longer belongs to it.
  func contains(_ time: Duration) -> Bool { time >= start && time < start + length }

  var reply: Reply {
    guard let status else {
      var reply = Reply.text(500, "")
      reply.dropsConnection = true
      return reply
    }
    return .proxyError(status)
  }
}

extension SandboxOutage: CustomStringConvertible {
  /// As it would be typed.
  package var description: String {
    "\(Self.seconds(length))@\(Self.seconds(start))" + (status.map { ":\($0)" } ?? "")
  }

  private static func seconds(_ time: Duration) -> String {
    let milliseconds = Int((time.seconds * 1000).rounded())
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
  }
}
