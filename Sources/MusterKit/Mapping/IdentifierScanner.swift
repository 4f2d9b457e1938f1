internal import CByteScan

/// Reads e-mail addresses and LinkedIn profiles from bytes, in the forms that nearly all cells have,
/// and makes keys of them without a string. What it can't decide at once it leaves to
/// `EmailAddress` and `LinkedInIdentifier`, whose word counts: where both answer, they agree.
@safe struct IdentifierScanner: ~Copyable {
  /// Holds a key while it is made.
  private let scratch: UnsafeMutablePointer<UInt8>

  private static let capacity = 2 * (SCAN_MOST + SCAN_BLOCK)

  private let placeholderLocalParts = EmailAddress.placeholderLocalParts
  private let placeholderSlugs = LinkedInIdentifier.placeholderSlugs

  init() {
    unsafe scratch = .allocate(capacity: Self.capacity)
  }

  deinit {
    unsafe scratch.deallocate()
  }

  /// A range without the blanks at its ends.
  @inline(__always)
  static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, ByteClass.isBlank(bytes[start]) { start += 1 }
    while end > start, ByteClass.isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// The key of a plain ASCII address in a trimmed range, and what may be doubted of it; nil where the
  /// cell holds anything else.
  func emailKey(
    _ bytes: Span<UInt8>, _ range: Range<Int>, hints: borrowing MailHints
  ) -> (key: PersonKey, hint: MailHints.Hint?)? {
    guard let at = plainAddress(bytes, range) else { return nil }
    let address = unsafe UnsafeRawBufferPointer(start: scratch, count: range.count)
    let local = unsafe UnsafeRawBufferPointer(rebasing: address[..<at])
    let hint = unsafe hints.hint(
      local: local,
      domain: UnsafeRawBufferPointer(rebasing: address[(at + 1)...]))
    return unsafe (PersonKey(.email, address), hint)
  }

  /// Copies a plain ASCII address in lower case.
  ///
  /// - Returns: where its `@` is; nil where the range holds anything else. The rare local parts that could be
  ///   placeholders are looked at as strings.
  private func plainAddress(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let at = unsafe scan(bytes, range) { unsafe scan_email($0, $1, $2, $3) }
    guard at > 0 else { return nil }
    let local = unsafe UnsafeRawBufferPointer(start: scratch, count: at)
    return unsafe placeholderLocalParts.value(of: local) == nil ? at : nil
  }

  /// A plain ASCII address; nil where the text is anything else.
  func address(_ text: String) -> EmailAddress? {
    let bytes = text.utf8.span
    guard let at = plainAddress(bytes, 0..<bytes.count) else { return nil }
    let key = unsafe String(
      decoding: UnsafeRawBufferPointer(start: scratch, count: bytes.count), as: UTF8.self)
    let address = String(text.utf8.prefix(at)).map { $0 + key.suffix(key.utf8.count - at) }
    return address.map { EmailAddress(address: $0, key: key) }
  }

  /// Whether a plain website or host in a trimmed range is at a domain of free mail; nil where the cell
  /// holds anything else.
  func isFreeMail(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ domains: borrowing FreeMail
  ) -> Bool? {
    guard var start = behindScheme(bytes, range) else { return nil }
    if has("www.", bytes, start, range.upperBound) { start += 4 }
    let count = unsafe scan(bytes, start..<range.upperBound) { unsafe scan_host($0, $1, $2, $3) }
    let end = start + count
    guard count > 0, end == range.upperBound || Self.endsSegment(bytes[end]) else { return nil }
    return unsafe hasFreeDomain(UnsafeRawBufferPointer(start: scratch, count: count), domains)
  }

  /// Whether a host is a domain of free mail, or below one.
  private func hasFreeDomain(
    _ host: UnsafeRawBufferPointer, _ domains: borrowing FreeMail
  ) -> Bool {
    if unsafe domains.contains(host) { return true }
    for index in host.indices where unsafe host[index] == UInt8(ascii: ".") {
      if unsafe domains.contains(UnsafeRawBufferPointer(rebasing: host[(index + 1)...])) {
        return true
      }
    }
    return false
  }

  /// What identifies a person in a cell of LinkedIn identifiers.
  struct LinkedInKey {
    var key: PersonKey
    var kind: PersonKey.Kind
    var flag: RowFlags
  }

  /// The key of an ASCII `/in/` or `/sales/lead/` address or of a LinkedIn id, in a trimmed range; nil
  /// where the cell holds anything else.
  func linkedInKey(_ bytes: Span<UInt8>, _ range: Range<Int>) -> LinkedInKey? {
    let usual = unsafe scan(bytes, range) { start, count, _, _ in
      unsafe scan_profile_start(start, count)
    }
    if usual > 0 { return profile(bytes, range.lowerBound + usual..<range.upperBound) }
    guard let path = pathStart(bytes, range) else { return id(bytes, range) }
    if has("in/", bytes, path, range.upperBound) {
      return profile(bytes, path + 3..<range.upperBound)
    }
    guard has("sales/", bytes, path, range.upperBound) else { return nil }
    let page = segment(bytes, path + 6..<range.upperBound)
    guard
      has("lead/", bytes, page.lowerBound, range.upperBound)
        || has("people/", bytes, page.lowerBound, range.upperBound)
    else { return nil }
    let token = segment(bytes, page.upperBound + 1..<range.upperBound)
    guard isPlain(bytes, token.upperBound..<range.upperBound) else { return nil }
    var end = token.upperBound
    for index in token.reversed() {
      if bytes[index] == UInt8(ascii: "%") { return nil }
      if bytes[index] == UInt8(ascii: ",") { end = index }
    }
    return id(bytes, token.lowerBound..<end)
  }

