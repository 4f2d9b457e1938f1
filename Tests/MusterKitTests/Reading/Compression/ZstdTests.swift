import Testing

@testable import MusterKit

@Suite struct ZstdTests {
  private static let content = sampleRows(6)
  private static let head = Array(content[..<50])
  private static let tail = Array(content[50...])

  @Test(arguments: [
    Packed("one frame", zstdFrame(content)),
    Packed("without a checksum", zstdFrame(content, checksum: false)),
    Packed("two frames", zstdFrame(head), zstdFrame(tail, checksum: false)),
    Packed("empty frames", zstdFrame([]), zstdFrame(content), zstdFrame([])),
    Packed("a skippable frame before", skippableFrame([1, 2, 3]), zstdFrame(content)),
    Packed("a large one behind", zstdFrame(content), skippableFrame(noise(300_000))),
    Packed(
      "an empty one between", zstdFrame(head), skippableFrame([], number: 15), zstdFrame(tail)),
  ])
  func `zstd is unpacked`(packed: Packed) throws {
    #expect(try unpack(packed.bytes, as: .zstd) == Self.content)
    #expect(try unpack(packed.bytes, as: .zstd, chunk: 1) == Self.content)
  }

  @Test(arguments: [zstdFrame([]), skippableFrame([1, 2, 3]), skippableFrame([])])
  func `a frame may have no content`(packed: [UInt8]) throws {
    #expect(try unpack(packed, as: .zstd) == [])
  }

  /// The start of the second frame lies at each place around the end of the first piece.
  @Test(arguments: -6...6)
  func `frames may begin where a piece ends`(distance: Int) throws {
    let padding = [UInt8](repeating: 0, count: CompressedInput.pieceBytes + distance - 8)
    let packed = skippableFrame(padding)
    #expect(try unpack(packed + zstdFrame(Self.content), as: .zstd) == Self.content)
    let sentence = try complaint(packed + Array("a,b\nc,d\n".utf8), as: .zstd)
    #expect(sentence?.contains("something else at byte \(packed.count.grouped),") == true)
  }

  @Test func `a file that is cut off is never taken for whole`() throws {
    let first = zstdFrame(Self.content)
    let second = first + skippableFrame([1, 2, 3])
    let packed = second + zstdFrame(Self.content, checksum: false)
    let unpacker = try Unpacker()
    for count in packed.indices where count != first.count && count != second.count {
      let sentence = try unpacker.complaint(Array(packed[..<count]), as: .zstd)
      #expect(
        sentence == """
          leads.csv.packed is cut off: its zstd data stops at byte \(count.grouped), before its \
          end; fetch or export the file again.
          """)
    }
    for count in [first.count, second.count] {
      #expect(try unpack(Array(packed[..<count]), as: .zstd) == Self.content)
    }
  }

  @Test(arguments: [
    Packed("one", zstdFrame(content)), Packed("two", zstdFrame(head), zstdFrame(tail)),
    Packed("skippable", skippableFrame([1, 2, 3]), zstdFrame(content)),
  ])
  func `a damaged file never gives other content`(packed: Packed) throws {
    let unpack = try Unpacker()
    var errors = 0
    for (offset, bytes) in damaged(packed.bytes) {
      do {
        let content = try unpack(bytes, as: .zstd)
        #expect(content == Self.content, "byte \(offset)")
      } catch let error as ReadingError {
        #expect(error.reason == .compressed)
        errors += 1
      }
    }
    // The content of a skippable frame and a few bits of headers mean nothing.
    #expect(errors > (packed.bytes.count - 8) * 8)
  }

  @Test func `damage is named with the offset of its block, or of the one before`() throws {
    // The header of a frame of 1 MiB takes 9 bytes, that of a block 3: RFC 8878 §3.1.1.
    var packed = zstdFrame(Array(sampleRows(40_000).prefix(1 << 20)))
    var blocks = [9]
    while blocks.count < 5 {
      let start = blocks[blocks.count - 1]
      let header = packed[start..<start + 3].reversed().reduce(0) { $0 << 8 | Int($1) }
      blocks.append(start + 3 + header >> 3)
    }
    // The kind of block that is reserved.
    packed[blocks[4]] |= 0b110
    let sentence = try #require(
      try Unpacker().complaint(packed, as: .zstd, chunk: 1 << 21))
    let named = try #require(sentence.firstMatch(of: /at byte ([0-9,]+) \(/)).1
    let offset = try #require(Int(named.filter { $0 != "," }))
    #expect((blocks[3]...blocks[4] + 3).contains(offset), "\(sentence) \(blocks)")
  }

  @Test func `a wrong checksum is found`() throws {
    var packed = zstdFrame(Self.content)
    packed[packed.count - 1] ^= 1
    let sentence = try complaint(packed, as: .zstd)
    #expect(sentence?.contains("is damaged") == true && sentence?.contains("checksum") == true)
  }

  @Test(arguments: [Array("a,b\n".utf8), [0, 0, 0, 0, 0], gzipMember(content)])
  func `what follows the data is never left out`(rest: [UInt8]) throws {
    let packed = zstdFrame(Self.content)
    #expect(
      try complaint(packed + rest, as: .zstd) == """
        leads.csv.packed goes on with something else at byte \(packed.count.grouped), where its \
        zstd data ends; cut that off, or compress the file again.
        """)
  }

  @Test(arguments: [(27, true), (28, false), (31, false)])
  func `a window of up to 128 MiB is taken`(log: UInt8, isTaken: Bool) throws {
    // A frame with a window descriptor and one raw block, "a,b": RFC 8878 §3.1.1.
    let frame: [UInt8] = [
      0x28, 0xB5, 0x2F, 0xFD, 0, (log - 10) << 3, 3 << 3 | 1, 0, 0, 0x61, 0x2C, 0x62,
    ]
    if isTaken {
      #expect(try unpack(frame, as: .zstd) == Array("a,b".utf8))
    } else {
      let sentence = try complaint(frame, as: .zstd)
      #expect(sentence?.contains("needs more than 128 MiB of memory") == true)
    }
  }

  @Test func `a frame that needs a dictionary is refused`() throws {
    // As above, with the id of a dictionary: 7.
    let frame: [UInt8] = [
      0x28, 0xB5, 0x2F, 0xFD, 1, 0, 7, 3 << 3 | 1, 0, 0, 0x61, 0x2C, 0x62,
    ]
    #expect(try complaint(frame, as: .zstd)?.contains("with a dictionary") == true)
  }
}
