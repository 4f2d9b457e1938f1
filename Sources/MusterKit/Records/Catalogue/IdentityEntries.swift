/// By what a person or a company is known. A value that can't be used is left out, and the row goes
/// with what remains.
extension DiagnosticEntry {
  static let identifierMissing = DiagnosticEntry(
    .identity, .error, "Nothing is left by which the target could know this person.",
    cause: """
      The cells that name the person are blank, or what they hold had to be left out. GetSales \
      knows people by LinkedIn, lemlist by e-mail address or LinkedIn.
      """,
    remedy: "Add an e-mail address or a LinkedIn profile that the target takes.",
    example: """
      A row with name and company, and `n/a` for the address: it is invalid, because lemlist would \
      refuse it.
      """)

  static let emailInvalid = DiagnosticEntry(
    .identity, .warning, "The e-mail address isn't valid; it was left out.",
    cause: "It was mistyped, cut off, or another column's value stands in its cell.",
    remedy: "Correct the address: one name, one @, a domain with a dot.",
    example: """
      `ada@@example.com` or `ada@example`: the row is sent by its LinkedIn profile, without an \
      address.
      """)

  static let emailPlaceholder = DiagnosticEntry(
    .identity, .warning, "The e-mail address is a placeholder; it was left out.",
    cause: """
      A form demanded an address, or a tool fills the cell where it knows none. Sent, all such \
      rows would become one contact.
      """,
    remedy: "Put in the person's own address, or leave the cell empty.",
    example: "`n/a`, `none` or `test@test.com`: nothing is sent as address.")

  static let emailTypo = DiagnosticEntry(
    .identity, .warning, "The domain of the address looks mistyped.",
    cause: """
      The address was typed by hand: its domain is a letter or two away from that of a big mail \
      provider.
      """,
    remedy: "Correct the address if the suggested domain is meant; it is sent as it stands.",
    example: "`ada@gmial.com`: muster asks whether `gmail.com` is meant, and changes nothing.")

  static let emailRole = DiagnosticEntry(
    .identity, .note,
    "The address is that of a shared mailbox, not of a person.",
    cause: """
      The address was taken from a website or a directory, where companies show info@, sales@ or \
      office@ and not their people.
      """,
    remedy: "Use the person's own address if you have it; this one is sent as it stands.",
    example: "`info@example.com` in the row of Ada Lovelace: it is sent, and noted.")

  static let emailSeveral = DiagnosticEntry(
    .identity, .note, "The cell holds several e-mail addresses.",
    cause: "Address books and CRMs put all addresses of a person into one cell when they export.",
    remedy: """
      The first is the address, the others are additional ones; put them in own columns to choose.
      """,
    example: """
      `ada@example.com; ada@home.example`: the first is the e-mail address; lemlist takes the \
      second as an additional one.
      """)

  static let emailShared = DiagnosticEntry(
    .identity, .warning,
    "Several people share this e-mail address; it is sent with the first of them only.",
    cause: """
      Rows with different LinkedIn profiles have one address, often a company's. Targets match \
      contacts by address too, so one person would overwrite the other there.
      """,
    remedy: "Give each person an own address, or set deduplicate.on_conflict.",
    example: """
      Three profiles with `office@example.com`: the first is sent with the address, the other two \
      without. A row that has nothing but the shared address is invalid.
      """)

  static let linkedInInvalid = DiagnosticEntry(
    .identity, .warning, "The LinkedIn cell holds no profile; it was left out.",
    cause: """
      The cell holds a post, a search, a job, a name, a placeholder or several people's profiles, or \
      the link was cut off or changed.
      """,
    remedy: "Use the profile's address: https://www.linkedin.com/in/name.",
    example: """
      `https://www.linkedin.com/feed/`: the row is sent by its e-mail address where the target \
      takes that.
      """)

  static let linkedInCompany = DiagnosticEntry(
    .identity, .warning,
    "The LinkedIn cell holds a company page, not a person; it was left out.",
    cause: """
      The export has a column for the company's page, and it was mapped as the person's; or the \
      wrong link was copied.
      """,
    remedy: "Use the person's own profile: https://www.linkedin.com/in/name.",
    example: """
      `https://www.linkedin.com/company/example`: left out. If the whole column is like this, map \
      it to company_linkedin.
      """)

  static let linkedInShortLink = DiagnosticEntry(
    .identity, .warning, "The LinkedIn cell holds a shortened link; it was left out.",
    cause: """
      Messages and share buttons shorten links. Where one leads can be found out only over the \
      network, and checking a file never uses it.
      """,
    remedy: "Open the link in a browser, and put in the address of the profile it leads to.",
    example: "`https://lnkd.in/eXample1` or `https://bit.ly/3xample`: left out.")

  static let linkedInNotSendable = DiagnosticEntry(
    .identity, .note, "The target has no place for this kind of LinkedIn identifier.",
    cause: """
      The cell holds LinkedIn's numeric member id, which neither GetSales nor lemlist documents as \
      something that it takes.
      """,
    remedy: "It is used to find duplicates; add the profile's address to send it.",
    example: "`52220000`: the row is sent if it has another identifier that the target takes.")

  static let companyDomainInvalid = DiagnosticEntry(
    .identity, .warning, "The cell holds no company's domain; it was left out.",
    cause: """
      The company's name, a placeholder or a broken address stands in the column for its website \
      or domain.
      """,
    remedy: "Write the domain like example.com, or as the address of the company's website.",
    example: "`Example Ltd.` in the column Website: the row is sent without a company domain.")

  static let companyDomainFreeMail = DiagnosticEntry(
    .identity, .note,
    "The domain is a mail provider's, such as gmail.com, and no company's; it was left out.",
    cause: "The domain was taken from a person's private e-mail address, by a tool or by hand.",
    remedy: "Put in the company's own domain, or leave the cell empty.",
    example: """
      `gmail.com` in the column Company Domain: left out, so that nobody is linked to a company \
      of that domain.
      """)

  static let groupSuspicious = DiagnosticEntry(
    .identity, .warning, "More than 50 rows carry the same identifier.",
    cause: """
      A tool or a form filled in the same value wherever it knew none, or one person's value was \
      copied down a column.
      """,
    remedy: "Check whether it is a placeholder rather than a person.",
    example: """
      200 names with `https://www.linkedin.com/in/profile`: they are one contact, and every row is \
      warned about.
      """)
}