  /// The key of a public profile, from what follows `/in/`.
  private func profile(_ bytes: Span<UInt8>, _ range: Range<Int>) -> LinkedInKey? {
    let count = unsafe scan(bytes, range) { unsafe scan_slug($0, $1, $2, $3) }
    let end = range.lowerBound + count
    guard end == range.upperBound || Self.endsSegment(bytes[end]),
      isPlain(bytes, end..<range.upperBound)
    else { return nil }
    return id(bytes, range.lowerBound..<end) ?? slug(count)
  }

  /// Up to the next `/`, `?` or `#`.
  private func segment(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var end = range.lowerBound
    while end < range.upperBound, !Self.endsSegment(bytes[end]) { end += 1 }
    return range.lowerBound..<end
  }

  @inline(__always)
  private static func endsSegment(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  /// Whether what is left of an address can be left out: printable ASCII without signs behind which
  /// another address may stand.
  private func isPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for index in range
    where bytes[index] &- 0x21 >= 0x7F - 0x21 || Self.endsAddress(bytes[index]) { return false }
    return true
  }

  @inline(__always)
  private static func endsAddress(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "|")
      || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"")
      || byte == UInt8(ascii: "(")
  }

  /// LinkedIn's own ids, told by their prefix, in their own case.
  private func id(_ bytes: Span<UInt8>, _ range: Range<Int>) -> LinkedInKey? {
    guard (12...100).contains(range.count), bytes[range.lowerBound] == UInt8(ascii: "A"),
      has("AC", bytes, range.lowerBound, range.upperBound),
      bytes[range.lowerBound + 3] == UInt8(ascii: "A")
    else { return nil }
    let isSales = bytes[range.lowerBound + 2] == UInt8(ascii: "w")
    guard isSales || bytes[range.lowerBound + 2] == UInt8(ascii: "o"),
      unsafe scan(bytes, range, { unsafe scan_slug($0, $1, $2, $3) }) == range.count
    else { return nil }
    let kind = isSales ? PersonKey.Kind.salesNavigator : .linkedinMember
    let key = unsafe bytes.extracting(range).withUnsafeBytes { unsafe PersonKey(kind, $0) }
    return LinkedInKey(key: key, kind: kind, flag: isSales ? .salesNavigator : .member)
  }

  /// The last segment of a public profile's address, of which `count` bytes were copied.
  private func slug(_ count: Int) -> LinkedInKey? {
    guard (2...100).contains(count) else { return nil }
    let text = unsafe UnsafeRawBufferPointer(start: scratch, count: count)
    guard unsafe scan_is_word(text[0]) != 0,
      unsafe placeholderSlugs.value(of: text) == nil, unsafe !mayBeLostID(text)
    else { return nil }
    return unsafe LinkedInKey(key: PersonKey(.linkedin, text), kind: .linkedin, flag: .slug)
  }

  /// Whether a slug begins as LinkedIn's own ids would in lower case.
  private func mayBeLostID(_ slug: UnsafeRawBufferPointer) -> Bool {
    unsafe slug.count >= 12 && slug[0] == UInt8(ascii: "a") && slug[1] == UInt8(ascii: "c")
      && slug[3] == UInt8(ascii: "a") && slug[4] == UInt8(ascii: "a")
  }

  /// Has a range of bytes looked at, in a form that `scan_copy` takes: its start, its length, how many
  /// bytes can be read from there, and where to copy them.
  @inline(__always)
  private func scan(
    _ bytes: Span<UInt8>, _ range: Range<Int>,
    _ body: (UnsafePointer<UInt8>, Int, Int, UnsafeMutablePointer<UInt8>) -> Int
  ) -> Int {
    unsafe bytes.extracting(range.lowerBound..<bytes.count).withUnsafeBufferPointer { text in
      guard let start = text.baseAddress else { return 0 }
      return unsafe body(start, range.count, text.count, scratch)
    }
  }

  /// Behind `[http[s]://][NAME.]linkedin.com/`; nil where the cell starts otherwise.
  private func pathStart(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard var index = behindScheme(bytes, range) else { return nil }
    if !has("linkedin.com/", bytes, index, range.upperBound) {
      // One name before it: www, or a country's.
      while index < range.upperBound, ByteClass.domain.contains(bytes[index]) { index += 1 }
      guard has(".linkedin.com/", bytes, index, range.upperBound) else { return nil }
      index += 1
    }
    return index + 13
  }

  /// Behind `http://` or `https://`, or the start where neither stands there; nil where it starts so and
  /// goes on otherwise.
  @inline(__always)
  private func behindScheme(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    guard has("http", bytes, index, range.upperBound) else { return index }
    index += 4
    if index < range.upperBound, bytes[index] == UInt8(ascii: "s") { index += 1 }
    return has("://", bytes, index, range.upperBound) ? index + 3 : nil
  }

  @inline(__always)
  private func has(_ text: StaticString, _ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard end - start >= count else { return false }
    for offset in 0..<count where unsafe bytes[start + offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }
}
