/// The columns of postal codes, and which of their codes a spreadsheet took zeros from.
///
/// A short code is damage only where its country has codes of one length that may begin with 0: `1067` in
/// Germany, but not in Austria, whose codes have four digits. A column that holds a code with its zero
/// was never touched.
struct PostalCodes: Sendable {
  private struct Column {
    /// From 0.
    var index: Int
    /// Where the country of a row stands, from 0.
    var countryIndex: Int?
    /// How codes look whose country isn't known; nil where nothing can be said of them.
    var form: PostalForm?
    /// Codes of as many digits lack nothing.
    var fullDigits: Int
  }

  private var columns: [Column] = []

  /// - Parameters:
  ///   - header: the columns' names.
  ///   - sample: some rows, as wide as they are.
  ///   - used: the columns that go anywhere, from 0; of others nothing is sent.
  init(header: [String], sample: [[String]], used: Set<Int>) {
    for index in header.indices
    where used.contains(index) && Self.owner(ofCodes: header[index]) != nil {
      let country = Self.countryColumn(ofCodes: index, in: header)
      let cells = sample.map { row in
        (code: Self.cell(index, row), country: country.map { Self.cell($0, row) } ?? "")
      }
      if cells.contains(where: { Self.keepsZero($0.code) }) { continue }
      let form = PostalForm(ofMost: cells.filter(\.country.isEmpty).map(\.code))
      if country == nil, form == nil { continue }
      let forms = Set(cells.map(\.country)).compactMap(PostalForm.init(country:)) + [form]
      columns.append(
        Column(
          index: index, countryIndex: country, form: form,
          fullDigits: forms.compactMap { $0?.digits }.max() ?? PostalForm.usualDigits))
    }
  }

  /// The codes of a batch that lack zeros, by columns.
  func findings(in batch: RowBatch) -> [ValueDamage.Finding] {
    columns.flatMap { findings(in: batch, column: $0) }
  }

  private func findings(in batch: RowBatch, column: Column) -> [ValueDamage.Finding] {
    let bytes = batch.bytes.span
    var countries = Countries(unknown: column.form)
    var findings: [ValueDamage.Finding] = []
    for row in batch.rows.indices {
      let fields = batch.fields(ofRow: row)
      guard column.index < fields.count else { continue }
      let code = IdentifierScanner.trimmed(
        bytes, batch.byteRange(ofField: fields.lowerBound + column.index))
      guard code.count >= PostalForm.fewestDigits, code.count <= PostalForm.mostDigits,
        code.allSatisfy({ ByteClass.isDigit(bytes[$0]) })
      else { continue }
      if bytes[code.lowerBound] == UInt8(ascii: "0") { return [] }
      guard code.count < column.fullDigits else { continue }
      var country = 0..<0
      if let index = column.countryIndex, index < fields.count {
        country = IdentifierScanner.trimmed(
          bytes, batch.byteRange(ofField: fields.lowerBound + index))
      }
      guard let form = countries.form(of: country, in: batch), form.lacksZeros(code.count) else {
        continue
      }
      // Without a country it is a guess.
      findings.append(
        ValueDamage.Finding(
          row: row, column: column.index, code: .valueLeadingZerosLost,
          severity: country.isEmpty ? .note : nil))
    }
    return findings
  }

  /// The forms of a batch's countries, each looked up once.
  private struct Countries {
    let unknown: PostalForm?
    private var known: [String: PostalForm?] = [:]
    private var last = (range: 0..<0, form: PostalForm?.none)

    init(unknown: PostalForm?) {
      self.unknown = unknown
    }

    mutating func form(of range: Range<Int>, in batch: RowBatch) -> PostalForm? {
      if range.isEmpty { return unknown }
      // Rows of one country often stand together.
      if batch.bytes[range] == batch.bytes[last.range] { return last.form }
      let name = batch.text(range)
      let form = known[name] ?? PostalForm(country: name)
      known[name] = .some(form)
      last = (range, form)
      return form
    }
  }

  private static func cell(_ index: Int, _ row: [String]) -> String {
    index < row.count ? FormulaText.unwrapped(row[index]).trimmingBlanks() : ""
  }

  /// Whether a code begins with 0: then none was taken.
  private static func keepsZero(_ code: String) -> Bool {
    let digits = FieldSource.withoutTextMark(code).utf8
    return (PostalForm.fewestDigits...PostalForm.mostDigits).contains(digits.count)
      && digits.first == UInt8(ascii: "0") && digits.allSatisfy(ByteClass.isDigit)
  }

  // MARK: Names of columns

  /// Whose codes a column holds, such as `home` in "Home Postal Code", as its name says; nil where it
  /// holds none.
  private static func owner(ofCodes name: String) -> String? {
    owner(
      name,
      saying: [
        "zippostalcode", "zipcode", "postalcode", "postcode", "codepostal", "codigopostal",
        "postleitzahl", "pincode", "zip", "postal",
      ], or: ["plz", "cap", "cp", "cep"])
  }

