/// All decisions of a delivery in one place, without a network, a clock or a task.

/// Takes what happened, says what to do. The uploader does it and reports back.
struct DeliveryDispatcher {
  /// A contact with what was tried so far.
  struct Work: Sendable {
    let contact: PlannedContact
    /// Requests made.
    var requests = 0
    /// Failures that count against the contact's attempts.
    var failures = 0
    /// The last answer's status.
    var status: Int?
    /// Sent to see whether an outage is over.
    var isProbe = false
    /// The last answer was a wait rather than a failure.
    var wasThrottled = false
    /// It was accepted, in words that can't be read.
    var wasUnreadable = false

    /// When it was taken in hand this time; on the delivery's clock.
    var since: Duration = .zero

    var row: Int { contact.row }
  }

  /// What is known of an exchange besides the answer's meaning.
  struct Exchange: Sendable {
    /// The HTTP status; nil without an answer.
    var status: Int?
    /// The time it took: the wait for the ledger before the send, and the request's.
    var time: Duration
    /// How long the limiter pauses because of it.
    var pause: Duration?
    /// How fast the key may be used after it; nil without a limit.
    var pace: SendingPace?
  }

  enum Event: Sendable {
    /// None: there are no more, or none can be had.
    case pulled([PlannedContact])
    /// What a claim has come to.
    case claimed(Claimed)
    case answered(Work, Answer, Exchange)
    /// In the ledger as about to be sent, and then not sent: the delivery had been stopped.
    case unsent(Work)
    /// Nobody else sends it any more.
    case freed(Work)
    /// An answer for contacts to be put on their list; nil if they are on it.
    case listed([ListEntry], StopCause?)
    /// A moment that was asked for by `wake`.
    case tick
    case stop(StopCause)
  }

  enum Action: Sendable {
    /// At most so many contacts.
    case pull(Int)
    /// Report `claimed` when the ledger has them as about to be sent. One at a time: what comes meanwhile is
    /// claimed together, with one wait for the disk.
    case claim([Work])
    case send(Work)
    /// Another process is sending it. Report `freed` when that is over.
    case waitUntilFree(Work)
    /// Report a `tick` after this long.
    case wake(Duration)
    case record([Recorded])
    case addToList([ListEntry])
    /// No one may go on waiting for a permit to send or for a contact.
    case halt(StopCause)
    case emit(DeliveryEvent)
  }

  struct Claimed: Sendable {
    /// In the ledger as about to be sent.
    var claimed: [Work]
    /// Not to be sent: the account holds them by somebody else's request.
    var held: [Work] = []
    /// Another process is sending them.
    var taken: [Work] = []
  }

  struct Recorded: Sendable {
    var row: Int
    var outcome: RowOutcome
    /// Of a contact that was accepted.
    var memory: ContactMemory?
  }

  let kind: TargetKind
  let repeatIsSafe: Bool
  /// Whether accepted contacts are put on a list in a second step.
  let hasListStep: Bool
  let retry: RetryPolicy
  let maxRejected: Int?
  /// How long, and how often at least, the target may do nothing but ask us to wait.
  let throttlePatience: (time: Duration, answers: Int)
  /// The columns that fill a field of the request.
  let columns: @Sendable (String) -> [String]

  var breaker: CircuitBreaker
  var detector = MappingFaultDetector()
  var concurrency: ConcurrencyLimit
  var retryBudget = RetryBudget()
  var batcher: ListBatcher
  var generator: SeededGenerator

  var progress = DeliveryEvent.Progress()
  private(set) var cause: StopCause?
  var sending: [Int: Work] = [:]
  var throttled: (since: Duration, answers: Int)?
  var waitingUntil: Duration = .zero
  private(set) var actions: [Action] = []

  /// To be sent as soon as there is a place.
  var ready: [Work] = []
  /// To be claimed when the claim that goes on is through.
  private var unclaimed: [Work] = []
  private var isClaiming = false
  /// To be sent again later.
  private(set) var waiting: [(due: Duration, work: Work)] = []
  /// To be sent again when the retry budget covers it, or when there is nothing else to do.
  private var uncovered: [Work] = []
  private var people = PersonQueue()
  private var lists = 0
  private var isPulling = false
  private var isExhausted = false
  private var firstSend: Duration?
  private var lastAnswer: Duration = .zero
  private var lastProgress: Duration?
  /// Whether anything has happened since.
  private var hasNews = false
  private var nextWake: Duration?

