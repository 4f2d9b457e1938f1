// The page at `/` that shows what the emulator holds.

import Foundation
import Mustache

extension World {
  /// The page, self-contained.
  func page(at now: Duration) -> Reply {
    guard let template = Self.template else { return .text(500, "The page is damaged") }
    var reply = Reply.html(200, template.render(pageModel(at: now)))
    reply.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
    reply.set("Cache-Control", "no-store")
    return reply
  }

  static let template = try? MustacheTemplate(
    string: String(decoding: PackageResources.page_mustache, as: UTF8.self))

  /// What the template shows. Everything in it is text or a number; the template escapes.
  func pageModel(at now: Duration) -> [String: Any] {
    [
      "uptime": Self.spoken(now),
      "seed": String(configuration.seed),
      "sides": [getSalesModel, lemlistModel],
    ]
  }

  private var getSalesModel: [String: Any] {
    var model = model(of: .getSales, name: "GetSales", endpoint: "POST /leads/api/leads/upsert")
    model["contactCount"] = Self.grouped(getSales.contacts.count)
    model["contacts"] = getSales.contacts.suffix(Self.shown).reversed().map { contact in
      [
        "name": contact.name ?? "–",
        "key": contact.fields["work_email"] ?? contact.fields["personal_email"]
          ?? contact.fields["linkedin"] ?? contact.fields["ln_id"] ?? contact.fields["sn_id"]
          ?? contact.fields["ln_member_id"] ?? "–",
        "detail": contact.fields["company_name"] ?? contact.fields["position"] ?? "",
        "upserts": String(contact.upserts),
      ]
    }
    model["lists"] = getSales.lists.suffix(Self.shown).map { list in
      [
        "name": list.name, "id": list.id,
        "size": Self.grouped(getSales.listSizes[list.id] ?? 0),
      ]
    }
    model["fields"] = getSales.customFields.filter { $0.object == "lead" }.map { ["name": $0.name] }
    return model
  }

  private var lemlistModel: [String: Any] {
    var model = model(of: .lemlist, name: "lemlist", endpoint: "POST /api/contacts")
    model["contactCount"] = Self.grouped(lemlist.contacts.count)
    model["contacts"] = lemlist.contacts.suffix(Self.shown).reversed().map { contact in
      let names = ["firstName", "lastName"].compactMap { contact.fields[$0]?.text }
      return [
        "name": names.isEmpty ? "–" : names.joined(separator: " "),
        "key": contact.email ?? contact.linkedInURL ?? contact.salesNavigatorURL ?? "–",
        "detail": contact.fields["jobTitle"]?.text ?? "",
        "upserts": String(contact.upserts),
      ]
    }
    model["lists"] = lemlist.lists.suffix(Self.shown).map { list in
      ["name": list.name, "id": list.id, "size": Self.grouped(list.members.count)]
    }
    model["fields"] = lemlist.customFields.map { ["name": $0] }
    return model
  }

  private func model(of side: SandboxSide, name: String, endpoint: String) -> [String: Any] {
    let answers = traffic.answers[side] ?? [:]
    let dropped = traffic.dropped[side] ?? 0
    let greatest = max(answers.values.max() ?? 0, dropped, 1)
    var bars = answers.sorted { $0.key < $1.key }.map { status, count in
      Self.bar(String(status), Self.tone(status), count, greatest)
    }
    if dropped > 0 { bars.append(Self.bar("dropped", "gone", dropped, greatest)) }
    return [
      "side": name, "endpoint": endpoint, "rate": rateText(side),
      "faults": faultText(side).map { ["text": $0] } as Any? ?? false,
      "requestCount": Self.grouped(traffic.requestsBySide[side] ?? 0),
      "acceptedCount": Self.grouped(
        answers.filter { $0.key < 300 }.values.reduce(0, +)),
      "limitedCount": Self.grouped(answers[429] ?? 0),
      "keyCount": String(traffic.keyCount(side)),
      "bars": bars, "quiet": bars.isEmpty,
    ]
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

  private func rateText(_ side: SandboxSide) -> String {
    guard let limit = traffic.limit(side) else { return "no limit" }
    let seconds = limit.window.seconds.formatted(.number.locale(Locale(identifier: "en_GB")))
    return "\(limit.requests) requests in \(seconds) s"
  }

  private func faultText(_ side: SandboxSide) -> String? {
    let text = configuration.faults[side].description
    return text.isEmpty ? nil : text
  }

  private static let shown = 12

  private static func grouped(_ number: Int) -> String {
    number.formatted(.number.locale(Locale(identifier: "en_GB")))
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
