import CZip
import CZlib
import CZstd
import Foundation
import Testing

@testable import MusterKit

/// A compressed file of some parts, one behind the other.
struct Packed: Sendable, CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]

  init(_ name: String, _ parts: [UInt8]...) {
    self.name = name
    bytes = Array(parts.joined())
  }

  var testDescription: String { name }
}

/// Unpacks bytes as a file, again and again the same one.
struct Unpacker {
  private let directory: ScratchDirectory
  var path: String { directory.file("leads.csv.packed") }

  init() throws {
    directory = try ScratchDirectory()
  }

  /// The content of these bytes, read by a buffer of `chunk` bytes.
  func callAsFunction(
    _ bytes: [UInt8], as kind: Compression, chunk: Int = 1 << 12
  ) throws -> [UInt8] {
    var decompressor = try decompressor(bytes, as: kind)
    var content: [UInt8] = []
    while true {
      let piece = try decompressor.read(chunk)
      if piece.isEmpty { return content }
      content += piece
    }
  }

  func decompressor(_ bytes: [UInt8], as kind: Compression) throws -> Decompressor {
    try Data(bytes).write(to: URL(filePath: path))
    let file = try ByteSource(display: "leads.csv.packed", path: path)
    return try Decompressor(kind, file: file, display: "leads.csv.packed", path: path)
  }

  /// The sentence with which unpacking ends; nil where it goes well.
  func complaint(
    _ bytes: [UInt8], as kind: Compression, chunk: Int = 1 << 12
  ) throws -> String? {
    do {
      _ = try self(bytes, as: kind, chunk: chunk)
      return nil
    } catch let error as ReadingError {
      return error.sentence
    }
  }
}

func unpack(_ bytes: [UInt8], as kind: Compression, chunk: Int = 1 << 18) throws -> [UInt8] {
  try Unpacker()(bytes, as: kind, chunk: chunk)
}

/// The sentence with which unpacking ends; nil where it goes well.
func complaint(_ bytes: [UInt8], as kind: Compression) throws -> String? {
  try Unpacker().complaint(bytes, as: kind, chunk: 1 << 18)
}

extension Decompressor {
  /// What comes next, by a buffer of `count` bytes.
  mutating func read(_ count: Int) throws(ReadingError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { unsafe buffer.deallocate() }
    let taken = unsafe try read(into: buffer)
    return unsafe Array(buffer[..<taken])
  }
}

/// Rows that compress somewhat, and a few bytes that no text has.
func sampleRows(_ count: Int) -> [UInt8] {
  var content = Array("Email,Name\r\n".utf8)
  for row in 0..<count {
    content += Array("row\(row)@example.com,\"Name \(row &* 2_654_435_761 % 9973)\"\n".utf8)
  }
  return content + [0, 0xFF, 0x1F, 0x8B]
}

/// Bytes that don't compress, the same each time.
func noise(_ count: Int) -> [UInt8] {
  var state: UInt64 = 0x9E37_79B9_7F4A_7C15
  return (0..<count).map { _ in
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return UInt8(truncatingIfNeeded: state >> 32)
  }
}

