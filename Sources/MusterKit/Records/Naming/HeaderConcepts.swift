/// What the words of a column's name stand for, as a set.
///
/// Owners say whose the value is, kinds what it is, qualifiers which of several; aspects are
/// remarks about a value ("status", "verified at") that aren't the value.
struct HeaderConcepts: OptionSet, Sendable, Hashable {
  let rawValue: UInt64

  init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  private init(bit: Int) {
    rawValue = 1 << UInt64(bit)
  }

  // MARK: Owners

  static let person = Self(bit: 0)
  /// A word that by itself, alone, stands for a person's name.
  static let contact = Self(bit: 1)
  static let company = Self(bit: 2)
  /// A customer at a CRM: a company, but alone it may be anything.
  static let account = Self(bit: 3)
  /// Somebody of one's own who looks after the contact.
  static let recordOwner = Self(bit: 4)
  /// Assistant, manager, spouse, referrer: somebody else.
  static let secondPerson = Self(bit: 5)
  /// Of a program: the contact, or one of those who keep the contacts.
  static let user = Self(bit: 6)

  // MARK: Kinds

  static let email = Self(bit: 8)
  static let phone = Self(bit: 9)
  static let linkedin = Self(bit: 10)
  static let salesNavigator = Self(bit: 11)
  static let profile = Self(bit: 12)
  static let url = Self(bit: 13)
  static let website = Self(bit: 14)
  static let domain = Self(bit: 15)
  static let id = Self(bit: 16)
  static let slug = Self(bit: 17)
  static let urn = Self(bit: 18)
  static let name = Self(bit: 19)
  static let first = Self(bit: 20)
  static let last = Self(bit: 21)
  static let full = Self(bit: 22)
  static let title = Self(bit: 23)
  static let job = Self(bit: 24)
  static let position = Self(bit: 25)
  static let description = Self(bit: 26)
  static let headline = Self(bit: 27)
  static let about = Self(bit: 28)
  static let location = Self(bit: 29)
  static let address = Self(bit: 30)
  static let city = Self(bit: 31)
  static let country = Self(bit: 32)
  static let region = Self(bit: 33)
  static let street = Self(bit: 34)
  static let postalCode = Self(bit: 35)
  static let industry = Self(bit: 36)
  static let timezone = Self(bit: 37)
  static let language = Self(bit: 38)
  static let skill = Self(bit: 39)
  static let picture = Self(bit: 40)
  static let lemlist = Self(bit: 41)

  // MARK: Qualifiers

  static let primary = Self(bit: 48)
  static let work = Self(bit: 49)
  static let direct = Self(bit: 50)
  static let mobile = Self(bit: 51)
  static let found = Self(bit: 52)
  static let secondary = Self(bit: 53)
  static let personal = Self(bit: 54)
  static let other = Self(bit: 55)
  static let verified = Self(bit: 56)
  /// A word without weight.
  static let neutral = Self(bit: 57)
  static let aspect = Self(bit: 58)

  static let qualifiers: Self = [
    .primary, .work, .direct, .mobile, .found, .secondary, .personal, .other,
  ]
  static let places: Self = [
    .location, .address, .city, .country, .region, .street, .postalCode,
  ]
  /// What tells a column from the first one of its kind.
  static let lesser: Self = [.secondary, .personal, .other]
  /// What a field isn't about.
  static let foreign: Self = [.aspect, .recordOwner, .secondPerson]
}