  private static func owner(ofCountries name: String) -> String? {
    let owner = owner(
      name,
      saying: ["countryregion", "countrycode", "country", "landregion", "paysregion", "landcode"],
      or: ["land", "pays", "paese", "pais", "kraj", "nation"])
    return owner?.contains("phone") == true ? nil : owner
  }

  /// What a squashed name holds beside the first of some words; nil where it holds none of them.
  private static func owner(
    _ name: String, saying words: [String], or whole: Set<String>
  ) -> String? {
    var name = HeaderMatcher.squashed(name)
    if whole.contains(name) { return "" }
    guard let word = words.lazy.compactMap({ name.firstRange(of: $0) }).first else { return nil }
    name.removeSubrange(word)
    return name
  }

  /// The column that says in which country the codes of another are: the same owner's, or the only one.
  private static func countryColumn(ofCodes index: Int, in header: [String]) -> Int? {
    let wanted = owner(ofCodes: header[index]) ?? ""
    let countries = header.indices.compactMap { column in
      owner(ofCountries: header[column]).map { (index: column, owner: $0) }
    }
    if let own = countries.first(where: { $0.owner == wanted }) { return own.index }
    guard countries.count == 1, let only = countries.first else { return nil }
    return only.owner.isEmpty || wanted.isEmpty ? only.index : nil
  }
}

/// How the postal codes of a country look that may begin with 0.
struct PostalForm: Sendable, Equatable {
  var digits: Int
  /// With how many zeros they begin at most.
  var zeros: Int

  /// Of all countries; shorter numbers are no codes, with or without their zeros.
  static let fewestDigits = 3
  static let usualDigits = 5
  static let mostDigits = 8

  /// Whether a code of so many digits is one that lost its zeros.
  func lacksZeros(_ count: Int) -> Bool {
    count < digits && count >= max(Self.fewestDigits, digits - zeros)
  }
}

extension PostalForm {
  /// The form of a country, by its name or code; nil where codes have other forms, or never begin with 0.
  init?(country: String) {
    let name = HeaderMatcher.squashed(country)
    guard let form = Self.forms.first(where: { $0.names.contains(name) })?.form else { return nil }
    self = form
  }

  /// What most codes of a column look like, where a few are shorter: at most one of five, and nothing
  /// says that they are of several countries.
  init?(ofMost codes: [String]) {
    let codes = codes.filter { !$0.isEmpty }
    guard codes.count >= 5, codes.allSatisfy({ $0.utf8.allSatisfy(ByteClass.isDigit) }),
      let digits = codes.map(\.utf8.count).max(), (5...Self.mostDigits).contains(digits)
    else { return nil }
    self.init(digits: digits, zeros: digits == 5 ? 2 : 1)
    let short = codes.count { $0.utf8.count < digits }
    guard short * 5 <= codes.count,
      codes.allSatisfy({ $0.utf8.count == digits || lacksZeros($0.utf8.count) })
    else { return nil }
  }

  /// Sources: the postal unions' own descriptions (https://www.upu.int, "Addressing solutions").
  private static let forms: [(form: PostalForm, names: Set<String>)] = [
    (
      PostalForm(digits: 5, zeros: 1),
      [
        "de", "deu", "ger", "germany", "deutschland", "bundesrepublikdeutschland", "brd",
        "allemagne", "alemania", "germania", "duitsland", "niemcy",
        "fr", "fra", "france", "frankreich", "francia", "frankrijk", "francja",
        "es", "esp", "spain", "spanien", "espana", "espagne", "spagna", "spanje",
        "mx", "mex", "mexico", "mexiko", "mexique", "messico", "tr", "tur", "turkey", "turkiye",
        "turkei", "turquie", "my", "mys", "malaysia", "malaisie", "ua", "ukr", "ukraine",
        "kr", "kor", "southkorea", "korea", "sudkorea", "republicofkorea",
        "sk", "svk", "slovakia", "slowakei", "slovensko", "slovaquie",
        "dz", "dza", "algeria", "algerie", "algerien", "pe", "per", "peru",
        "lt", "ltu", "lithuania", "litauen", "lietuva", "gt", "gtm", "guatemala",
      ]
    ),
    (
      PostalForm(digits: 5, zeros: 2),
      [
        "us", "usa", "unitedstates", "unitedstatesofamerica", "vereinigtestaaten", "etatsunis",
        "vereinigtestaatenvonamerika", "estadosunidos", "statiuniti", "verenigdestaten",
        "pr", "pri", "puertorico", "it", "ita", "italy", "italien", "italia", "italie",
        "fi", "fin", "finland", "finnland", "suomi", "finlande", "ke", "ken", "kenya",
      ]
    ),
    (
      PostalForm(digits: 6, zeros: 1),
      [
        "cn", "chn", "china", "chine", "ro", "rou", "romania", "rumanien", "roumanie",
        "sg", "sgp", "singapore", "singapur", "singapour", "kz", "kaz", "kazakhstan",
      ]
    ),
    (PostalForm(digits: 7, zeros: 1), ["jp", "jpn", "japan", "japon", "giappone"]),
    (PostalForm(digits: 8, zeros: 1), ["br", "bra", "brazil", "brasil", "brasilien", "bresil"]),
  ]
}
