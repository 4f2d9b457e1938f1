internal import CXXHash

/// A 128-bit hash (XXH3) of what is sent of a row or a contact: it tells whether that has changed. With 128
/// bits nobody's change goes unseen in practice.
package struct ContentHash: Sendable, Hashable {
  package var low: UInt64
  package var high: UInt64

  package init(_ bytes: [UInt8]) {
    self.init(bytes.span)
  }

  init(_ bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBytes { bytes in
      let hash = unsafe XXH3_128bits(bytes.baseAddress, bytes.count)
      return ContentHash(low: hash.low64, high: hash.high64)
    }
  }

  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// The hash of this and another thing behind it.
  package func followed(by other: ContentHash) -> ContentHash {
    followed(by: other.low, other.high)
  }

  package func followed(by key: PersonKey) -> ContentHash { followed(by: key.low, key.high) }

  private func followed(by first: UInt64, _ second: UInt64) -> ContentHash {
    let words = (low, high, first, second)
    return unsafe withUnsafeBytes(of: words) { bytes in
      let hash = unsafe XXH3_128bits(bytes.baseAddress, bytes.count)
      return ContentHash(low: hash.low64, high: hash.high64)
    }
  }
}
