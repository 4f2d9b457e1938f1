internal import Foundation

/// What the rows' own names say about addresses, profiles and pages: a person's hold the person's name,
/// a company's the company's.
struct HeaderWitness: Sendable {
  /// How many values stand beside a name, and how many of them hold a word of it.
  struct Tally: Sendable, Equatable {
    var compared = 0
    var held = 0
    /// How many different names stand beside the values.
    var names = 0

    /// Whether so few values hold the name of their row that they are somebody else's. It takes three
    /// names to tell.
    var isForeign: Bool { compared > 2 && held * 5 < compared }
    /// Whether most values hold the name of their row.
    var isOwn: Bool { compared > 2 && held * 2 >= compared }
  }

  /// Of each row the words of the person's name and of the company's; empty where no column has any.
  private let people: [[String]]
  private let companies: [[String]]

  /// - Parameters:
  ///   - people: the columns of the person's name.
  ///   - companies: the columns of the company's name.
  ///   - rows: some rows of the source.
  init(people: [Int], companies: [Int], rows: [[String]]) {
    func words(_ columns: [Int]) -> [[String]] {
      rows.map { row in
        columns.flatMap { $0 < row.count ? Self.words(row[$0]) : [] }
      }
    }
    self.people = people.isEmpty ? [] : words(people)
    self.companies = companies.isEmpty ? [] : words(companies)
  }

  /// Whether there are names of companies to hold values against.
  var knowsCompanies: Bool { !companies.isEmpty }

  /// Holds the values of a column against the names of their rows.
  func tally(_ values: [HeaderValue], for field: StandardField) -> Tally {
    let names = field.isCompanys ? companies : people
    guard !names.isEmpty else { return Tally() }
    var tally = Tally()
    var different: Set<[String]> = []
    for value in values where value.row < names.count && !names[value.row].isEmpty {
      different.insert(names[value.row])
      guard let key = Self.key(value.text, for: field) else { continue }
      tally.compared += 1
      if names[value.row].contains(where: key.contains) { tally.held += 1 }
    }
    tally.names = different.count
    return tally
  }

  /// The part of a value that names somebody, in small letters without signs; nil for ids, which name
  /// nobody, and for other alphabets.
  private static func key(_ text: String, for field: StandardField) -> String? {
    let part: String? =
      switch field {
      case .email, .additionalEmails:
        EmailReading(text).email.map { String($0.address.prefix { $0 != "@" }) }
      case .linkedin, .salesNavigator:
        if case .person(.slug(let slug)) = LinkedInIdentifier.read(text) { slug } else { nil }
      case .companyDomain: CompanyDomain.read(text)
      case .companyLinkedin: pageName(text)
      default: text
      }
    let letters = part.map { Self.letters(of: $0) } ?? ""
    return letters.contains(where: \.isLetter) ? letters : nil
  }

  /// `acme` of `https://www.linkedin.com/company/acme/about`.
  private static func pageName(_ address: String) -> String? {
    let parts = address.lowercased().split(separator: "/")
    let page = parts.firstIndex { ["company", "school", "showcase", "organization"].contains($0) }
    return page.flatMap { $0 + 1 < parts.count ? String(parts[$0 + 1]) : nil }
  }

  /// The words of a name that are long enough to be told, in both spellings of umlauts.
  private static func words(_ name: String) -> [String] {
    let lower = name.lowercased()
    let spellings: Set = [lower, HeaderVocabulary.spelledOut(lower)]
    return Set(spellings.flatMap { $0.split { !$0.isLetter && !$0.isNumber } })
      .map { letters(of: String($0)) }.filter { $0.utf8.count > 2 }.sorted()
  }

  /// Latin letters and digits alone.
  private static func letters(of text: String) -> String {
    HeaderVocabulary.folded(text).filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }
}

/// A value of a column, and the row that it stands in.
struct HeaderValue: Sendable {
  /// From 0, among the rows looked at.
  var row: Int
  /// Without blanks around it.
  var text: String
}

extension StandardField {
  /// Whether the field is the company's rather than the person's.
  fileprivate var isCompanys: Bool {
    switch self {
    case .companyName, .companyDomain, .companyLinkedin, .companyID: true
    default: false
    }
  }
}
