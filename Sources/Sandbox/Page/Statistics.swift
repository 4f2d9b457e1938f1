// The counts as `/_stats` gives them.

extension World {
  /// All counts of both sides. Never a key: those go by the order of their first use.
  func statistics(at now: Duration) -> SandboxJSON {
    [
      "seconds": .rounded(now.seconds), "seed": .string(String(configuration.seed)),
      "outages": .array(configuration.outages.map { .string($0.description) }),
      "outage_in_force": .bool(outage(at: now) != nil),
      "getsales": statistics(of: .getSales, contacts: getSales.contacts.count),
      "lemlist": statistics(of: .lemlist, contacts: lemlist.contacts.count),
    ]
  }

  private func statistics(of side: SandboxSide, contacts: Int) -> SandboxJSON {
    let counts = traffic[side]
    let limit = traffic.limit(side)
    let upserts = counts.upserts
    return [
      "contacts": .integer(contacts), "requests": .integer(counts.requestCount),
      "requests_by_route": .sorted(counts.requests.mapValues(SandboxJSON.integer)),
      "answers_by_status": .object(
        counts.answers.sorted { $0.key < $1.key }.map { .init(String($0.key), .integer($0.value)) }),
      "dropped": .integer(counts.dropped),
      "faults": .string(configuration.faults[side].description),
      "limit": limit.map(\.json) ?? .null,
      // Peaks without a limit are those of the documented windows.
      "window_seconds": .rounded((limit ?? .documented(side)).window.seconds),
      "keys": .array(counts.orderedKeys.map { $0.json(under: limit) }),
      "upserts": [
        "accepted": .integer(upserts.accepted), "repeated": .integer(upserts.repeated),
        "contacts_repeated": .integer(upserts.repeatedContactCount),
        "peak_in_flight_per_contact": .integer(upserts.peakInFlight),
        "overlaps": .integer(upserts.overlaps),
      ],
    ]
  }
}

extension RateLimit {
  fileprivate var json: SandboxJSON {
    [
      "requests": .integer(requests), "window_seconds": .rounded(window.seconds),
      "per_second": .rounded(perSecond),
    ]
  }

  var perSecond: Double { Double(requests) / window.seconds }
}

extension KeyTraffic {
  fileprivate func json(under limit: RateLimit?) -> SandboxJSON {
    [
      "key": ordinal.map(SandboxJSON.integer) ?? .null, "requests": .integer(requests),
      "peak": .integer(window.peak), "peak_in_60_seconds": .integer(minutePeak),
      "first_ms": .milliseconds(first), "last_ms": .milliseconds(last),
      "per_second": perSecond.map(SandboxJSON.rounded) ?? .null,
      "share_of_limit": limit.flatMap { limit in
        perSecond.map { .rounded($0 / limit.perSecond) }
      } ?? .null,
      "answered_429": .integer(limited),
    ]
  }
}

extension SandboxJSON {
  /// To three places; a whole number without any.
  static func rounded(_ number: Double) -> SandboxJSON {
    let rounded = (number * 1000).rounded() / 1000
    return Int(exactly: rounded).map(SandboxJSON.integer) ?? .number(rounded)
  }
}
