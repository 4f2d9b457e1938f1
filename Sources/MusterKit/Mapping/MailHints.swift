/// What may be doubted of an address that is valid: mailboxes of a role, and mistyped domains.
struct MailHints: Sendable {
  enum Hint: Sendable, Equatable {
    /// Several people read it, or a program.
    case role
    /// The domain is one letter away from a large provider's.
    case typo(of: String)
  }

  private let roles: WordTable
  private let typos: WordTable

  /// Made at its first use: that takes a millisecond.
  static let shared = MailHints()

  private init() {
    roles = WordTable(Self.roleNames)
    typos = WordTable(Self.mistypedDomains)
  }

  /// For an address's local part and its domain, both in lower case.
  func hint(local: UnsafeRawBufferPointer, domain: UnsafeRawBufferPointer) -> Hint? {
    if let provider = unsafe typos.value(of: domain) {
      return .typo(of: Self.providers[provider])
    }
    return unsafe local.count <= Self.longestRole && roles.value(of: local) != nil ? .role : nil
  }

  /// For an address's key.
  func hint(_ key: String) -> Hint? {
    guard let at = key.lastIndex(of: "@") else { return nil }
    var local = String(key[..<at])
    var domain = String(key[key.index(after: at)...])
    return local.withUTF8 { local in
      domain.withUTF8 { domain in
        unsafe hint(local: UnsafeRawBufferPointer(local), domain: UnsafeRawBufferPointer(domain))
      }
    }
  }

  // MARK: Roles

  /// RFC 2142's names, and what offices and shops use in the languages of most exports.
  private static let roleNames = [
    "abuse", "accounting", "accounts", "admin", "administration", "administracion",
    "amministrazione",
    "anfrage", "bewerbung", "billing", "bonjour", "booking", "buchhaltung", "buero", "careers",
    "comercial", "commercial", "compta", "contact", "contacto", "contato", "contatti",
    "customerservice",
    "direction", "einkauf", "email", "enquiries", "enquiry", "feedback", "finance", "hallo",
    "hello",
    "help", "helpdesk", "hi", "hola", "hostmaster", "hr", "info", "information", "inquiries",
    "invoices", "it", "jobs", "kontakt", "kundenservice", "legal", "mail", "mailer-daemon",
    "marketing", "media", "news", "newsletter", "no-reply", "noreply", "office", "orders",
    "personal",
    "post", "postmaster", "press", "presse", "privacy", "recruiting", "rechnung", "reception",
    "sales", "sekretariat", "secretariat", "security", "service", "shop", "support", "team",
    "vendas", "ventas", "verkauf", "vertrieb", "webmaster", "welcome", "zentrale",
  ]
  private static let longestRole = roleNames.map(\.utf8.count).max() ?? 0

  // MARK: Mistyped domains

  /// Large providers of mail for people whose names are long enough to be told from others.
  private static let providers = [
    "gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com",
    "protonmail.com", "comcast.net", "verizon.net", "hotmail.fr", "hotmail.de", "hotmail.co.uk",
    "yahoo.co.uk", "yahoo.fr", "yahoo.de", "outlook.de", "outlook.fr", "t-online.de", "wanadoo.fr",
    "orange.fr", "laposte.net", "yandex.ru", "libero.it", "virgilio.it", "web.de",
  ]

  /// Domains that are near to one of these and not meant for it.
  private static let others: Set<String> = [
    "mail.com", "email.com", "ymail.com", "gmal.com", "hotmail.co", "outlook.co", "we.de", "wb.de",
    "eb.de", "libro.it", "liber.it", "range.fr", "oange.fr", "orage.fr", "yaho.de", "gail.com",
  ]

  private static var mistypedDomains: [(word: String, value: Int)] {
    let right = Set(providers).union(others)
    return providers.enumerated().flatMap { index, provider in
      variants(of: provider).filter { !right.contains($0) }.map { ($0, index) }
    }
  }

  /// A letter left out, doubled, swapped with the next or hit beside its key, and common slips in the
  /// last label.
  private static func variants(of provider: String) -> Set<String> {
    let dot = provider.firstIndex(of: ".") ?? provider.endIndex
    let name = Array(provider[..<dot])
    let rest = String(provider[dot...])
    var variants: Set<String> = []
    for index in name.indices {
      var dropped = name
      dropped.remove(at: index)
      // The first letter makes another name more often than a slip, and so does any of a short name.
      guard name.count > 4 else { continue }
      if index > 0 { variants.insert(String(dropped) + rest) }
      var doubled = name
      doubled.insert(name[index], at: index)
      variants.insert(String(doubled) + rest)
      if index + 1 < name.count {
        var swapped = name
        swapped.swapAt(index, index + 1)
        variants.insert(String(swapped) + rest)
      }
      guard index > 0 else { continue }
      for key in neighbours[name[index]] ?? "" {
        var slipped = name
        slipped[index] = key
        variants.insert(String(slipped) + rest)
      }
    }
    for (end, slips) in lastLabelSlips where rest == end {
      for slip in slips { variants.insert(String(name) + slip) }
    }
    variants.remove(provider)
    return variants
  }

  private static let lastLabelSlips: [String: [String]] = [
    ".com": [
      ".con", ".cm", ".om", ".cmo", ".ocm", ".comm", ".coom", ".vom", ".xom", ".cpm", ".cim",
      ".c0m",
      ".co", "com", ".com.com",
    ],
    ".net": [".ner", ".nte", ".nett", ".met"],
    ".de": [".d", ".dee", ".ed", ".fe"],
    ".fr": [".f", ".rf", ".frr"],
    ".co.uk": [".couk", ".co.k", ".co.ukk", ".cou.k"],
  ]

  /// Keys beside a letter's on the keyboard of most of these addresses' owners (QWERTY).
  private static let neighbours: [Character: String] = [
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "r": "et",
    "s": "ad", "t": "ry", "u": "yi", "v": "cb", "x": "zc", "y": "tu", "z": "x",
  ]
}
