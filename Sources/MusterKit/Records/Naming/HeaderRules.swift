/// Which fields a column's name may stand for, as data: the words that must be there, those that
/// may, and how sure that makes it.
enum HeaderRules {
  struct Rule: Sendable {
    var field: StandardField
    var required: HeaderConcepts
    var allowed: HeaderConcepts
    /// From 0 to 1, without qualifiers and values.
    var confidence: Double
    /// What the name says, in words.
    var meaning: String
  }

  private static func rule(
    _ field: StandardField, _ confidence: Double, _ required: HeaderConcepts,
    or allowed: HeaderConcepts = [], _ meaning: String
  ) -> Rule {
    Rule(
      field: field, required: required, allowed: allowed, confidence: confidence, meaning: meaning)
  }

  private static let someone: HeaderConcepts = [.person, .contact]
  private static let which: HeaderConcepts = [
    .person, .contact, .primary, .work, .direct, .found, .secondary, .personal, .other,
  ]
  private static let link: HeaderConcepts = [
    .person, .contact, .url, .profile, .slug, .urn, .website, .address, .primary, .found, .personal,
    .verified,
  ]

  static let all: [Rule] = identifiers + names + company + work + place + rest

  private static let identifiers = [
    rule(.email, 0.97, .email, or: which.union([.address, .slug]), "e-mail address of the person"),
    rule(
      .email, 0.6, [.email, .verified], or: which.union(.address), "checked e-mail address"),
    rule(
      .email, 0.55, [.email, .phone], or: [.person, .contact], "e-mail address or phone number"),
    rule(
      .email, 0.4, [.user, .email], or: which.union([.address, .account]),
      "e-mail address of a user, who may be one of your own"),
    rule(
      .email, 0.45, [.company, .email], or: which.union([.address, .account]),
      "e-mail address at the company"),
    rule(.linkedin, 0.97, .linkedin, or: link, "LinkedIn profile of the person"),
    rule(.linkedin, 0.85, [.linkedin, .id], or: link, "LinkedIn id of the person"),
    rule(
      .linkedin, 0.6, [.profile, .url], or: someone.union([.website, .primary]), "link to a profile"
    ),
    rule(.linkedin, 0.65, .urn, or: [.person, .profile, .url, .id], "id at LinkedIn"),
    rule(.linkedin, 0.35, .profile, or: someone, "profile"),
    rule(.linkedin, 0.35, [.person, .url], or: .contact, "link of the person"),
    rule(.linkedin, 0.3, .slug, or: someone.union(.profile), "short name"),
    rule(.linkedin, 0.3, .url, "link"),
    rule(.linkedin, 0.3, [.profile, .id], or: someone, "id of a profile"),
    rule(
      .salesNavigator, 0.97, .salesNavigator, or: link.union([.id, .linkedin]),
      "Sales Navigator profile of the person"),
    rule(.contactID, 0.95, [.lemlist, .person, .id], or: .contact, "contact's id at lemlist"),
    rule(.contactID, 0.3, [.person, .id], or: .contact, "contact's id"),
    rule(.companyID, 0.95, [.lemlist, .company, .id], or: .account, "company's id at lemlist"),
    rule(
      .phone, 0.97, .phone, or: which.union([.mobile, .id]), "phone number of the person"),
  ]

  private static let names = [
    rule(.firstName, 0.97, [.first, .name], or: someone, "first name"),
    rule(.firstName, 0.6, .first, or: someone, "first name"),
    rule(.lastName, 0.97, [.last, .name], or: someone, "last name"),
    rule(.lastName, 0.55, .last, or: someone, "last name"),
    rule(.fullName, 0.97, [.full, .name], or: someone.union(.profile), "full name"),
    rule(.fullName, 0.97, [.first, .last, .name], or: someone.union(.full), "first and last name"),
    rule(.fullName, 0.9, [.person, .name], or: [.contact, .primary], "name of the person"),
    rule(.fullName, 0.8, .name, "name"),
    rule(.fullName, 0.6, [.profile, .name], or: [.person, .linkedin], "name of the profile"),
    rule(.fullName, 0.6, [.contact, .person], "contact"),
    rule(.fullName, 0.35, .person, "person"),
  ]

