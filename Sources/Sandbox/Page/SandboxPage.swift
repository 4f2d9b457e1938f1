// The page at `/` that shows what the emulator holds and does.

import Foundation
import Pages

extension World {
  /// The page, self-contained. Works without its script, which only keeps it up to date.
  func page(at now: Duration, search: String) -> Reply {
    guard let template = Self.template else { return .text(500, "The page is damaged") }
    let nonce = (1...2).map { _ in UpsertIdentity.text(.random(in: 0 ... .max)) }.joined()
    var reply = Reply.html(200, template.render(pageModel(at: now, search: search, nonce: nonce)))
    reply.set(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-\(nonce)'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
    reply.set("Cache-Control", "no-store")
    return reply
  }

  static let template = PageTemplate(PackageResources.page_mustache)

  /// What the template shows. Everything in it is text or a number; the template escapes.
  func pageModel(at now: Duration, search: String, nonce: String) -> [String: Any] {
    var getSales = model(of: .getSales, "GetSales", "POST /leads/api/leads/upsert", at: now)
    getSales.merge(getSalesContents) { $1 }
    getSales.merge(contactRows(self.getSales.contacts, search)) { $1 }
    var lemlist = model(of: .lemlist, "lemlist", "POST /api/contacts", at: now)
    lemlist.merge(lemlistContents) { $1 }
    lemlist.merge(contactRows(self.lemlist.contacts, search)) { $1 }
    return [
      "uptime": Self.spoken(now), "seed": String(configuration.seed), "nonce": nonce,
      "search": search, "sides": [getSales, lemlist],
    ]
  }

  private var getSalesContents: [String: Any] {
    let lists = getSales.lists.suffix(Self.shown).map { list in
      [
        "name": list.name, "id": list.id,
        "size": Self.grouped(getSales.listSizes[list.id] ?? 0),
      ]
    }
    let fields = getSales.customFields.filter { $0.object == "lead" }.map { ["name": $0.name] }
    return [
      "contactCount": Self.grouped(getSales.contacts.count), "lists": lists, "fields": fields,
    ]
  }

  private var lemlistContents: [String: Any] {
    [
      "contactCount": Self.grouped(lemlist.contacts.count),
      "lists": lemlist.lists.suffix(Self.shown).map { list in
        ["name": list.name, "id": list.id, "size": Self.grouped(list.members.count)]
      },
      "fields": lemlist.customFields.map { ["name": $0] },
    ]
  }

  /// What is shown of either side alike.
  private func model(
    of side: SandboxSide, _ name: String, _ endpoint: String, at now: Duration
  ) -> [String: Any] {
    let counts = traffic[side]
    let bars = Self.bars(counts)
    let outages = configuration.outages.map(\.description).joined(separator: ", ")
    return [
      "side": name, "endpoint": endpoint, "rate": rateText(side),
      "faults": Self.orNone(configuration.faults[side].description),
      "outages": outages.isEmpty
        ? false : ["text": outages, "now": outage(at: now) != nil] as [String: Any],
      "requestCount": Self.grouped(counts.requestCount),
      "acceptedCount": Self.grouped(
        counts.answers.filter { $0.key < 300 }.values.reduce(0, +)),
      "limitedCount": Self.grouped(counts.answers[429] ?? 0),
      "repeated": Self.grouped(counts.upserts.repeated),
      "overlaps": Self.grouped(counts.upserts.overlaps),
      "keys": counts.orderedKeys.prefix(Self.shownKeys).map { keyModel($0, side, at: now) },
      "moreKeys": counts.orderedKeys.count > Self.shownKeys
        ? ["count": Self.grouped(counts.orderedKeys.count - Self.shownKeys)] as Any : false,
      "bars": bars, "quiet": bars.isEmpty,
    ]
  }

  /// What a template shows as a section of its own, and not at all if it is empty.
  private static func orNone(_ text: String) -> Any { text.isEmpty ? false : ["text": text] }

  // MARK: - Bars

  private func keyModel(
    _ key: KeyTraffic, _ side: SandboxSide, at now: Duration
  ) -> [String: Any] {
    let limit = traffic.limit(side)
    let window = (limit ?? .documented(side)).window.seconds
    let arrivals = key.window.arrivals(at: now)
    var detail = "at most \(Self.grouped(key.window.peak)) in any \(Self.short(window)) s"
    if let rate = key.perSecond { detail += ", \(Self.short(rate)) a second on average" }
    if let limit { detail += " of \(Self.short(limit.perSecond)) allowed" }
    detail += "; \(Self.grouped(key.limited)) told to wait"
    return [
      "label": key.ordinal.map { "key \($0)" } ?? "no key",
      "now": Self.grouped(arrivals) + (limit.map { " of \(Self.grouped($0.requests))" } ?? ""),
      "percent": String(limit.map { min(100, arrivals * 100 / $0.requests) } ?? 0),
      "tone": (limit.map { arrivals > $0.requests } ?? false) ? "limited" : "good",
      "detail": detail,
    ]
  }

  private static func bars(_ counts: SideTraffic) -> [[String: Any]] {
    let greatest = max(counts.answers.values.max() ?? 0, counts.dropped, 1)
    var bars = counts.answers.sorted { $0.key < $1.key }.map { status, count in
      bar(String(status), tone(status), count, greatest)
    }
    if counts.dropped > 0 { bars.append(bar("dropped", "gone", counts.dropped, greatest)) }
    return bars
  }

  private static func bar(
    _ label: String, _ tone: String, _ count: Int, _ greatest: Int
  ) -> [String: Any] {
    [
      "label": label, "tone": tone, "count": grouped(count),
      "percent": String(max(1, count * 100 / greatest)),
    ]
  }

  private static func tone(_ status: Int) -> String {
    switch status {
    case ..<300: "good"
    case 429: "limited"
    case ..<500: "refused"
    default: "broken"
    }
  }

  // MARK: - Words and numbers

  private func rateText(_ side: SandboxSide) -> String {
    guard let limit = traffic.limit(side) else { return "no limit" }
    return "\(limit.requests) requests in \(Self.short(limit.window.seconds)) s"
  }

  private static let shown = 12
  private static let shownKeys = 6
  private static let locale = Locale(identifier: "en_GB")

  static func grouped(_ number: Int) -> String {
    number.formatted(.number.locale(locale))
  }

  private static func short(_ number: Double) -> String {
    number.formatted(.number.precision(.fractionLength(0...2)).locale(locale))
  }

  private static func spoken(_ time: Duration) -> String {
    let seconds = Int(time.seconds)
    switch seconds {
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
    default: return "\(seconds / 3600) h \(seconds / 60 % 60) min"
    }
  }
}
