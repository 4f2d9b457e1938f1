import CIconv

@testable import MusterKit

/// Texts in other encodings, made by iconv.
enum EncodedText {
  /// - Parameters:
  ///   - text: what to encode.
  ///   - iconvName: the encoding, as iconv calls it.
  /// - Returns: nil if the encoding lacks one of the characters.
  static func bytes(_ text: String, _ iconvName: String) -> [UInt8]? {
    let converter = unsafe iconv_open(iconvName, "UTF-8")
    defer { unsafe iconv_close(converter) }
    var input = text.utf8.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 6 + 32)
    var (unread, room) = (input.count, output.count)
    let isWhole = unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        let replaced = unsafe iconv(converter, &from, &unread, &to, &room)
        return unsafe replaced == 0 && iconv(converter, nil, nil, &to, &room) == 0
      }
    }
    guard isWhole else { return nil }
    return output.prefix(output.count - room).map { UInt8(bitPattern: $0) }
  }

  /// Decodes all of a text, given in pieces of a size, into output of a size.
  static func decode(
    _ bytes: [UInt8], as encoding: TextEncoding, piece: Int = .max, room: Int = 4096
  ) throws -> (text: [UInt8], undecodable: Int) {
    var decoder = try TextDecoder(encoding)
    var output = [UInt8](repeating: 0, count: room)
    var text: [UInt8] = []
    var start = 0
    repeat {
      var end = start + min(piece, bytes.count - start)
      while true {
        let isLast = end == bytes.count
        let step = unsafe bytes[start..<end].withUnsafeBytes { input in
          unsafe output.withUnsafeMutableBytes {
            unsafe decoder.decode(input, into: $0, isLast: isLast)
          }
        }
        text += output.prefix(step.produced)
        start += step.consumed
        if step == (0, 0) { break }
      }
      end = start
    } while start < bytes.count
    return (text, decoder.undecodable)
  }
}
