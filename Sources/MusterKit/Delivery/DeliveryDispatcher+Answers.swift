/// What an answer makes of a contact, and of the delivery.

extension DeliveryDispatcher {
  mutating func answered(
    _ sent: Work, _ answer: Answer, _ exchange: Exchange, at now: Duration
  ) {
    var work = sent
    progress.requests.sent += 1
    if work.requests > 0, !work.wasThrottled { progress.requests.retried += 1 }
    work.requests += 1
    work.status = exchange.status
    work.wasThrottled = false
    paced(exchange.pace)
    switch answer {
    case .wait(let throttle):
      concurrency.failed()
      return throttledAnswer(work, throttle, exchange, at: now)
    case .retry(let failure):
      concurrency.failed()
      return failed(work, failure, at: now)
    default: concurrency.succeeded(in: exchange.time)
    }
    breaker.succeeded()
    throttled = nil
    if let pause = exchange.pause { announceWait(.keyShared, pause, at: now) }
    switch answer {
    case .accepted(let acceptance): accepted(work, acceptance)
    case .unreadable(let acceptance): unreadable(work, acceptance, at: now)
    case .rejected(let refusal): rejected(work, refusal)
    case .alreadyThere:
      // What the user asked for: it is there, and it was left alone.
      settle(
        work,
        RowOutcome(
          status: .unchanged, code: DiagnosticCode.alreadyThere.rawValue,
          reason: DiagnosticCode.alreadyThere.entry.title, attempts: work.requests,
          httpStatus: work.status), remembering: work.contact.memory)
    case .stop(let cause):
      settle(work, .notSent, code: cause.rowCode, reason: cause.sentence)
      stop(cause)
    case .wait, .retry: break
    }
  }

  /// Keeps the pace, and what it costs that requests arrive unevenly: the time by which each was held
  /// back longer.
  private mutating func paced(_ pace: SendingPace?) {
    guard let pace else { return }
    progress.pace = pace
    progress.secondsLostToUnevenness += 1 / pace.perSecond - 1 / pace.unhindered
  }

  // MARK: Accepted

  mutating func accepted(_ work: Work, _ acceptance: Acceptance) {
    detector.accepted()
    progress.requests.accepted += 1
    let remark = acceptance.remarks.first
    var outcome = RowOutcome(
      status: acceptance.status, targetID: acceptance.targetID, code: remark?.code.rawValue,
      reason: remark?.message, attempts: work.requests, httpStatus: work.status)
    let memory = work.contact.memory
    guard hasListStep else { return settle(work, outcome, remembering: memory) }
    // Until it is on its list it counts as not added, so that a crash in between is mended.
    var final = outcome
    final.attempts = 0
    outcome.code = DiagnosticCode.notAddedToList.rawValue
    outcome.reason = Diagnostic(.notAddedToList).message
    var provisional = memory
    provisional?.isHeld = false
    settle(work, outcome, remembering: provisional)
    guard let id = acceptance.targetID else { return }
    let entry = ListEntry(row: work.row, targetID: id, outcome: final, memory: memory)
    if let batch = batcher.add(entry) { addToList(batch) }
  }

  /// Asks once more, which leaves the contact as it is and tells what it is; then takes it for
  /// accepted.
  private mutating func unreadable(_ sent: Work, _ acceptance: Acceptance, at now: Duration) {
    guard repeatIsSafe, !sent.wasUnreadable, !isStopping() else {
      return accepted(sent, acceptance)
    }
    var work = sent
    work.wasUnreadable = true
    wait(work, until: now + retry.wait(afterFailure: 1, using: &generator))
  }

  /// Contacts are on their list, or can't be put there.
  mutating func listed(_ entries: [ListEntry], _ cause: StopCause?) {
    let outcomes = entries.map { entry in
      var outcome = entry.outcome
      if let cause {
        outcome.code = DiagnosticCode.notAddedToList.rawValue
        outcome.reason = cause.sentence
      }
      return Recorded(
        row: entry.row, outcome: outcome, memory: cause == nil ? entry.memory : nil)
    }
    record(outcomes)
    switch cause?.reason {
    case nil, .badRequest, .outage, .throttled, .interrupted: break
    default: if let cause { stop(cause) }
    }
  }

  // MARK: Refused

  private mutating func rejected(_ work: Work, _ refusal: Refusal) {
    settle(work, .rejected, code: refusal.code, reason: refusal.reason)
    if let field = detector.rejected(fields: refusal.fields) {
      stop(
        StopCause(
          .mappingFault,
          "\(kind.displayName) refused the field \(field)\(origin(of: field)) of every one of the"
            + " first contacts: it's the mapping. Map the column to another field, or leave it out.",
          code: refusal.code, httpStatus: work.status))
    }
    if let maxRejected, progress.statuses[.rejected] > maxRejected {
      stop(
        StopCause(
          .tooManyRejected,
          "\(kind.displayName) refused \(progress.statuses[.rejected]) contacts, which is more than"
            + " max_rejected allows. Correct the rows, or raise the threshold."))
    }
  }

