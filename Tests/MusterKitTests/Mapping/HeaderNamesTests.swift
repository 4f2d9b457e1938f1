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
      ["Ad", "Soyad", "E-posta", "Şirket Adı", "Unvan", "Cep Telefonu"],
      ["first_name", "last_name", "email", "company_name", "job_title", "phone"]
    ),
    (
      ["Fornavn", "Efternavn", "E-mail", "Virksomhed", "Stilling", "Hjemmeside"],
      ["first_name", "last_name", "email", "company_name", "job_title", "company_domain"]
    ),
    (
      ["Primeiro Nome", "Último Nome", "E-mail", "Empresa", "Cargo", "Responsável"],
      ["first_name", "last_name", "email", "company_name", "job_title", "owner"]
    ),
    (
      ["姓", "名", "メールアドレス", "会社名", "役職", "電話番号"],
      ["last_name", "first_name", "email", "company_name", "job_title", "phone"]
    ),
    (
      ["氏名", "フリガナ", "Eメール", "勤務先", "部署名", "ウェブサイト"],
      ["full_name", nil, "email", "company_name", nil, "company_domain"]
    ),
    (
      ["姓名", "公司", "职位", "手机", "网站", "邮箱"],
      ["full_name", "company_name", "job_title", "phone", "company_domain", "email"]
    ),
    (
      ["이름", "성", "회사명", "직책", "휴대폰 번호", "이메일"],
      ["first_name", "last_name", "company_name", "job_title", "phone", "email"]
    ),
    (
      ["Имя", "Фамилия", "Электронная почта", "Компания", "Должность", "Телефон"],
      ["first_name", "last_name", "email", "company_name", "job_title", "phone"]
    ),
  ])
  func `the standard fields are known in many languages`(
    header: [String], expected: [String?]
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
    ("Personal Email", "email"), ("Secondary Email", "email"),
    ("E-mail 2 - Value", "email"), ("Contact Email 2", "email"), ("E-mail X", "email"),
    ("E-Mail (geschäftl.)", "email"), ("Contact Owner", "owner"), ("Assigned To", "owner"),
    ("Responsible person", "owner"), ("Betreuer", "owner"), ("Sales owner", "owner"),
    ("LinkedIn_URL__c", "linkedin"), ("LinkedIn__c", "linkedin"), ("Email__pc", "email"),
    ("acme__Email__c", "email"), ("Account.LinkedIn_Company_Page__c", "company_linkedin"),
    ("Account__r.Website", "company_domain"), ("Email (A)", "email"), ("Account", "company_name"),
    ("primary_contact_name", "full_name"), ("primary_contact_title", "job_title"),
    ("current_company_position", "job_title"), ("co", "company_name"),
    ("titleDescription", "job_description"), ("raw_address", "location"),
    ("third_party_email_1", "email"), ("mailFromDropcontact", "email"), ("allSkills", "skills"),
    ("Starred Email", "email"), ("Supplemental Email", "email"), ("imgUrl", "picture"),
    ("ph", "phone"), ("LinkedIn firmy", "company_linkedin"), ("Invitee Email", "email"),
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
    "Previous Job Title", "Account Owner", "Uploaded By Email", "CEO Email", "Co-founder LinkedIn",
    "Team Email", "Press Email", "E-Mail Vertriebler", "E-Mail Außendienst", "Correo asesor",
    "Email responsabile", "E-mail handlowca", "Säljare e-post", "E-mail contactpersoon intern",
    "Backup Contact Email", "Additional Person Email", "Company 2 LinkedIn", "Company 2 Name",
    "Similar Profile 1 LinkedIn", "Mutual Connection LinkedIn", "Investor Website",
    "Domain Registrar", "Ehemalige Firma Webseite", "Guessed Email", "Post URL", "Zip",
    "Postal Code", "Ad Name", "Owner__r.Email",
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

  @Test func `a letter at the end is a number, and what Salesforce puts behind a name is none`()
    throws
  {
    #expect(try fields(["Email B", "Email A"]) == ["additional_emails", "email"])
    #expect(try fields(["B Emails", "Email__c"]) == ["additional_emails", "email"])
  }

  @Test func `beside a contact's name that of the lead isn't the person's`() throws {
    #expect(try fields(["lead_name", "contact_name"]) == [nil, "full_name"])
    #expect(try fields(["Lead Name"]) == ["full_name"])
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