  init(
    target: any Target, rate: SendingRate, options: Uploader.Options, pending: [ListEntry]
  ) {
    kind = target.kind
    repeatIsSafe = target.repeatIsSafe
    hasListStep = target.addToList([]) != nil
    batcher = ListBatcher(limit: target.kind.definition.listBatch ?? 1)
    retry = options.retry
    maxRejected = options.maxRejected
    breaker = CircuitBreaker(longestOutage: options.giveUpAfter)
    throttlePatience = (options.giveUpAfter, 10)
    columns = options.columns
    concurrency = ConcurrencyLimit(rate)
    generator = SeededGenerator(seed: options.seed)
    for entry in pending {
      if let batch = batcher.add(entry) { addToList(batch) }
    }
  }

  /// Whether there is nothing left to do or to wait for.
  var isFinished: Bool {
    (isExhausted || cause != nil) && sending.isEmpty && ready.isEmpty && waiting.isEmpty
      && uncovered.isEmpty && people.count == 0 && lists == 0 && !isPulling
      && (batcher.isEmpty || !mayFlush)
  }

  /// From the first send to the last answer.
  var sendingSeconds: Double {
    firstSend.map { max(lastAnswer - $0, .zero).seconds } ?? 0
  }

  /// What is to be done now; at the start, and after each event.
  mutating func nextActions(at now: Duration) -> [Action] {
    plan(at: now)
    report(at: now)
    defer { actions = [] }
    return actions
  }

  mutating func handle(_ event: Event, at now: Duration) {
    if case .tick = event {} else { hasNews = true }
    switch event {
    case .pulled(let contacts):
      isPulling = false
      isExhausted = contacts.isEmpty
      if cause == nil { ready += contacts.compactMap { people.admit(Work(contact: $0)) } }
    case .claimed(let result): claimed(result)
    case .freed(let work): freed(work, at: now)
    case .answered(let work, let answer, let exchange):
      lastAnswer = now
      sending[work.row] = nil
      answered(work, answer, exchange, at: now)
    case .unsent(let work):
      unsent(work)
    case .listed(let entries, let cause):
      lists -= 1
      listed(entries, cause)
    case .tick:
      // One that was put before another finds that one still to come.
      if let next = nextWake, next <= now { nextWake = nil }
    case .stop(let cause): stop(cause)
    }
  }

  // MARK: Doing

  func isStopping() -> Bool { cause != nil }

  mutating func emit(_ event: DeliveryEvent) {
    actions.append(.emit(event))
  }

  mutating func record(_ outcomes: [Recorded]) {
    guard !outcomes.isEmpty else { return }
    actions.append(.record(outcomes))
    ready += outcomes.compactMap { people.release(row: $0.row) }
  }

  private mutating func claimed(_ result: Claimed) {
    isClaiming = false
    for work in result.held { held(work) }
    guard cause == nil else { return (result.claimed + result.taken).forEach { unsent($0) } }
    actions += result.claimed.map(Action.send) + result.taken.map(Action.waitUntilFree)
  }

  private mutating func freed(_ work: Work, at now: Duration) {
    guard cause == nil else { return unsent(work) }
    var work = work
    work.since = now
    unclaimed.append(work)
  }

  private mutating func unsent(_ work: Work) {
    sending[work.row] = nil
    if work.isProbe { breaker.abandonProbe() }
    settleUnsent(work)
  }

  private mutating func held(_ work: Work) {
    sending[work.row] = nil
    if work.isProbe { breaker.abandonProbe() }
    settle(
      work,
      RowOutcome(
        status: .unchanged,
        reason: "Another import had the same accepted in the meantime: nothing was sent.",
        attempts: work.requests, httpStatus: work.status))
  }

  mutating func addToList(_ entries: [ListEntry]) {
    lists += 1
    progress.requests.lists += 1
    actions.append(.addToList(entries))
  }

  /// Sends the work again, not before a moment.
  mutating func wait(_ work: Work, until due: Duration) {
    waiting.append((due, work))
  }

  /// Nothing is sent any more.
  mutating func stop(_ cause: StopCause) {
    guard self.cause == nil else { return }
    self.cause = cause
    actions.append(.halt(cause))
    emit(.stopped(cause))
    for work in unclaimed { sending[work.row] = nil }
    for work in unclaimed + ready + waiting.map(\.work) + uncovered where work.requests > 0 {
      if work.wasUnreadable {
        accepted(work, .withoutDetail(from: kind))
      } else {
        settleUnsent(work)
      }
    }
    unclaimed = []
    ready = []
    waiting = []
    uncovered = []
    people.drop()
  }

  // MARK: Planning

  private var mayFlush: Bool {
    switch cause?.reason {
    case nil, .interrupted, .mappingFault, .tooManyRejected: true
    default: false
    }
  }