  /// ` (column "Seniority")`, where columns are known to fill a field.
  private func origin(of field: String) -> String {
    let names = columns(field).prefix(3).map { "\"\($0)\"" }
    guard !names.isEmpty else { return "" }
    return " (column\(names.count == 1 ? "" : "s") \(names.joined(separator: ", ")))"
  }

  // MARK: Not now

  private mutating func throttledAnswer(
    _ sent: Work, _ throttle: Throttle, _ exchange: Exchange, at now: Duration
  ) {
    var work = sent
    work.wasThrottled = true
    progress.requests.rateLimited += 1
    if work.isProbe { breaker.abandonProbe() }
    let since = throttled?.since ?? now
    let answers = (throttled?.answers ?? 0) + 1
    throttled = (since, answers)
    guard !isStopping() else { return settleUnsent(work) }
    ready.insert(work, at: 0)
    if answers >= throttlePatience.answers, now - since >= throttlePatience.time {
      stop(
        StopCause(
          .throttled,
          "\(kind.displayName) has done nothing but ask for waits: something else may be using the"
            + " key. Go on later with muster resume.", httpStatus: throttle.status))
    } else if let pause = exchange.pause {
      announceWait(throttle.status == 429 ? .rateLimited : .busy, pause, at: now)
    }
  }

  private mutating func failed(_ sent: Work, _ failure: TransientFailure, at now: Duration) {
    var work = sent
    // While an outage is waited out, it isn't the contact's failure.
    let counts = !(breaker.isOpen && failure.isOutage)
    breaker.failed(at: now, wasProbe: work.isProbe)
    if counts { work.failures += 1 }
    let mustNotRepeat = !repeatIsSafe && failure.mayHaveArrived
    if isStopping(), !mustNotRepeat { return settleUnsent(work) }
    if !counts, !mustNotRepeat { return ready.append(work) }
    let decision = retry.decide(
      after: failure, failures: max(work.failures, 1), repeatIsSafe: repeatIsSafe,
      using: &generator)
    switch decision {
    case .again(let time): wait(work, until: now + time)
    case .giveUp:
      settle(
        work, .failed, code: DiagnosticCode.gaveUp.rawValue,
        reason: sentence(failure, times: work.failures))
    case .unknown:
      settle(
        work, .unknown, code: DiagnosticCode.outcomeUnknown.rawValue,
        reason: sentence(failure, times: 1)
          + " It may have been carried out: look there before sending it again.")
    }
  }

  private func sentence(_ failure: TransientFailure, times: Int) -> String {
    let count = times > 1 ? ", \(times) times" : ""
    return switch failure {
    case .status(let status): "\(kind.displayName) answered with status \(status)\(count)."
    case .transport(.timeout), .transport(.firstByteTimeout), .transport(.connectTimeout):
      "\(kind.displayName) didn't answer in time\(count)."
    case .transport: "The connection to \(kind.displayName) failed\(count)."
    }
  }

  // MARK: Settled

  /// A contact that isn't sent because the delivery stops. One that never was in the ledger isn't
  /// recorded: whoever has the plan knows that it wasn't reached.
  mutating func settleUnsent(_ work: Work) {
    let isInterrupted = cause.map { $0.reason == .interrupted } ?? true
    let code = isInterrupted ? DiagnosticCode.runInterrupted : .targetStopped
    let sentence = cause?.sentence ?? code.entry.title
    settle(
      work, .notSent, code: code.rawValue,
      reason: code == .runInterrupted ? code.entry.title : sentence)
  }

  /// The contacts on their way, whose answers nobody awaits any more and whose repeat isn't safe.
  mutating func abandon() -> [Recorded] {
    let works = sending.values.sorted { $0.row < $1.row }
    sending = [:]
    progress.statuses[.unknown] += works.count
    return works.map { work in
      Recorded(
        row: work.row,
        outcome: RowOutcome(
          status: .unknown, code: DiagnosticCode.outcomeUnknown.rawValue,
          reason: DiagnosticCode.outcomeUnknown.entry.title, attempts: work.requests + 1,
          httpStatus: work.status))
    }
  }

  private mutating func settle(
    _ work: Work, _ status: RowStatus, code: String, reason: String
  ) {
    settle(
      work,
      RowOutcome(
        status: status, code: code, reason: reason, attempts: work.requests,
        httpStatus: work.status))
  }

  mutating func settle(
    _ work: Work, _ outcome: RowOutcome, remembering memory: ContactMemory? = nil
  ) {
    progress.statuses[outcome.status] += 1
    record([Recorded(row: work.row, outcome: outcome, memory: memory)])
    switch outcome.status {
    case .rejected, .failed, .unknown:
      emit(.rowFailed(row: work.row, code: outcome.code ?? outcome.status.rawValue))
    default: break
    }
  }
}
