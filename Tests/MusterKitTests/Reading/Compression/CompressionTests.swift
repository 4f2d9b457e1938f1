import Testing

@testable import MusterKit

@Suite struct CompressionTests {
  @Test(
    arguments: [
      ([0x1F, 0x8B, 8], Compression.gzip), ([0x28, 0xB5, 0x2F, 0xFD, 0], .zstd),
      ([0x50, 0x2A, 0x4D, 0x18], .zstd), ([0x5F, 0x2A, 0x4D, 0x18, 4], .zstd),
      ([0x50, 0x4B, 3, 4, 20], .zip), ([0x50, 0x4B, 5, 6], .zip), ([0x50, 0x4B, 7, 8], .zip),
      ([0x50, 0x4B, 0x30, 0x30, 0x50, 0x4B, 3, 4], .zip),
      ([], nil), ([0x1F], nil), ([0x28, 0xB5, 0x2F], nil), ([0x60, 0x2A, 0x4D, 0x18], nil),
      (Array("PK00,PK01\n".utf8), nil), (Array("P*M\u{18}".utf8.prefix(3)), nil),
      (Array("BZh91AY".utf8), nil), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], nil),
    ] as [([UInt8], Compression?)])
  func `the first bytes tell how a file is packed`(head: [UInt8], kind: Compression?) {
    #expect(Compression(head: head) == kind)
    #expect(Compression(head: head[...]) == kind)
  }

  @Test func `what the libraries write is recognised`() throws {
    let content = sampleRows(3)
    #expect(Compression(head: gzipMember(content)) == .gzip)
    #expect(Compression(head: zstdFrame(content)) == .zstd)
    #expect(Compression(head: skippableFrame(content, number: 15)) == .zstd)
    #expect(Compression(head: try zipArchive([ZipItem(name: "a.csv", content: content)])) == .zip)
  }

  @Test(arguments: [Compression.gzip, .zstd, .zip], [1, 2, 3, 7, 4096, 1 << 18])
  func `the content doesn't depend on the buffer`(kind: Compression, chunk: Int) throws {
    let content = sampleRows(700)
    let packed =
      switch kind {
      case .gzip: gzipMember(Array(content[..<9])) + gzipMember(Array(content[9...]))
      case .zstd: zstdFrame(Array(content[..<9])) + zstdFrame(Array(content[9...]))
      case .zip: try zipArchive([ZipItem(name: "a.csv", content: content)])
      }
    #expect(try unpack(packed, as: kind, chunk: chunk) == content)
  }

  @Test(arguments: [Compression.gzip, .zstd, .zip])
  func `a file of many pieces comes out whole`(kind: Compression) throws {
    let content = noise(3 * CompressedInput.pieceBytes) + sampleRows(20_000)
    let packed =
      switch kind {
      case .gzip: gzipMember(content)
      case .zstd: zstdFrame(content)
      case .zip: try zipArchive([ZipItem(name: "a.csv", content: content)])
      }
    #expect(packed.count > 3 * CompressedInput.pieceBytes)
    #expect(try unpack(packed, as: kind) == content)
  }

  @Test(arguments: [Compression.gzip, .zstd, .zip])
  func `after a fault, reading goes on failing`(kind: Compression) throws {
    let content = sampleRows(50)
    var packed =
      switch kind {
      case .gzip: gzipMember(content) + [7]
      case .zstd: zstdFrame(content)
      case .zip: try zipArchive([ZipItem(name: "a.csv", content: content, method: 0)])
      }
    if kind == .zip { packed[60] ^= 1 }
    // The size of the content: behind this fault, libzstd would look for another frame.
    if kind == .zstd { packed[5] ^= 1 }
    let unpacker = try Unpacker()
    var decompressor = try unpacker.decompressor(packed, as: kind)
    var sentences: [String] = []
    while sentences.count < 3 {
      do {
        let isContent = try !decompressor.read(1 << 16).isEmpty
        #expect(isContent && sentences.isEmpty)
        if !isContent { break }
      } catch {
        sentences.append(error.sentence)
      }
    }
    #expect(sentences.count == 3)
    #expect(Set(sentences).count == 1)
  }
}
