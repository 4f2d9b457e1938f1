/// The places that a value can go, besides custom fields. The table is the only one: `muster fields`
/// prints it, the mapper and the targets read it.
///
/// Names at the targets are those of GetSales' "Create or update a contact"
/// (https://api.getsales.io/) and lemlist's "Upsert contact"
/// (https://developer.lemlist.com/api-reference/endpoints/contacts/upsert-contact).
package enum StandardField: String, Sendable, CaseIterable, Hashable {
  case email
  case additionalEmails = "additional_emails"
  case linkedin
  case salesNavigator = "sales_navigator"
  case firstName = "first_name"
  case lastName = "last_name"
  case fullName = "full_name"
  case companyName = "company_name"
  case companyDomain = "company_domain"
  case companyLinkedin = "company_linkedin"
  case companyID = "company_id"
  case jobTitle = "job_title"
  case jobDescription = "job_description"
  case headline
  case about
  case phone
  case location
  case industry
  case timezone
  case languages
  case skills
  case picture
  case owner
  case source
  case contactID = "contact_id"

  /// The field's name in a GetSales request, as a path; nil where it has no place.
  package var getSalesName: String? {
    switch self {
    case .email: "lead.email"
    case .linkedin: "lead.linkedin_id"
    case .salesNavigator: "lead.sn_id"
    case .firstName: "lead.first_name"
    case .lastName: "lead.last_name"
    case .fullName: "lead.first_name + lead.last_name"
    case .companyName: "lead.company_name"
    case .companyDomain: "lead.domain"
    case .jobTitle: "lead.position"
    case .headline: "lead.headline"
    case .about: "lead.about"
    case .location: "lead.raw_address"
    default: nil
    }
  }

  /// The field's name in a lemlist request; nil where it has no place.
  package var lemlistName: String? {
    switch self {
    case .email: "email"
    case .additionalEmails: "additionalEmails"
    case .linkedin: "linkedinUrl"
    case .salesNavigator: "linkedinUrlSalesNav"
    case .firstName: "firstName"
    case .lastName: "lastName"
    case .fullName: "firstName + lastName"
    case .companyName: nil
    case .companyDomain: "companyDomain"
    case .companyLinkedin: "companyLinkedinUrl"
    case .companyID: "companyId"
    case .jobTitle: "jobTitle"
    case .jobDescription: "jobDescription"
    case .headline: "tagline"
    case .about: "summary"
    case .phone: "phone"
    case .location: "location"
    case .industry: "industry"
    case .timezone: "timezone"
    case .languages: "languages"
    case .skills: "skills"
    case .picture: "picture"
    case .owner: "contactOwner"
    case .source: "source"
    case .contactID: "contactId"
    }
  }

  package func name(at target: TargetKind) -> String? {
    switch target {
    case .getsales: getSalesName
    case .lemlist: lemlistName
    }
  }

  /// How values are normalised, in words, for the table that users read.
  package var normalisation: String {
    switch self {
    case .email: "mailto:, names and brackets removed; domain in lower case"
    case .additionalEmails: "split on ; , | and :::"
    case .linkedin: "any form: address, slug, ACoA… or ACwA… id"
    case .salesNavigator: "the ACwA… id; ,NAME_SEARCH,… removed"
    case .fullName: "split into first and last name"
    case .companyDomain: "address or e-mail to registrable domain"
    case .phone: "leading apostrophe removed"
    default: "trimmed"
    }
  }
}
