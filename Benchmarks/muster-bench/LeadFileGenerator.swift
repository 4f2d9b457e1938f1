// Writes a large lead file such as a sales team merges from its tools: with duplicates, holes and
// line breaks in notes. The same parameters give the same bytes, on every machine.

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A generator of pseudo-random numbers that is a function of its seed alone (SplitMix64).
struct SeededRandom {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// The next number.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, but not including, `limit`.
  mutating func below(_ limit: Int) -> Int {
    Int(next() % UInt64(limit))
  }

  /// True in `percent` of 100 cases.
  mutating func chance(_ percent: Int) -> Bool {
    below(100) < percent
  }
}

/// Writes the lead file.
///
/// Of the rows, 8 % repeat an earlier contact (its mail in another case, or its profile as another
/// form of URL), and 1 % have neither a mail address nor a profile that could be used. 5 % have a
/// line break in their notes. Of the contacts, about 11 % have no mail address and 8 % no profile,
/// but none has neither.
struct LeadFileGenerator {
  private static let header =
    "First Name,Last Name,Email,Person Linkedin Url,Title,Company,Website,Phone,City,Country,"
    + "Industry,Headline,Notes,Source\n"
  /// Bytes collected before they are written.
  private static let blockSize = 1 << 20

  private let rows: Int
  private let seed: UInt64
  private let words = LeadWords()
  private var random: SeededRandom
  private var block: [UInt8] = []
  private var cell: [UInt8] = []
  private var bytesWritten = 0
  private var contacts = 0
  private var duplicates = 0
  private var invalid = 0
  private var multiline = 0

  init(rows: Int, seed: UInt64) {
    self.rows = rows
    self.seed = seed
    random = SeededRandom(seed: seed)
  }

