/// Requests besides the contacts': key, lists, fields. They go through the same limiter.

import Foundation

/// Sends requests whose repeat is safe, and stays with them until there is an answer that says
/// something.
package struct TargetCaller: Sendable {
  /// Why there is no answer.
  package enum Failure: Error, Sendable, Equatable {
    case transient(TransientFailure)
    /// Nothing but 429 and 503, for longer than we have patience.
    case throttled
    /// The requests of the key can't be counted.
    case uncounted(String)
    case cancelled
  }

  private let transport: any HTTPTransport
  private let budget: any RateBudget
  private let clock: any DeliveryClock
  private let retry: RetryPolicy
  /// How long to go on being told to wait.
  private let patience: Duration

  package init(
    transport: any HTTPTransport, budget: any RateBudget, clock: any DeliveryClock,
    retry: RetryPolicy = RetryPolicy(attempts: 3), patience: Duration = .seconds(120)
  ) {
    self.transport = transport
    self.budget = budget
    self.clock = clock
    self.retry = retry
    self.patience = patience
  }

  /// Seconds since 1970-01-01 00:00 UTC, by the delivery's clock.
  var unixTime: Double { clock.unixTime }

  /// The first answer that is neither 429 nor 5xx.
  package func call(_ request: HTTPRequest) async throws(Failure) -> HTTPAnswer {
    let giveUpAt = clock.now + patience
    var generator = SystemRandomNumberGenerator()
    var failures = 0
    while true {
      let failure: TransientFailure
      switch try await attempt(request) {
      case .answered(let answer): return answer
      case .throttled(let pause):
        if clock.now + pause > giveUpAt { throw .throttled }
        continue
      case .failed(let reason): failure = reason
      }
      failures += 1
      let decision = retry.decide(
        after: failure, failures: failures, repeatIsSafe: true, using: &generator)
      guard case .again(let wait) = decision else { throw .transient(failure) }
      do { try await clock.sleep(for: wait) } catch { throw .cancelled }
    }
  }

  private enum Attempt {
    case answered(HTTPAnswer)
    case throttled(pause: Duration)
    case failed(TransientFailure)
  }

  private func attempt(_ request: HTTPRequest) async throws(Failure) -> Attempt {
    try await counting { try await budget.take() }
    let sentAt = clock.now
    let answer: HTTPAnswer
    do {
      answer = try await transport.send(request)
    } catch {
      if error == .cancelled { throw .cancelled }
      return .failed(.transport(error))
    }
    let headers = RateLimitHeaders(answer.headers)
    if answer.status == 429 || answer.status == 503 {
      return .throttled(
        pause: try await counting {
          try await budget.throttled(answer.status, headers, sentAt: sentAt)
        })
    }
    _ = try await counting { try await budget.answered(headers, sentAt: sentAt) }
    return answer.status >= 500 ? .failed(.status(answer.status)) : .answered(answer)
  }

  private func counting<Result>(
    _ body: () async throws -> Result
  ) async throws(Failure) -> Result {
    do {
      return try await body()
    } catch is CancellationError {
      throw .cancelled
    } catch {
      throw .uncounted("\(error)")
    }
  }

  /// The JSON of a successful answer.
  func json(
    _ request: HTTPRequest, of target: any Target
  ) async throws(PreflightFailure) -> JSONValue {
    let answer = try await answer(to: request, of: target)
    guard let value = answer.json else {
      throw PreflightFailure(target.answers.notTheAPI(answer.status))
    }
    return value
  }

  /// An answer, whatever it says.
  func anyAnswer(
    to request: HTTPRequest, of kind: TargetKind
  ) async throws(PreflightFailure) -> HTTPAnswer {
    do {
      return try await call(request)
    } catch {
      throw PreflightFailure(error.cause(at: kind))
    }
  }

  /// A successful answer.
  func answer(
    to request: HTTPRequest, of target: any Target
  ) async throws(PreflightFailure) -> HTTPAnswer {
    let answer = try await anyAnswer(to: request, of: target.kind)
    if let cause = target.refusal(of: answer) { throw PreflightFailure(cause) }
    return answer
  }
}

extension TargetCaller.Failure {
  func cause(at kind: TargetKind) -> StopCause {
    switch self {
    case .throttled:
      StopCause(
        .throttled,
        "\(kind.displayName) asks for longer waits than it is worth: something else may be using"
          + " the key. Try again later.")
    case .uncounted(let sentence): StopCause(.interrupted, sentence)
    case .cancelled: StopCause(.interrupted, "It was interrupted.")
    case .transient(.status(let status)):
      StopCause(
        .outage, "\(kind.displayName) keeps answering with status \(status). Try again later.",
        httpStatus: status)
    case .transient(.transport(let failure)):
      StopCause(.outage, "\(kind.displayName) can't be reached: \(failure.sentence)")
    }
  }
}

extension TransportFailure {
  /// What happened and what to look at.
  package var sentence: String {
    switch self {
    case .connectTimeout: "the connection wasn't made in time. Check the network and base_url."
    case .refused: "the connection was refused. Check base_url, and whether it is up."
    case .dns: "its host name isn't known. Check the network and base_url."
    case .tls:
      "its certificate wasn't accepted, or TLS failed. Check base_url and the clock; where a"
        + " company's own certificate stands between, name it in delivery.ca_file."
    case .proxyUnreachable: "the proxy can't be reached. Check HTTPS_PROXY and NO_PROXY."
    case .proxyRefused:
      "the proxy refused the connection. Check HTTPS_PROXY and NO_PROXY, or ask whoever runs it."
    case .proxyAuthentication:
      "the proxy wants a user and a password, or other ones. Check HTTPS_PROXY."
    case .firstByteTimeout: "it didn't answer in time. Try again later."
    case .timeout: "its answer wasn't complete in time. Try again later."
    case .reset: "the connection ended before the answer. Try again later."
    case .cancelled: "the request was ended. Start again."
    case .other: "the connection failed. Check the network."
    }
  }
}
