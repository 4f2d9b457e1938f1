import Testing

@testable import MusterKit

@Suite struct GzipTests {
  private static let content = sampleRows(6)

  private static let head = Array(content[..<50])
  private static let tail = Array(content[50...])

  @Test(arguments: [
    Packed("one member", gzipMember(content)),
    Packed("all that a header can have", gzipMember(content, name: "leads.csv")),
    Packed("stored blocks", gzipMember(content, level: 0)),
    Packed("two members", gzipMember(head), gzipMember(tail, name: "b")),
    Packed("empty members", gzipMember([]), gzipMember(content), gzipMember([]), gzipMember([])),
    Packed("zeros behind it", gzipMember(content), [UInt8](repeating: 0, count: 1000)),
    Packed("zeros between members", gzipMember(head), [0, 0, 0], gzipMember(tail)),
  ])
  func `gzip is unpacked`(packed: Packed) throws {
    #expect(try unpack(packed.bytes, as: .gzip) == Self.content)
  }

  @Test func `an empty member has no content`() throws {
    #expect(try unpack(gzipMember([]), as: .gzip) == [])
  }

  /// The start of the second member lies at each place around the end of the first piece.
  @Test(arguments: -3...3)
  func `members may begin where a piece ends`(distance: Int) throws {
    let first = gzipMember(Self.content)
    let zeros = CompressedInput.pieceBytes + distance - first.count
    let packed = first + [UInt8](repeating: 0, count: zeros) + gzipMember([1, 2, 3])
    #expect(try unpack(packed, as: .gzip) == Self.content + [1, 2, 3])
  }

  @Test func `a file that is cut off is never taken for whole`() throws {
    let first = gzipMember(Self.content, name: "leads.csv")
    let packed = first + gzipMember(Self.content, level: 0)
    let unpacker = try Unpacker()
    for count in packed.indices where count != first.count {
      let sentence = try unpacker.complaint(Array(packed[..<count]), as: .gzip)
      #expect(
        sentence == """
          leads.csv.packed is cut off: its gzip data stops at byte \(count.grouped), before its \
          end; fetch or export the file again.
          """)
    }
    #expect(try unpack(Array(packed[..<first.count]), as: .gzip) == Self.content)
  }

  @Test func `the offset counts from the start of a file of several pieces`() throws {
    let packed = gzipMember(noise(900_000))
    #expect(
      try complaint(Array(packed[..<800_000]), as: .gzip)?.contains("at byte 800,000,") == true)
  }

  @Test(arguments: [
    Packed("plain", gzipMember(content)), Packed("stored", gzipMember(content, level: 0)),
    Packed("named", gzipMember(content, name: "leads.csv")),
    Packed("two", gzipMember(head), gzipMember(tail)),
  ])
  func `a damaged file never gives other content`(packed: Packed) throws {
    let unpack = try Unpacker()
    var errors = 0
    for (offset, bytes) in damaged(packed.bytes) {
      do {
        let content = try unpack(bytes, as: .gzip)
        #expect(content == Self.content, "byte \(offset)")
      } catch let error as ReadingError {
        #expect(error.reason == .compressed)
        errors += 1
      }
    }
    // Only a few bytes of the header mean nothing.
    #expect(errors > (packed.bytes.count - 20) * 8)
  }

  @Test func `damage is named with its offset`() throws {
    // The complement of the length of the stored block: bytes 13 and 14.
    var length = gzipMember(Self.content, level: 0)
    length[13] ^= 1
    #expect(
      try complaint(length, as: .gzip) == """
        leads.csv.packed is damaged: its gzip data can't be unpacked at byte 15 (invalid stored \
        block lengths); fetch or export the file again.
        """)
    var content = gzipMember(Self.content, level: 0)
    content[20] ^= 1
    #expect(
      try complaint(content, as: .gzip) == """
        leads.csv.packed is damaged: its gzip data can't be unpacked at byte \
        \((content.count - 4).grouped) (incorrect data check); fetch or export the file again.
        """)
  }

  @Test(arguments: [
    Packed("text", Array("a,b\n".utf8)), Packed("text behind zeros", [0, 0], Array("a,b\n".utf8)),
    Packed("zeros and something else", [0, 0, 1, 0x1F, 0x8B]),
  ])
  func `what follows the data is never left out`(rest: Packed) throws {
    let packed = gzipMember(Self.content)
    let offset = packed.count + rest.bytes.prefix { $0 == 0 }.count
    #expect(
      try complaint(packed + rest.bytes, as: .gzip) == """
        leads.csv.packed goes on with something else at byte \(offset.grouped), where its gzip data \
        ends; cut that off, or compress the file again.
        """)
  }
}
