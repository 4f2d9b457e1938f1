/// Sends contacts: does what the dispatcher decides.

/// One delivery to one target: takes contacts one by one, sends several at a time, writes the journal
/// before and after. For a single use of `upload`; `stop` may be called from anywhere.
package final class Uploader: Sendable {
  package struct Options: Sendable {
    package var retry = RetryPolicy()
    /// How many contacts may be refused before the run stops; nil is any number.
    package var maxRejected: Int?
    /// How long answers are awaited after a stop.
    package var stopPatience: Duration = .seconds(10)
    /// How long the target may fail, or do nothing but ask us to wait.
    package var giveUpAfter: Duration = .seconds(3600)
    /// The columns that fill a field of the request, to name them where the field is refused.
    package var columns: @Sendable (String) -> [String] = { _ in [] }
    /// For the jitter of repeats.
    package var seed: UInt64

    package init(seed: UInt64 = .random(in: 0 ... .max)) {
      self.seed = seed
    }
  }

  private let target: any Target
  private let transport: any HTTPTransport
  private let budget: any RateBudget
  private let rate: SendingRate
  private let journal: any DeliveryJournal
  private let clock: any DeliveryClock
  private let options: Options
  private let onEvent: @Sendable (DeliveryEvent) -> Void
  private let caller: TargetCaller
  private let halt = StopSignal()

  /// The target is one with its list's id known, as `preflight` gives it. All requests of its key go
  /// through the budget; the rate is what that lets through, to know how many requests to have on
  /// their way. Events come in order, the last of them before `upload` returns.
  package init(
    target: any Target, transport: any HTTPTransport, budget: any RateBudget, rate: SendingRate,
    journal: any DeliveryJournal, clock: any DeliveryClock = SystemDeliveryClock(),
    options: Options = Options(), onEvent: @escaping @Sendable (DeliveryEvent) -> Void = { _ in }
  ) {
    self.target = target
    self.transport = transport
    self.budget = budget
    self.rate = rate
    self.journal = journal
    self.clock = clock
    self.options = options
    self.onEvent = onEvent
    caller = TargetCaller(
      transport: transport, budget: budget, clock: clock, retry: options.retry,
      patience: .seconds(900))
  }

  /// Stops gracefully: no further contact is sent, answers on their way are awaited (with a bound),
  /// accepted contacts are put on their list. To stop at once, cancel the task that uploads.
  package func stop(
    _ cause: StopCause = StopCause(.interrupted, "It was interrupted: go on with muster resume.")
  ) {
    halt.raise(cause)
  }

  /// Sends contacts until there are no more, or the delivery stops.
  ///
  /// Each contact that was sent is recorded in the journal with what became of it. Exceptions are
  /// those whose answer was outstanding when the delivery was cut off: they are in `unanswered`. Of
  /// contacts that were never sent there is no record, or one as `not_sent`.
  ///
  /// - Parameters:
  ///   - pending: contacts that an earlier delivery had accepted, and that are on no list yet.
  ///   - next: the next contacts, at least one and at most so many; none when there are no more.
  ///     Called one at a time.
  /// - Returns: the ending and the totals. Cancellation is an ending, not an error.
  /// - Throws: what `next` throws, after the answers on their way were awaited; what the journal
  ///   throws, at once.
  package func upload(
    pending: [ListEntry] = [],
    _ next: @escaping @Sendable (Int) async throws -> [PlannedContact]
  ) async throws -> DeliverySummary {
    let (events, teller) = AsyncStream.makeStream(of: DeliveryEvent.self)
    async let telling: Void = tell(events)
    let session = Session(uploader: self, teller: teller, next: next)
    let summary: DeliverySummary
    do {
      summary = try await withTaskExecutorPreference(transport.executor) {
        try await session.run(pending: pending)
      }
    } catch {
      teller.finish()
      await telling
      throw error
    }
    teller.finish()
    await telling
    return summary
  }

  /// Beside the delivery: nobody's connection waits for a terminal that is held.
  private func tell(_ events: AsyncStream<DeliveryEvent>) async {
    for await event in events { onEvent(event) }
  }

  /// Whether the loop goes on, and why not.
  private enum Cut {
    case patienceOver, cancelled
  }

  private enum Report: Sendable {
    case event(DeliveryDispatcher.Event)
    case sourceFailed(any Error)
    case committed
    case patienceOver
    /// The request was ended, or was not even in the journal: only when all is cancelled.
    case withdrawn
  }

  /// One call of `upload`.
  private struct Session: Sendable {
    let uploader: Uploader
    let teller: AsyncStream<DeliveryEvent>.Continuation
    let next: @Sendable (Int) async throws -> [PlannedContact]

    private var clock: any DeliveryClock { uploader.clock }

    func run(pending: [ListEntry]) async throws -> DeliverySummary {
      var dispatcher = DeliveryDispatcher(
        target: uploader.target, rate: uploader.rate, options: uploader.options, pending: pending)
      var sourceError: (any Error)?
      var cut: Cut?
      try await withThrowingTaskGroup(of: Report.self) { group in
        group.addTask { await stopRequested() }
        while true {
          for action in dispatcher.nextActions(at: clock.now) { try perform(action, in: &group) }
          if dispatcher.isFinished { break }
          let report = try await nextReport(of: &group)
          if Task.isCancelled { cut = .cancelled }
          switch report {
          case .event(let event): dispatcher.handle(event, at: clock.now)
          case .sourceFailed(let error):
            sourceError = error
            dispatcher.handle(.pulled([]), at: clock.now)
          case .committed: break
          case .patienceOver: cut = cut ?? .patienceOver
          case .withdrawn: cut = .cancelled
          }
          if cut != nil { break }
        }
        group.cancelAll()
      }
      if cut == .patienceOver { try await recordUnknown(&dispatcher) }
      if let sourceError, cut != .cancelled { throw sourceError }
      return summary(dispatcher, cut)
    }

    /// A journal that fails ends everything, unless it failed because everything is ending.
    private func nextReport(
      of group: inout ThrowingTaskGroup<Report, any Error>
    ) async throws -> Report {
      do {
        return try await group.next() ?? .withdrawn
      } catch {
        if Task.isCancelled { return .withdrawn }
        throw error
      }
    }

    private func perform(
      _ action: DeliveryDispatcher.Action, in group: inout ThrowingTaskGroup<Report, any Error>
    ) throws {
      switch action {
      case .pull(let limit): group.addTask { await pull(limit) }
      case .claim(let works): group.addTask { try await claim(works) }
      case .send(let work): group.addTask { try await send(work) }
      case .waitUntilFree(let work): group.addTask { try await waitUntilFree(work) }
      case .wake(let time):
        group.addTask {
          try? await clock.sleep(for: time)
          return .event(.tick)
        }
      case .record(let outcomes):
        guard try record(outcomes) else { return }
        group.addTask {
          try await uploader.journal.commit()
          return .committed
        }
      case .addToList(let entries): group.addTask { await addToList(entries) }
      case .halt(let cause):
        uploader.halt.raise(cause)
        group.addTask {
          try? await clock.sleep(for: uploader.options.stopPatience)
          return .patienceOver
        }
      case .emit(let event): teller.yield(event)
      }
    }

    // MARK: Tasks

    private func stopRequested() async -> Report {
      guard let cause = await uploader.halt.wait() else { return .withdrawn }
      return .event(.stop(cause))
    }

    private func pull(_ limit: Int) async -> Report {
      do {
        // Reading and making contacts is work for another thread than that of the connections.
        let executor = uploader.transport.executor.map { _ in globalConcurrentExecutor }
        let pulled = try await uploader.halt.unlessRaised { [next] in
          try await withTaskExecutorPreference(executor) { try await next(limit) }
        }
        return .event(.pulled(pulled ?? []))
      } catch {
        return .sourceFailed(error)
      }
    }

    private func claim(_ works: [DeliveryDispatcher.Work]) async throws -> Report {
      var result = DeliveryDispatcher.Claimed(claimed: [])
      for work in works {
        if try uploader.journal.reserve(work.sentRow) {
          result.claimed.append(work)
        } else {
          result.taken.append(work)
        }
      }
      let held = Set(try await uploader.journal.willSend(result.claimed.map(\.sentRow)))
      result.held = result.claimed.filter { held.contains($0.row) }
      result.claimed.removeAll { held.contains($0.row) }
      return .event(.claimed(result))
    }

    private func waitUntilFree(_ work: DeliveryDispatcher.Work) async throws -> Report {
      .event(try await isReserved(work.sentRow) ? .freed(work) : .unsent(work))
    }

    private func send(_ work: DeliveryDispatcher.Work) async throws -> Report {
      let waited = clock.now - work.since
      guard try await isPermitted() else { return .event(.unsent(work)) }
      let sentAt = clock.now
      var exchange = DeliveryDispatcher.Exchange(time: .zero)
      var headers: HTTPHeaderFields?
      let answer: Answer
      do throws(TransportFailure) {
        let request = uploader.target.upsert(work.contact.payload)
        let received = try await uploader.transport.send(request)
        exchange.status = received.status
        answer = uploader.target.classify(received, to: work.contact.payload)
        headers = received.headers
      } catch {
        if error == .cancelled { return .withdrawn }
        answer = .retry(.transport(error))
      }
      switch answer {
      // Whoever waits for the contact mustn't wait for an outage, nor two processes for each other.
      case .wait, .retry, .unreadable: uploader.journal.release(row: work.row)
      default: break
      }
      exchange.time = waited + clock.now - sentAt
      if let headers { exchange.pause = try await pause(after: answer, headers, sentAt) }
      exchange.pace = uploader.budget.pace
      return .event(.answered(work, answer, exchange))
    }

    /// Waits for the limiter.
    ///
    /// - Returns: false where the delivery was stopped meanwhile.
    private func isPermitted() async throws -> Bool {
      let budget = uploader.budget
      if !uploader.halt.isRaised, try await budget.takeAtOnce() { return true }
      let permit: Void? = try await uploader.halt.unlessRaised { try await budget.take() }
      return permit != nil
    }

    /// Waits while another process sends the same contact.
    ///
    /// - Returns: false where the delivery was stopped meanwhile.
    private func isReserved(_ row: SentRow) async throws -> Bool {
      if try uploader.journal.reserve(row) { return true }
      let journal = uploader.journal
      let reserved: Void? = try await uploader.halt.unlessRaised { [clock] in
        var pause = Duration.milliseconds(20)
        while try !journal.reserve(row) {
          try await clock.sleep(for: pause)
          pause = min(pause * 2, .milliseconds(500))
        }
      }
      return reserved != nil
    }

    /// Tells the limiter what its headers mean, and everybody who waits for it.
    private func pause(
      after answer: Answer, _ headers: HTTPHeaderFields, _ sentAt: Duration
    ) async throws -> Duration? {
      if case .wait(let throttle) = answer {
        return try await uploader.budget.throttled(
          throttle.status, throttle.headers, sentAt: sentAt)
      }
      return try await uploader.budget.answered(RateLimitHeaders(headers), sentAt: sentAt)
    }

    /// - Returns: whether what was recorded is to be committed now.
    private func record(_ outcomes: [DeliveryDispatcher.Recorded]) throws -> Bool {
      var isDue = false
      for recorded in outcomes {
        isDue =
          try uploader.journal.record(
            row: recorded.row, recorded.outcome, remembering: recorded.memory) || isDue
      }
      return isDue
    }

    private func addToList(_ entries: [ListEntry]) async -> Report {
      guard let request = uploader.target.addToList(entries.map(\.targetID)) else {
        return .event(.listed(entries, nil))
      }
      do {
        let answer = try await uploader.caller.call(request)
        return .event(.listed(entries, uploader.target.refusal(of: answer)))
      } catch {
        if error == .cancelled { return .withdrawn }
        return .event(.listed(entries, error.cause(at: uploader.target.kind)))
      }
    }

    // MARK: The end

    /// What was on its way when patience ended may have been carried out.
    private func recordUnknown(_ dispatcher: inout DeliveryDispatcher) async throws {
      guard !uploader.target.repeatIsSafe else { return }
      if try record(dispatcher.abandon()) { try await uploader.journal.commit() }
    }

    private func summary(_ dispatcher: DeliveryDispatcher, _ cut: Cut?) -> DeliverySummary {
      let ending: DeliverySummary.Ending =
        if cut == .cancelled { .cancelled } else if let cause = dispatcher.cause {
          .stopped(cause)
        } else { .finished }
      return DeliverySummary(
        ending: ending, statuses: dispatcher.progress.statuses,
        requests: dispatcher.progress.requests, sendingSeconds: dispatcher.sendingSeconds,
        pace: dispatcher.progress.pace,
        secondsLostToUnevenness: dispatcher.progress.secondsLostToUnevenness,
        unanswered: dispatcher.sending.keys.sorted())
    }
  }
}

extension DeliveryDispatcher.Work {
  /// The contact as the journal knows it.
  fileprivate var sentRow: SentRow {
    let memory = contact.memory
    return SentRow(
      row: row, fingerprint: memory?.hash.bytes, keys: memory?.locks ?? [],
      isAlone: contact.person == nil, values: memory?.values)
  }
}