  private mutating func plan(at now: Duration) {
    guard cause == nil else { return flushIfLast() }
    uncovered += waiting.filter { $0.due <= now }.map(\.work)
    waiting.removeAll { $0.due <= now }
    repeatCovered()
    sendReady(at: now)
    guard cause == nil else { return flushIfLast() }
    claim(at: now)
    if let next = waiting.map(\.due).min() { wake(at: next, now) }
    let held = waiting.count + people.count
    if !isExhausted, !isPulling, ready.isEmpty, held < 64, uncovered.count < Self.mostUncovered {
      isPulling = true
      actions.append(.pull(Self.mostPulled))
    }
    flushIfLast()
  }

  /// How many contacts are made at a time. They are lost without harm: none was sent.
  private static let mostPulled = 16

  /// How long a contact waits for others to be claimed with.
  private static let claimPatience = Duration.milliseconds(10)

  /// More contacts than this don't wait for the retry budget while others are sent.
  private static let mostUncovered = 1000

  /// Repeats go before new contacts, as far as the budget covers them. When nothing else is left to
  /// do, they go one at a time: that is no storm, and nobody's contact is given up for it.
  private mutating func repeatCovered() {
    var count = 0
    while count < uncovered.count, retryBudget.covers(sent: progress.requests.sent) {
      retryBudget.spend()
      count += 1
    }
    let isAlone =
      ready.isEmpty && sending.isEmpty && waiting.isEmpty && !isPulling
      && (isExhausted || uncovered.count >= Self.mostUncovered)
    if count == 0, isAlone, !uncovered.isEmpty { count = 1 }
    ready.insert(contentsOf: uncovered.prefix(count), at: 0)
    uncovered.removeFirst(count)
  }

  private mutating func sendReady(at now: Duration) {
    while !ready.isEmpty, sending.count < concurrency.value {
      switch breaker.permission(at: now) {
      case .go: send(isProbe: false, at: now)
      case .probe:
        send(isProbe: true, at: now)
        return
      case .probing: return
      case .wait(let time):
        wake(at: now + time, now)
        announceWait(.outage, time, at: now)
        return
      case .giveUp:
        return stop(
          StopCause(
            .outage,
            "\(kind.displayName) has been failing for too long. When it is up again, go on with"
              + " muster resume."))
      }
    }
  }

  private mutating func send(isProbe: Bool, at now: Duration) {
    var work = ready.removeFirst()
    work.isProbe = isProbe
    work.since = now
    sending[work.row] = work
    firstSend = firstSend ?? now
    unclaimed.append(work)
  }

  /// Waits for a moment where more contacts are on their way than are to be claimed: they are likely to be
  /// followed by others soon, and each claim is a wait for the disk.
  private mutating func claim(at now: Duration) {
    guard !isClaiming, let first = unclaimed.first else { return }
    let due = first.since + Self.claimPatience
    guard now >= due || unclaimed.count * 2 >= sending.count else { return wake(at: due, now) }
    isClaiming = true
    actions.append(.claim(unclaimed))
    unclaimed = []
  }

  private mutating func wake(at moment: Duration, _ now: Duration) {
    if let nextWake, nextWake <= moment { return }
    nextWake = moment
    actions.append(.wake(max(moment - now, .zero)))
  }

  /// The last contacts go on their list when no others are to come.
  private mutating func flushIfLast() {
    guard isExhausted || cause != nil, sending.isEmpty, ready.isEmpty, waiting.isEmpty,
      uncovered.isEmpty, people.count == 0, mayFlush,
      let batch = batcher.flush()
    else { return }
    addToList(batch)
  }

  // MARK: Telling

  /// Says that nothing is sent for a while; once for a wait.
  mutating func announceWait(
    _ reason: DeliveryEvent.WaitReason, _ time: Duration, at now: Duration
  ) {
    guard cause == nil, now + time > waitingUntil + .milliseconds(100) else { return }
    waitingUntil = now + time
    emit(.waiting(reason, seconds: time.seconds))
  }

  private mutating func report(at now: Duration) {
    let isLast = isFinished
    guard isLast || firstSend != nil else { return }
    if let lastProgress, now - lastProgress < .milliseconds(250), !isLast {
      // Else what happened last before a wait would be told after it.
      if hasNews { wake(at: lastProgress + .milliseconds(250), now) }
      return
    }
    lastProgress = now
    hasNews = false
    progress.inFlight = sending.count
    progress.seconds = firstSend.map { max(now - $0, .zero).seconds } ?? 0
    emit(.progress(progress))
  }
}