/// A gzip member; level 0 stores. With a name, the header has a time, a comment and a checksum as
/// well.
func gzipMember(_ content: [UInt8], level: Int32 = 6, name: String? = nil) -> [UInt8] {
  var stream = unsafe z_stream()
  let size = unsafe Int32(MemoryLayout<z_stream>.size)
  // The stream's address stays within this closure.
  return unsafe withUnsafeMutablePointer(to: &stream) { stream in
    unsafe deflateInit2_(
      stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
    defer { unsafe deflateEnd(stream) }
    var header = unsafe gz_header()
    var nameBytes = Array((name ?? "").utf8) + [0]
    var output = [UInt8](repeating: 0, count: content.count + content.count / 100 + 1000)
    var input = content + [0]
    return unsafe withUnsafeMutablePointer(to: &header) { header in
      unsafe nameBytes.withUnsafeMutableBufferPointer { nameBytes in
        if name != nil {
          unsafe header.pointee.time = 1_700_000_000
          unsafe header.pointee.name = nameBytes.baseAddress
          unsafe header.pointee.comment = nameBytes.baseAddress
          unsafe header.pointee.hcrc = 1
          unsafe deflateSetHeader(stream, header)
        }
        let room = output.count
        unsafe input.withUnsafeMutableBufferPointer { input in
          unsafe output.withUnsafeMutableBufferPointer { output in
            unsafe stream.pointee.next_in = input.baseAddress
            unsafe stream.pointee.avail_in = UInt32(content.count)
            unsafe stream.pointee.next_out = output.baseAddress
            unsafe stream.pointee.avail_out = UInt32(room)
            _ = unsafe deflate(stream, Z_FINISH)
          }
        }
        return unsafe Array(output.prefix(room - Int(stream.pointee.avail_out)))
      }
    }
  }
}

/// A zstd frame.
func zstdFrame(_ content: [UInt8], checksum: Bool = true) -> [UInt8] {
  guard let context = unsafe ZSTD_createCCtx() else { return [] }
  defer { unsafe ZSTD_freeCCtx(context) }
  unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum ? 1 : 0)
  var output = [UInt8](repeating: 0, count: ZSTD_compressBound(content.count))
  let count = unsafe ZSTD_compress2(context, &output, output.count, content, content.count)
  return Array(output.prefix(count))
}

/// A frame that decoders leave out: RFC 8878 §3.1.2.
func skippableFrame(_ content: [UInt8], number: UInt8 = 0) -> [UInt8] {
  let size = UInt32(content.count)
  return [0x50 + number, 0x2A, 0x4D, 0x18]
    + (0..<4).map { UInt8(truncatingIfNeeded: size >> ($0 * 8)) }
    + content
}

/// What goes into a zip archive.
struct ZipItem: CustomTestStringConvertible {
  var name: String
  var content: [UInt8] = []
  var method = ZIP_CM_DEFLATE
  var password: String?

  var testDescription: String { "\(name), method \(method)" }
}

/// A zip archive with these entries in it; a name that ends with `/` is a directory.
func zipArchive(_ items: [ZipItem]) throws -> [UInt8] {
  let directory = try ScratchDirectory()
  let path = directory.file("made.zip")
  guard let archive = unsafe zip_open(path, ZIP_CREATE, nil) else { return [] }
  // Read when the archive is closed.
  var copies = unsafe [UnsafeMutableRawBufferPointer]()
  defer { unsafe copies.forEach { unsafe $0.deallocate() } }
  for item in items {
    if item.name.hasSuffix("/") {
      unsafe zip_dir_add(archive, item.name, ZIP_FL_ENC_UTF_8)
      continue
    }
    let copy = UnsafeMutableRawBufferPointer.allocate(
      byteCount: item.content.count, alignment: 1)
    unsafe copy.copyBytes(from: item.content)
    unsafe copies.append(copy)
    let source = unsafe zip_source_buffer(archive, copy.baseAddress, UInt64(copy.count), 0)
    let added = unsafe zip_file_add(archive, item.name, source, ZIP_FL_ENC_UTF_8)
    let index = UInt64(clamping: added)
    unsafe zip_set_file_compression(archive, index, item.method, 0)
    if let password = item.password {
      unsafe zip_file_set_encryption(archive, index, UInt16(ZIP_EM_AES_256), password)
    }
  }
  guard unsafe zip_close(archive) == 0 else {
    unsafe zip_discard(archive)
    return []
  }
  return try Array(Data(contentsOf: URL(filePath: path)))
}

/// Each of these files with one bit of it turned round.
func damaged(_ bytes: [UInt8]) -> some Sequence<(offset: Int, bytes: [UInt8])> {
  bytes.indices.lazy.flatMap { offset in
    (0..<8).lazy.map { bit in
      var copy = bytes
      copy[offset] ^= 1 << bit
      return (offset, copy)
    }
  }
}
