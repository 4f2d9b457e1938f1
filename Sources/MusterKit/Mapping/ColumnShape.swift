/// What the values of a column look like, counted.
struct ColumnShape: Sendable {
  /// How many values were looked at; blanks and placeholders aren't values.
  private(set) var total = 0
  private(set) var mails = 0
  /// Mail addresses of a place rather than a person, such as info@.
  private(set) var roleMails = 0
  /// Anything that may identify a person at LinkedIn, bare names included.
  private(set) var people = 0
  /// Links to a person's public profile, and `ACoA…` ids.
  private(set) var profiles = 0
  /// Links to a person in Sales Navigator, and `ACwA…` ids.
  private(set) var salesProfiles = 0
  private(set) var companyPages = 0
  private(set) var domains = 0
  private(set) var phones = 0
  private(set) var links = 0
  private(set) var salutations = 0
  private(set) var numbers = 0
  private(set) var contactIDs = 0
  private(set) var companyIDs = 0
  /// Words for how far a sale or a ticket is: open, won.
  private(set) var stages = 0
  /// Names that end as a company's does: Inc., GmbH.
  private(set) var companyNames = 0

  /// Bare names are read as public names at LinkedIn only where the column's name speaks of it.
  init(_ values: [String], readsBareNames: Bool) {
    for value in values { add(value, readsBareNames: readsBareNames) }
  }

  private mutating func add(_ value: String, readsBareNames: Bool) {
    total += 1
    let lower = value.lowercased()
    let bytes = lower.utf8
    let hasAt = bytes.contains(UInt8(ascii: "@"))
    let hasPath = bytes.contains(UInt8(ascii: "/")) || bytes.contains(UInt8(ascii: ":"))
    let isLinkedIn = hasPath && (lower.contains("linkedin.") || lower.hasPrefix("urn:li:"))
    if lower.hasPrefix("http") || lower.hasPrefix("www.") { links += 1 }
    if value.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { numbers += 1 }
    let isToken = value.hasPrefix("ACwA") || value.hasPrefix("ACoA")
    if isLinkedIn || isToken || (readsBareNames && !hasAt) {
      addLinkedIn(value, isCertain: isLinkedIn || isToken)
    }
    if isLinkedIn { return }
    if hasAt {
      addMail(value)
    } else if bytes.contains(UInt8(ascii: ".")) && !bytes.contains(UInt8(ascii: " ")) {
      if CompanyDomain.read(value) != nil { domains += 1 }
    }
    if Self.isPhone(value) { phones += 1 }
    if bytes.count < 16, Self.salutations.contains(lower.filter { $0 != "." }) { salutations += 1 }
    if bytes.count < 24, Self.stages.contains(lower) { stages += 1 }
    if Self.isCompanyName(lower) { companyNames += 1 }
    if lower.hasPrefix("ctc_") { contactIDs += 1 }
    if lower.hasPrefix("cpn_") || lower.hasPrefix("cmp_") { companyIDs += 1 }
  }

  private mutating func addMail(_ value: String) {
    if let address = EmailReading(value).email {
      mails += 1
      let local = address.address.prefix { $0 != "@" }.lowercased()
      if Self.roles.contains(local) { roleMails += 1 }
    }
  }

  private mutating func addLinkedIn(_ value: String, isCertain: Bool) {
    switch LinkedInIdentifier.read(value) {
    case .company: companyPages += 1
    case .person(let identifier):
      people += 1
      guard isCertain else { return }
      if case .salesNavigator = identifier { salesProfiles += 1 } else { profiles += 1 }
    default: break
    }
  }

  /// Seven to fifteen digits (E.164 allows 15), and signs that stand between them.
  private static func isPhone(_ value: String) -> Bool {
    var digits = 0
    var letters = 0
    for byte in value.utf8 {
      switch byte {
      case 0x30...0x39: digits += 1
      case 0x41...0x5A, 0x61...0x7A: letters += 1
      default: break
      }
    }
    return digits >= 5 && digits <= 20 && letters <= 4
  }

  /// Whether the last word, in small letters, is a legal form.
  private static func isCompanyName(_ value: String) -> Bool {
    func isPart(_ character: Character) -> Bool {
      character.isLetter || character == "." || character == "/"
    }
    // From the end: nearly all values are done with their last word.
    guard let end = value.lastIndex(where: isPart) else { return false }
    let head = value[...end]
    guard let gap = head.lastIndex(where: { !isPart($0) }) else { return false }
    let last = head[gap...].filter { $0.isLetter }
    return legalForms.contains(last) && head[..<gap].contains(where: isPart)
  }

  private static let legalForms: Set<String> = [
    "inc", "llc", "llp", "ltd", "limited", "corp", "corporation", "plc", "pllc", "gmbh", "mbh",
    "kg",
    "ohg", "ug", "sarl", "sas", "srl", "spa", "slu", "bv", "nv", "oy", "oyj", "aps", "sro",
    "zoo", "kft", "ltda", "pty", "ggmbh", "company", "holding", "holdings", "technologies",
  ]

  private static let stages: Set<String> = [
    "new", "open", "opened", "closed", "won", "lost", "closed won", "closed lost", "pending",
    "active", "inactive", "qualified", "unqualified", "contacted", "in progress", "working",
    "nurture", "nurturing", "converted", "potential", "bad fit", "customer", "prospect", "done",
    "draft", "paused", "completed", "interested", "not interested", "negotiation", "replied",
    "bounced", "cold", "warm", "hot", "neu", "offen", "gewonnen", "verloren", "nouveau", "ouvert",
    "nuevo", "abierto", "ganado", "perdido", "approved", "rejected", "enabled", "disabled",
  ]

  private static let salutations: Set<String> = [
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "herr", "frau", "hr", "fr", "m", "mme", "mlle",
    "monsieur", "madame", "mademoiselle", "sr", "sra", "srta", "sig", "signor", "signora",
    "dott", "dhr", "mevr", "pan", "pani", "prof dr", "herr dr", "frau dr", "sir", "señor", "señora",
  ]

  private static let roles: Set<String> = [
    "info", "contact", "kontakt", "office", "sales", "hello", "support", "admin", "mail", "team",
    "hr", "jobs", "marketing", "careers", "billing", "accounting", "invoices", "invoice", "post",
    "presse", "karriere", "bewerbung", "buchhaltung", "noreply", "no-reply", "service", "press",
    "contacto", "vertrieb", "buero", "accueil",
  ]
}

extension ColumnShape {
  /// The field that at least four of five values can only belong to, how many do, and what they are;
  /// nil where there is none.
  var identifier: (field: StandardField, count: Int, noun: String)? {
    let kinds: [(field: StandardField, count: Int, noun: String)] = [
      (.email, roleMails * 3 < total ? mails : 0, "mail addresses"),
      (.linkedin, profiles, "LinkedIn profiles"),
      (.salesNavigator, salesProfiles, "Sales Navigator profiles"),
      (.companyLinkedin, companyPages, "LinkedIn company pages"),
    ]
    return kinds.first { $0.count * 5 >= total * 4 && $0.count > 0 }
  }
}