  /// Writes the file and says what stands in it. The file appears at `path` when it is complete.
  mutating func write(to path: String) throws(BenchError) -> String {
    let unfinished = path + ".part"
    let file = unsafe open(unfinished, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else { throw .system("can't write \(unfinished)") }
    defer { close(file) }

    block.reserveCapacity(Self.blockSize + 4096)
    block.append(contentsOf: Self.header.utf8)
    for _ in 0..<rows {
      appendRow()
      if block.count >= Self.blockSize { try flush(to: file, named: unfinished) }
    }
    try flush(to: file, named: unfinished)

    guard unsafe rename(unfinished, path) == 0 else { throw .system("can't write \(path)") }
    return "\(rows) rows: \(contacts) contacts, \(duplicates) duplicates, \(invalid) invalid;"
      + " \(multiline) with a line break; \(bytesWritten) bytes"
  }

  private mutating func flush(to file: Int32, named path: String) throws(BenchError) {
    var start = 0
    while start < block.count {
      let count = unsafe block.withUnsafeBytes { bytes in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
        return unsafe Self.writeOnce(rest, to: file)
      }
      guard count > 0 else { throw .system("can't write \(path)") }
      start += count
    }
    bytesWritten += block.count
    block.removeAll(keepingCapacity: true)
  }

  /// `write(2)`, under a name that doesn't meet `write(to:)`.
  private static func writeOnce(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.write(file, bytes.baseAddress, bytes.count)
    #else
      unsafe Glibc.write(file, bytes.baseAddress, bytes.count)
    #endif
  }

  // MARK: Rows

  private mutating func appendRow() {
    let share = random.below(100)
    if share < 8 && contacts > 0 {
      duplicates += 1
      appendLead(number: random.below(contacts), form: .repeated(random.below(4)))
    } else if share == 8 {
      invalid += 1
      appendLead(number: -invalid, form: .unusable)
    } else {
      appendLead(number: contacts, form: .plain)
      contacts += 1
    }
  }

  /// How a lead's mail address and profile are written.
  private enum Form: Equatable {
    case plain
    /// As before, but in one of four other ways.
    case repeated(Int)
    case unusable
  }

  /// Appends a row of the lead with `number`, which decides who it is: name, company and keys.
  private mutating func appendLead(number: Int, form: Form) {
    var lead = SeededRandom(seed: seed ^ UInt64(bitPattern: Int64(number)) &* 0xd6e8_feb8_6659_fd93)
    let first = words.firstNames[lead.below(words.firstNames.count)]
    let last = words.lastNames[lead.below(words.lastNames.count)]
    let head = words.companyHeads[lead.below(words.companyHeads.count)]
    let tail = words.companyTails[lead.below(words.companyTails.count)]
    let legalForm = words.legalForms[lead.below(words.legalForms.count)]
    let title = words.titles[lead.below(words.titles.count)]
    let place = words.places[lead.below(words.places.count)]
    let hasLinkedIn = !lead.chance(8)
    let hasEmail = !(hasLinkedIn && lead.chance(12))

    append(first.written)
    append(last.written)
    appendEmail(first, last, head, tail, number: hasEmail ? number : nil, form: form)
    appendLinkedIn(first, last, number: hasLinkedIn ? number : nil, form: form)
    append(title)
    append(head, [0x20], tail, legalForm)
    let domain = lowercase(head) + lowercase(tail) + Array(".example".utf8)
    append(lead.chance(30) ? [] : Array("http://".utf8) + domain)
    append(place.phonePrefix, place.phonePrefix.isEmpty ? [] : twoDigits(lead.below(100)))
    append(place.city)
    append(place.country)
    append(words.industries[lead.below(words.industries.count)])
    append(random.chance(60) ? [] : title + Array(" | ".utf8) + pick(words.mottos))
    appendNotes()
    append(pick(words.sources))
    block[block.count - 1] = 0x0a
  }

  /// Appends the cell for the mail address; empty without a number.
  private mutating func appendEmail(
    _ first: LeadWords.Name, _ last: LeadWords.Name, _ head: [UInt8], _ tail: [UInt8],
    number: Int?, form: Form
  ) {
    if form == .unusable { return append(pick(words.badEmails)) }
    guard let number else { return append([]) }
    var local = first.plain + [0x2e] + last.plain + Array(String(number, radix: 36).utf8)
    if form == .repeated(0) { local = uppercase(local) }
    append(local, [0x40], lowercase(head), lowercase(tail), Array(".example".utf8))
  }

  /// Appends the cell for the LinkedIn profile; empty without a number.
  private mutating func appendLinkedIn(
    _ first: LeadWords.Name, _ last: LeadWords.Name, number: Int?, form: Form
  ) {
    if form == .unusable { return append(pick(words.badLinkedIns)) }
    guard let number else { return append([]) }
    let prefix: String
    var suffix = ""
    switch form {
    case .repeated(1): prefix = "linkedin.com/in/"
    case .repeated(2): (prefix, suffix) = ("https://de.linkedin.com/in/", "/?trk=people-guest")
    case .repeated(3): (prefix, suffix) = ("https://www.linkedin.com/in/", "/")
    default: prefix = "http://www.linkedin.com/in/"
    }
    // An odd factor: no two numbers share a slug.
    let unique = String(UInt32(truncatingIfNeeded: number) &* 2_654_435_761, radix: 16)
    append(
      Array(prefix.utf8), first.plain, [0x2d], last.plain, [0x2d], Array(unique.utf8),
      Array(suffix.utf8))
  }

  /// Appends the cell for the notes: two lines in 5 %, nothing in 45 %, else one line.
  private mutating func appendNotes() {
    switch random.below(100) {
    case ..<5:
      multiline += 1
      append(pick(words.remarks), [0x0a], pick(words.remarks))
    case ..<50: append([])
    default: append(pick(words.remarks))
    }
  }

  // MARK: Cells

  /// Appends a cell made of `parts`, in quotes where it needs them, and a comma.
  private mutating func append(_ parts: [UInt8]...) {
    cell.removeAll(keepingCapacity: true)
    for part in parts { cell.append(contentsOf: part) }
    if cell.contains(where: { $0 == 0x2c || $0 == 0x22 || $0 == 0x0a }) {
      block.append(0x22)
      for byte in cell {
        if byte == 0x22 { block.append(0x22) }
        block.append(byte)
      }
      block.append(0x22)
    } else {
      block.append(contentsOf: cell)
    }
    block.append(0x2c)
  }

  private mutating func pick(_ choices: [[UInt8]]) -> [UInt8] {
    choices[random.below(choices.count)]
  }

  private func lowercase(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }
  }

  private func uppercase(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { (0x61...0x7a).contains($0) ? $0 - 0x20 : $0 }
  }

  /// `number`, below 100, as two digits.
  private func twoDigits(_ number: Int) -> [UInt8] {
    [0x30 + UInt8(number / 10), 0x30 + UInt8(number % 10)]
  }
}
