// The words that invented leads are made of.

/// The words that invented leads are made of, as UTF-8 bytes.
///
/// People, companies and addresses are made up: domains end in `.example`, and the phone numbers
/// are of the ranges that regulators keep free for fiction.
struct LeadWords {
  /// A name as it is written, and as it stands in a mail address or a URL.
  struct Name {
    var written: [UInt8]
    var plain: [UInt8]

    init(_ written: String, _ plain: String? = nil) {
      self.written = Array(written.utf8)
      self.plain = Array((plain ?? written).lowercased().utf8)
    }
  }

  /// A place, with a phone number whose last digits are left to the caller.
  struct Place {
    var city: [UInt8]
    var country: [UInt8]
    var phonePrefix: [UInt8]

    init(_ city: String, _ country: String, _ phonePrefix: String) {
      self.city = Array(city.utf8)
      self.country = Array(country.utf8)
      self.phonePrefix = Array(phonePrefix.utf8)
    }
  }

  let firstNames: [Name] = [
    Name("Anna"), Name("Ben"), Name("Chloe"), Name("David"), Name("Élodie", "Elodie"),
    Name("Finn"), Name("Grace"), Name("Hugo"), Name("Ingrid"), Name("Jürgen", "Juergen"),
    Name("Katharina"), Name("Liam"), Name("Małgorzata", "Malgorzata"), Name("Noah"),
    Name("Olivia"), Name("Pedro"), Name("Quentin"), Name("Renée", "Renee"), Name("Søren", "Soren"),
    Name("Tomáš", "Tomas"), Name("Ursula"), Name("Victor"), Name("Wanda"), Name("Xenia"),
    Name("Yusuf"), Name("Zoë", "Zoe"), Name("Amara"), Name("Bjørn", "Bjorn"), Name("Carlos"),
    Name("Dilnoza"), Name("Emre"), Name("Fatima"), Name("Giulia"), Name("Haruto"), Name("Isla"),
    Name("José", "Jose"), Name("Kwame"), Name("Lucía", "Lucia"), Name("Mateusz"), Name("Nadia"),
  ]

  let lastNames: [Name] = [
    Name("Abernathy"), Name("Bergström", "Bergstrom"), Name("Castellanos"),
    Name("Dąbrowski", "Dabrowski"),
    Name("Eriksen"), Name("Fontaine"), Name("García", "Garcia"), Name("Hoffmann"), Name("Ibrahim"),
    Name("Jankowska"), Name("Kowalczyk"), Name("Lindqvist"), Name("Müller", "Mueller"),
    Name("Nakamura"), Name("O'Connor", "oconnor"), Name("Petrov"), Name("Quintana"), Name("Rossi"),
    Name("Schäfer", "Schaefer"), Name("Tanaka"), Name("Ustinov"),
    Name("Van der Berg", "vanderberg"),
    Name("Whitfield"), Name("Xu"), Name("Yılmaz", "Yilmaz"), Name("Zimmermann"), Name("Achterberg"),
    Name("Blanchard"), Name("Cavendish"), Name("Delacroix"), Name("Ekwueme"), Name("Fairweather"),
    Name("Grünwald", "Gruenwald"), Name("Holmgren"), Name("Iversen"),
    Name("Jovanović", "Jovanovic"),
    Name("Kaplan"), Name("Lefèvre", "Lefevre"), Name("Moreau"), Name("Nyström", "Nystrom"),
  ]

  let companyHeads = words(
    "Amber Anchor Aspen Beacon Birch Blue Bramble Bright Cedar Cobalt Copper Coral Crown Delta"
      + " Ember Falcon Fern Flint Golden Granite Harbour Hazel Iron Juniper Kestrel Lantern Larch"
      + " Lunar Maple Meridian Mosaic Northern Oak Olive Orchard Otter Pebble Pine Quartz Raven"
      + " River Saffron Silver Slate Solar Summit Thistle Timber Velvet Willow")

  let companyTails = words(
    "Analytics Automation Biotech Capital Cloud Components Consulting Dynamics Energy Engineering"
      + " Finance Foods Freight Health Instruments Insurance Labs Logistics Manufacturing Materials"
      + " Media Mobility Networks Optics Partners Payments Pharma Robotics Security Software"
      + " Solutions Systems Technologies Textiles Ventures Works")

  let legalForms: [[UInt8]] = ["", "", "", " GmbH", " Ltd", " SAS", " AB", ", Inc."].map {
    Array($0.utf8)
  }

  let titles: [[UInt8]] = [
    "Chief Executive Officer", "Chief Technology Officer", "VP, Sales", "VP of Engineering",
    "Head of Procurement", "Head of Marketing", "Director of Operations", "Sales Manager",
    "Account Executive", "Product Manager", "Senior Software Engineer", "Data Analyst",
    "HR Business Partner", "Founder & Managing Director", "Leiter Einkauf",
    "Responsable commercial",
  ].map { Array($0.utf8) }

  let industries: [[UInt8]] = [
    "information technology & services", "machinery", "banking", "hospital & health care",
    "logistics & supply chain", "marketing & advertising", "renewables & environment",
    "food & beverages", "insurance", "computer software",
  ].map { Array($0.utf8) }

  let mottos: [[UInt8]] = [
    "helping teams ship faster", "speaker, author, runner", "B2B growth", "building in public",
    "ex-consultant", "we're hiring!", "cloud, data and people", "supply chains that hold",
  ].map { Array($0.utf8) }

  let remarks: [[UInt8]] = [
    "Met at the spring fair in hall 4.", "Asked for a price list.",
    "Prefers a call after lunch.", "Said \"come back in May\".",
    "Uses a competitor, contract until December.",
    "Opened the last two mails.", "Budget is decided in the autumn.", "Introduced by a customer.",
  ].map { Array($0.utf8) }

  let sources: [[UInt8]] = ["apollo", "spring fair 2026", "webinar", "referral", "website form"]
    .map { Array($0.utf8) }

  let places: [Place] = [
    Place("New York", "United States", "'+1 212-555-01"),
    Place("Austin", "United States", "'+1 512-555-01"),
    Place("Toronto", "Canada", "+1 416 555 01"),
    Place("London", "United Kingdom", "+44 20 7946 00"),
    Place("Leeds", "United Kingdom", "+44 113 496 00"), Place("Berlin", "Germany", "+49 30 231250"),
    Place("München", "Germany", "+49 89 999980"), Place("Paris", "France", "+33 1 99 00 00 "),
    Place("Marseille", "France", "+33 4 65 71 00 "), Place("Stockholm", "Sweden", "+46 8 465 004 "),
    Place("Melbourne", "Australia", "+61 3 5550 00"), Place("Zürich", "Switzerland", ""),
  ]

  /// What stands in the mail cell of a row that nobody can be known by.
  let badEmails: [[UInt8]] = [
    "", "n/a", "-", "unknown", "anna.petrov@", "ben@@amber.example",
    "email_not_unlocked@domain.com",
  ].map { Array($0.utf8) }

  /// What stands in the LinkedIn cell of a row that nobody can be known by.
  let badLinkedIns: [[UInt8]] = [
    "", "null", "#N/A", "https://www.linkedin.com/company/amber-analytics",
    "https://www.linkedin.com/search/results/people/?keywords=anna", "https://www.linkedin.com/in/",
  ].map { Array($0.utf8) }

  /// The words of a text, split at blanks.
  private static func words(_ text: String) -> [[UInt8]] {
    text.split(separator: " ").map { Array($0.utf8) }
  }
}
