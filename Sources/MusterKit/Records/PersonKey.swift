internal import CXXHash

/// A key by which a person may be known, as a 128-bit hash of its kind and its normalised bytes.
///
/// XXH3-128 is no cryptographic hash: keys stay in memory and are never stored. With 128 bits, ten
/// million keys share a hash by chance with a probability below 10⁻²⁴.
package struct PersonKey: Sendable, Hashable {
  package enum Kind: UInt8, Sendable, CaseIterable {
    case email, linkedin, linkedinMember, salesNavigator, nameAndCompany
    /// An address beside the first one of a row. The key itself is one of `email`.
    case additionalEmail

    /// As the results and the settings call it.
    package var name: String {
      switch self {
      case .email: "email"
      case .linkedin: "linkedin"
      case .linkedinMember: "linkedin_member"
      case .salesNavigator: "sales_navigator"
      case .nameAndCompany: "name+company"
      case .additionalEmail: "additional_emails"
      }
    }
  }

  package var low: UInt64
  package var high: UInt64

  package init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// Takes the bytes of a key in its normalised form (see `Identity`).
  @inline(__always)
  package init(_ kind: Kind, _ bytes: UnsafeRawBufferPointer) {
    let hash = unsafe XXH3_128bits_withSeed(
      bytes.baseAddress, bytes.count, UInt64(kind.rawValue) &+ 1)
    low = hash.low64
    high = hash.high64
  }

  package init(_ kind: Kind, _ text: String) {
    var text = text
    self = text.withUTF8 { unsafe PersonKey(kind, UnsafeRawBufferPointer($0)) }
  }
}
