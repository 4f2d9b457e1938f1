/// The places that a value can go, besides custom fields. What each is called at a target stands in
/// the target's own file; `muster fields` prints all of it.
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
