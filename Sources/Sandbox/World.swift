// The whole way of a request, from arrival to answer, without a socket or a clock.

import Foundation

/// Everything that the emulator knows, and its only decision maker.
struct World: Sendable {
  let configuration: SandboxConfiguration
  let start: Date
  private(set) var getSales: GetSalesAccount
  private(set) var lemlist: LemlistAccount
  private(set) var traffic: Traffic
  var scripts = ScriptBook()
  private var dice: FaultDice
  /// When it came, to whichever side.
  private(set) var firstRequest: Duration?

  init(_ configuration: SandboxConfiguration, startingAt start: Date) {
    self.configuration = configuration
    self.start = start
    getSales = GetSalesAccount(configuration, at: start)
    lemlist = LemlistAccount(configuration, at: start)
    traffic = Traffic(configuration)
    dice = FaultDice(seed: configuration.seed)
  }

  /// Takes a request in, and says what is to be answered. Times count from the start.
  mutating func answer(_ call: Call, at now: Duration) -> Reply {
    guard Self.isLoopback(call.host) else { return .text(403, "Only for this machine") }
    let route = Route(call)
    guard let side = route.side else { return view(call, route.endpoint, at: now) }
    if firstRequest == nil { firstRequest = now }
    let key = presentedKey(call, side)
    let arrival = Arrival(call, route, side, apiKey: key, at: now)
    let decision = traffic.arrive(arrival)
    var reply: Reply
    if let outage = outage(at: now) {
      reply = outage.reply
    } else if isBlocked(call, side) {
      reply = .blockedAgent
    } else {
      reply = decide(call, route, side, decision, at: date(now))
      if side == .lemlist { addRateHeaders(to: &reply, decision, at: now) }
    }
    traffic.leave(arrival, reply)
    return reply
  }

  /// The outage in force, if there is one.
  func outage(at now: Duration) -> SandboxOutage? {
    guard let firstRequest else { return nil }
    return configuration.outages.first { $0.contains(now - firstRequest) }
  }

  /// Whether a request names this machine. Under another name, a web site could have its
  /// visitors' browsers read what is here (DNS rebinding).
  private static func isLoopback(_ host: String?) -> Bool {
    guard let host else { return true }
    return ["127.0.0.1", "localhost", "[::1]"].contains { host == $0 || host.hasPrefix("\($0):") }
  }

  /// Whether the firewall in front of the API stops a request.
  private func isBlocked(_ call: Call, _ side: SandboxSide) -> Bool {
    configuration.faults[side].blocksDefaultAgents && FaultProfile.isDefaultAgent(call.userAgent)
  }

  /// The order in which things stand in a request's way, behind an outage and the firewall: the
  /// rate, what a test has scripted, faults, the key, and then the endpoint itself.
  private mutating func decide(
    _ call: Call, _ route: Route, _ side: SandboxSide, _ decision: RateDecision, at date: Date
  ) -> Reply {
    guard decision.isAllowed else { return fault(429, side) }
    if let action = scripts.next(for: call, route) {
      return carryOut(action) { $0.handle(call, route, side, at: date) }
    }
    let (outcome, latency) = dice.roll(call, under: configuration.faults[side])
    var action = ScriptedAction.delay(latency)
    switch outcome {
    case .none: break
    case .status(let status): action = .answering(fault(status, side), after: latency)
    case .html(let status): action = .answering(.proxyError(status), after: latency)
    case .reset(let afterCommit): action = afterCommit ? .dropAfterCommit : .drop
    case .timeout(let afterCommit):
      action = .silence(afterCommit: afterCommit, configuration.silence)
    case .garbage(let isCut): action = .garbling(isCut: isCut, after: latency)
    }
    return carryOut(action) { $0.handle(call, route, side, at: date) }
  }

  private mutating func carryOut(
    _ action: ScriptedAction, _ handle: (inout World) -> Reply
  ) -> Reply {
    var reply = action.commits ? handle(&self) : Reply.text(500, "")
    let contactID = reply.contactID
    switch action.outcome {
    case .handled: break
    case .answer(let scripted): reply = scripted
    case .drop: reply.dropsConnection = true
    case .garble(let isCut): reply.garble(isCut: isCut)
    }
    reply.delay = action.delay
    reply.contactID = contactID
    return reply
  }

  /// The key and the endpoint: what the API itself does.
  private mutating func handle(
    _ call: Call, _ route: Route, _ side: SandboxSide, at date: Date
  ) -> Reply {
    if let refusal = refuseKey(call, route, side) { return refusal }
    if route.isUpsert, let credits = configuration.faults[side].credits,
      traffic[side].upserts.accepted >= credits
    {
      return fault(402, side)
    }
    return side == .getSales
      ? getSales.answer(call, route.endpoint, at: date)
      : lemlist.answer(call, route.endpoint, at: date)
  }

  private func presentedKey(_ call: Call, _ side: SandboxSide) -> String? {
    switch side {
    case .getSales: GetSalesAccount.apiKey(in: call.authorization)
    case .lemlist: LemlistAccount.Credentials(call.authorization).apiKey
    }
  }

  private func refuseKey(_ call: Call, _ route: Route, _ side: SandboxSide) -> Reply? {
    let key = presentedKey(call, side)
    let wanted = side == .getSales ? configuration.getSalesKey : configuration.lemlistKey
    if let key, wanted == nil || wanted == key { return nil }
    return switch side {
    case .getSales: .getSalesUnauthenticated
    case .lemlist:
      LemlistAccount.unauthenticated(.init(call.authorization), route.endpoint)
    }
  }

  private func fault(_ status: Int, _ side: SandboxSide) -> Reply {
    side == .getSales ? .getSalesFault(status) : .lemlistFault(status)
  }

  /// On every answer, also on a 200. lemlist docs, rate limits
  /// (https://developer.lemlist.com/api-reference/getting-started/rate-limits).
  private func addRateHeaders(
    to reply: inout Reply, _ decision: RateDecision, at now: Duration
  ) {
    let remaining = reply.status == 429 ? 0 : decision.remaining
    let wait = max(1, Int((decision.reset - now).seconds.rounded(.up)))
    let reset = Timestamp.javaScript(
      date(decision.reset), in: configuration.lemlist.timeZone)
    for (name, value) in [
      ("Retry-After", String(wait)), ("X-RateLimit-Limit", String(decision.limit)),
      ("X-RateLimit-Remaining", String(remaining)), ("X-RateLimit-Reset", reset),
    ] where !reply.has(name) {
      reply.set(name, value)
    }
  }

  /// The wall-clock time of a moment, which the rate windows don't know of.
  func date(_ now: Duration) -> Date { start.addingTimeInterval(now.seconds) }
}

extension Duration {
  /// As a number of seconds.
  var seconds: Double { self / .seconds(1) }
}
