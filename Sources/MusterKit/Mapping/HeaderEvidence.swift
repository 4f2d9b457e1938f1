/// What the values of a column say about a field that its name stands for.
struct HeaderEvidence: Sendable {
  enum Verdict: Sendable, Equatable {
    /// There is nothing to hold the name against.
    case none
    case fits
    case contradicts
  }

  var verdict: Verdict
  /// In words, as the second half of a reason; empty where there is nothing to say.
  var words: String
  /// Whether so many values fit that they may speak for a column whose name says little.
  var isStrong = false

  init(_ shape: ColumnShape, for field: StandardField) {
    guard shape.total > 0, let (fitting, noun) = Self.expected(shape, field) else {
      (verdict, words) = (.none, "")
      return
    }
    let share = Double(fitting) / Double(shape.total)
    words = "\(fitting) of \(shape.total) values are \(noun)"
    verdict = share >= Self.least(for: field) ? .fits : .contradicts
    isStrong = share >= 0.8 && Self.identifies(field)
  }

  /// How many values a field could take, and what they are called.
  private static func expected(_ shape: ColumnShape, _ field: StandardField) -> (Int, String)? {
    switch field {
    case .email, .additionalEmails: (shape.mails, "mail addresses")
    case .linkedin: (shape.people, "LinkedIn profiles")
    case .salesNavigator: (shape.people, "LinkedIn profiles")
    case .companyLinkedin:
      (shape.companyPages + (shape.companyPages > 0 ? 0 : shape.numbers), "LinkedIn company pages")
    case .companyDomain: (shape.domains + shape.mails, "domains or websites")
    case .contactID: (shape.contactIDs, "ids of contacts at lemlist")
    case .companyID: (shape.companyIDs, "ids of companies at lemlist")
    case .phone: (shape.phones, "phone numbers")
    case .picture: (shape.links, "links")
    case .jobTitle:
      (
        shape.total - shape.salutations - shape.mails - shape.links - shape.numbers,
        "titles of jobs"
      )
    case .firstName, .lastName: (shape.total - shape.mails - shape.links - shape.numbers, "names")
    case .fullName:
      (
        shape.total - shape.mails - shape.links - shape.numbers - shape.companyNames,
        "names of people"
      )
    case .location:
      (shape.total - shape.mails - shape.links - shape.stages - shape.numbers, "places")
    case .companyName: (shape.total - shape.mails - shape.links - shape.numbers, "texts")
    case .industry, .headline: (shape.total - shape.mails - shape.links, "texts")
    default: nil
    }
  }

  /// The least share of fitting values; a guess must hold for most rows, but files have damage.
  private static func least(for field: StandardField) -> Double {
    switch field {
    case .jobTitle, .firstName, .lastName, .fullName, .location: 0.5
    default: 0.3
    }
  }

  /// Whether a field's values can be told by their look alone.
  static func identifies(_ field: StandardField) -> Bool {
    switch field {
    case .email, .linkedin, .salesNavigator, .companyLinkedin, .companyDomain, .contactID,
      .companyID:
      true
    default: false
    }
  }
}