  private static let company = [
    rule(
      .companyName, 0.97, [.company, .name],
      or: [.account, .person, .contact, .found, .work, .linkedin],
      "name of the company"),
    rule(.companyName, 0.92, .company, or: [.found, .person, .primary], "company"),
    rule(.companyName, 0.55, [.company, .account], "account"),
    rule(.companyName, 0.45, [.company, .account, .person], "account"),
    rule(.companyName, 0.6, [.company, .job], or: .name, "company of the job"),
    rule(
      .companyDomain, 0.97, [.company, .domain], or: [.account, .url, .person, .email, .primary],
      "domain of the company"),
    rule(
      .companyDomain, 0.79, [.company, .domain, .website], or: [.account, .url],
      "domain of the company's website"),
    rule(
      .companyDomain, 0.93, [.company, .website], or: [.account, .url, .person, .primary],
      "website of the company"),
    rule(.companyDomain, 0.85, .domain, or: [.website, .work, .url, .primary], "domain"),
    rule(.companyDomain, 0.8, .website, or: [.url, .work, .primary, .address], "website"),
    rule(.companyDomain, 0.4, [.company, .url], or: .account, "link of the company"),
    rule(
      .companyLinkedin, 0.97, [.company, .linkedin],
      or: [.account, .url, .profile, .website, .person, .found, .slug],
      "LinkedIn page of the company"),
    rule(
      .companyLinkedin, 0.85, [.company, .linkedin, .url, .id], or: [.account, .profile, .person],
      "LinkedIn page of the company"),
    rule(
      .companyLinkedin, 0.45, [.company, .linkedin, .id], or: [.account, .person],
      "LinkedIn id of the company"),
    rule(.companyLinkedin, 0.4, [.company, .url], or: .account, "link of the company"),
    rule(
      .companyLinkedin, 0.4, [.company, .profile], or: [.account, .url], "profile of the company"),
  ]

  private static let work = [
    rule(
      .jobTitle, 0.97, [.job, .title], or: [.person, .contact, .found, .primary, .name, .linkedin],
      "job title"),
    rule(
      .jobTitle, 0.93, .position, or: [.person, .contact, .found, .job, .title, .primary, .work],
      "position"),
    rule(
      .jobTitle, 0.9, [.title, .person], or: [.contact, .found, .primary], "title of the person"),
    rule(.jobTitle, 0.9, [.title, .found], "current title"),
    rule(.jobTitle, 0.8, .job, or: [.found, .person, .name], "job"),
    rule(
      .jobTitle, 0.85, [.company, .title], or: [.job, .position, .primary], "title at the company"),
    rule(
      .jobTitle, 0.85, [.company, .position], or: [.job, .primary, .found],
      "position at the company"),
    rule(.jobTitle, 0.75, .title, or: [.work, .linkedin, .profile], "title"),
    rule(
      .jobDescription, 0.9, [.description, .job], or: [.position, .found, .title], "job description"
    ),
    rule(
      .jobDescription, 0.9, [.description, .position], or: .found, "description of the position"),
    rule(.jobDescription, 0.7, [.description, .title], or: .found, "description of the title"),
    rule(
      .headline, 0.95, .headline, or: [.linkedin, .profile, .person, .contact], "profile headline"),
    rule(
      .about, 0.9, .about, or: [.linkedin, .profile, .person, .contact], "summary of the profile"),
    rule(
      .industry, 0.9, .industry,
      or: [.person, .contact, .linkedin, .profile, .primary, .name, .work],
      "industry"),
    rule(
      .industry, 0.85, [.company, .industry], or: [.account, .linkedin, .primary, .person, .name],
      "industry of the company"),
  ]

  private static let place = [
    rule(
      .location, 0.95, .location, or: which.union([.profile, .linkedin, .full, .name]), "location"),
    rule(.location, 0.8, [.full, .address], or: which, "full address"),
    rule(.location, 0.7, .city, or: which.union([.name, .address, .location]), "city"),
    rule(.location, 0.65, .address, or: which, "address"),
    rule(
      .location, 0.6, .country, or: which.union([.region, .name, .address, .location]), "country"),
    rule(.location, 0.55, .region, or: which.union([.name, .address]), "region"),
    rule(.location, 0.53, .street, or: which.union([.address, .name]), "street"),
    rule(.location, 0.4, .postalCode, or: which.union(.address), "postal code"),
    rule(.location, 0.75, [.city, .country], or: which.union(.region), "city and country"),
    rule(.location, 0.74, [.city, .region], or: which.union(.postalCode), "city and region"),
    rule(.location, 0.71, [.city, .postalCode], or: which, "postal code and city"),
  ]

  private static let rest = [
    rule(.timezone, 0.95, .timezone, or: someone, "time zone"),
    rule(.languages, 0.9, .language, or: someone.union([.primary, .profile]), "languages"),
    rule(.skills, 0.9, .skill, or: someone.union([.profile, .linkedin]), "skills"),
    rule(
      .picture, 0.9, .picture, or: someone.union([.url, .profile, .linkedin, .website]), "picture"),
    rule(
      .owner, 0.95, [.recordOwner, .person], or: [.contact, .name], "owner of the contact"),
    rule(.owner, 0.85, .recordOwner, or: [.name], "owner"),
    rule(.owner, 0.7, [.recordOwner, .id], or: someone, "owner's id"),
  ]
}
