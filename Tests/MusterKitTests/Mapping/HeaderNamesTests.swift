import Testing

@testable import MusterKit

private func fields(_ header: [String], _ rows: [[String]] = []) throws -> [String?] {
  try HeaderMatcher(header: header, rows: rows)
    .match(rules: [], constants: [], autoMap: true)
    .columns.map { $0.field?.description }
}

/// Names alone: words, languages, owners, order.
@Suite struct HeaderNamesTests {
  @Test(arguments: [
    ("firstName", ["first", "name"]), ("E-mail 2 - Value", ["e", "mail", "2", "value"]),
    ("personLinkedInURL", ["person", "linked", "in", "url"]), ("PHONE1", ["phone", "1"]),
    ("contact_id", ["contact", "id"]), ("Straße", ["strasse"]), ("PrÃ©nom", ["prenom"]),
    ("Contact: Phone", ["contact", "phone"]), (" - ", []), ("", []),
  ])
  func `a name is cut into words`(name: String, words: [String]) {
    #expect(HeaderName.words(of: HeaderName.repaired(name)) == words)
  }

  @Test(arguments: [
    (
      ["Vorname", "Name", "E-Mail", "Mobiltelefon", "Firma", "Position"],
      ["first_name", "last_name", "email", "phone", "company_name", "job_title"]
    ),
    (
      ["Prénom", "Nom", "Adresse e-mail", "Société", "Fonction", "URL du profil LinkedIn"],
      ["first_name", "last_name", "email", "company_name", "job_title", "linkedin"]
    ),
    (
      ["Nombre", "Apellidos", "Correo electrónico", "Empresa", "Cargo", "Teléfono móvil"],
      ["first_name", "last_name", "email", "company_name", "job_title", "phone"]
    ),
    (
      ["Nome", "Sobrenome", "E-mail", "Empresa", "Cargo", "Cidade"],
      ["first_name", "last_name", "email", "company_name", "job_title", "location"]
    ),
    (
      ["Nome", "Cognome", "Indirizzo email", "Azienda", "Qualifica", "Sito web"],
      ["first_name", "last_name", "email", "company_name", "job_title", "company_domain"]
    ),
    (
      ["Voornaam", "Achternaam", "E-mailadres", "Bedrijfsnaam", "Functie", "Woonplaats"],
      ["first_name", "last_name", "email", "company_name", "job_title", "location"]
    ),
    (
      ["Imię", "Nazwisko", "Adres e-mail", "Firma", "Stanowisko", "Numer telefonu"],
      ["first_name", "last_name", "email", "company_name", "job_title", "phone"]
    ),
    (
      ["Förnamn", "Efternamn", "E-postadress", "Företag", "Befattning", "Webbplats"],
      ["first_name", "last_name", "email", "company_name", "job_title", "company_domain"]
    ),
    (
      ["Jméno", "Příjmení", "E-mail", "Společnost", "Pozice", "Město"],
      ["first_name", "last_name", "email", "company_name", "job_title", "location"]
    ),
    (
      ["Имя", "Фамилия", "Электронная почта", "Компания", "Должность", "Телефон"],
      ["first_name", "last_name", "email", "company_name", "job_title", "phone"]
    ),
  ])
  func `the standard fields are known in many languages`(
    header: [String], expected: [String]
  ) throws {
    #expect(try fields(header) == expected)
  }

  @Test(arguments: [
    ("PrÃ©nom", "first_name"), ("Pr\u{FFFD}nom", "first_name"),
    ("SociÃ©tÃ©", "company_name"), ("Geschaeftlich Telefon", "phone"),
    ("Telefon geschäftlich", "phone"), ("linkedinurl", "linkedin"),
    ("companylinkedinurl", "company_linkedin"), ("LINKEDIN_PROFILE", "linkedin"),
    ("firmenwebsite", "company_domain"), ("cf_linkedin", "linkedin"),
    ("properties.email", "email"), ("Person - Email", "email"), ("eMail", "email"),
    ("Prospect Sales Navigator URL", "sales_navigator"), ("Email (work)", "email"),
    ("Personal Email", "email"), ("Secondary Email", "additional_emails"),
    ("E-mail 2 - Value", "additional_emails"), ("Contact Email 2", "additional_emails"),
    ("E-Mail (geschäftl.)", "email"), ("Contact Owner", "owner"),
  ])
  func `one name, many spellings`(name: String, field: String) throws {
    #expect(try fields([name]) == [field])
  }

  @Test(arguments: [
    "Email Status", "Email Verified", "Email Confidence", "Email Type", "Email Source",
    "Email Bounced", "Email Opt Out", "Email Hash", "Email Sent At", "Email Domain",
    "E-mail Display Name", "Last Email Date", "Number of Emails", "Email Catch-all Status",
    "Owner Email", "Account Owner Email", "Assistant Email", "Manager email", "Spouse e-mail",
    "Referred by Email", "Sales Rep Email", "Created By Email", "Company Contact Email",
    "Contact 2 Email", "Seller LinkedIn", "Email CC", "Person 2 LinkedIn",
    "Previous Company LinkedIn Profile", "Referred by LinkedIn", "Manager LinkedIn URL",
    "LinkedIn Connections", "LinkedIn Followers", "LinkedIn Description", "Facebook Profile URL",
    "Personal Web Page", "Parent Company Domain", "Company ID", "Company Email", "Link",
    "Phone Type", "Company Phone", "Fax", "Company City", "Middle Name", "Campaign Name",
    "Previous Job Title", "Account Owner",
  ])
  func `a remark, or somebody else's value, goes nowhere`(name: String) throws {
    #expect(try fields([name]) == [nil])
  }

  @Test func `the first of several mails is the e-mail address`() throws {
    #expect(
      try fields(["Personal Email", "Email 2", "Email 1", "Assistant's Email"]) == [
        "additional_emails", "additional_emails", "email", nil,
      ])
    #expect(
      try fields(["Other Email", "Work Email", "Primary Email", "Primary Email Source"]) == [
        "additional_emails", "additional_emails", "email", nil,
      ])
  }

  @Test func `of two titles the second is the job's, and one before the name a salutation`() throws
  {
    #expect(
      try fields(["Titre", "Prénom", "Nom", "Société", "Titre"]) == [
        nil, "first_name", "last_name", "company_name", "job_title",
      ])
    #expect(
      try fields(["Titre", "Société", "Prénom", "Nom", "Titre"]) == [
        nil, "company_name", "first_name", "last_name", "job_title",
      ])
    #expect(
      try fields(["Title", "First Name", "Last Name"]) == [nil, "first_name", "last_name"])
    #expect(
      try fields(["First Name", "Last Name", "Title"]) == ["first_name", "last_name", "job_title"])
  }

  @Test func `five thousand columns get an answer each`() throws {
    let header = (1...5_000).map { "Custom property \($0)" }
    #expect(try fields(header + ["Email"]).compactMap(\.self) == ["email"])
    #expect(try fields([String(repeating: "email ", count: 5_000)]).count == 1)
  }

  @Test func `a reason says what the name and the values say`() throws {
    let mapping = try HeaderMatcher(
      header: ["Work Email", "Email Status"], rows: [["jane@acme.example", "ok"]]
    ).match(rules: [], constants: [], autoMap: true)
    #expect(
      mapping.columns[0].why
        == "the name says e-mail address of the person; 1 of 1 values are mail addresses")
    #expect(mapping.columns[0].confidence > HeaderMatcher.threshold)
    #expect(mapping.columns[1].confidence == 0)
  }
}
