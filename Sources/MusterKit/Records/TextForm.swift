internal import Foundation

extension StringProtocol {
  var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}

/// What Foundation knows of texts, without asking it where the text is plain ASCII: that is a hundred
/// times the work.
extension String {
  /// In Unicode's composed form (NFC).
  var composed: String { isASCII ? self : precomposedStringWithCanonicalMapping }

  /// With `%41` as `A` (RFC 3986, section 2.1); nil where what that gives isn't UTF-8.
  var percentDecoded: String? {
    utf8.contains(UInt8(ascii: "%")) ? removingPercentEncoding : self
  }
}
