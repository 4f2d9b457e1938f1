internal import CSimdJSON

/// Cuts the text of an array, or of a sequence of values, into its top-level elements. See
/// `JSONLReader` for what becomes of damage, and `csimdjson_cutter` for how the next element is
/// found behind it.
struct ElementCutter {
  /// The largest element, in bytes.
  private let limit: Int
  private var cutter = csimdjson_cutter()
  /// How many of the bytes held were looked at. Those of an element are held from its start.
  private var walked = 0
  /// The line on which the element began, while it hasn't ended.
  private var line: Int?
  /// Whether the element's text is thrown away.
  private var skips = false

  init(limit: Int) {
    self.limit = limit
    cutter.line = 1
  }

  /// The current line, where it stands in an array and in none of its elements, or behind the last
  /// bracket of one: were this the end, the array wouldn't be closed.
  var unclosedArrayLine: Int? {
    let isBetween =
      switch cutter.place {
      case .before_element, .after_element: true
      case .in_element: cutter.depth == 0
      default: false
      }
    return cutter.is_array && isBetween ? cutter.line : nil
  }

  /// The next element; nil where more input is needed, or there is none.
  mutating func next(in buffer: inout InputBuffer) -> JSONRecord? {
    while true {
      let cut = unsafe csimdjson_cut_next(
        &cutter, buffer.address + walked, buffer.count - walked)
      walked += cut.count
      switch cut.event {
      case .more_needed:
        if line == nil || skips || walked > limit && textCount(in: buffer) > limit {
          throwAway(&buffer)
        }
        guard buffer.isFinished, line != nil else { return nil }
        return end(in: &buffer)
      case .element_began:
        throwAway(&buffer)
        line = cutter.line
        skips = cutter.place == .behind_array
      case .element_ended:
        return end(in: &buffer)
      case .element_missing:
        throwAway(&buffer)
        return JSONRecord(bytes: buffer.start..<buffer.start, line: cutter.line)
      }
    }
  }

  private mutating func throwAway(_ buffer: inout InputBuffer) {
    skips = line != nil
    buffer.drop(walked)
    walked = 0
  }

  /// Ends the element before the byte that is looked at.
  private mutating func end(in buffer: inout InputBuffer) -> JSONRecord {
    let count = textCount(in: buffer)
    var record = JSONRecord(bytes: buffer.start..<(buffer.start + count), line: line ?? 1)
    if cutter.place == .behind_array {
      record.problem = .behindArray
    } else if skips || count > limit {
      record.problem = .tooLarge
    } else if cutter.is_stray {
      record.problem = .stray
    } else if cutter.lacks_comma {
      record.problem = .commaMissing
    }
    if skips || count > limit || cutter.is_stray { record.bytes = 0..<0 }
    line = nil
    skips = false
    buffer.drop(walked)
    walked = 0
    return record
  }

  /// What was walked through without the blanks at its end.
  private func textCount(in buffer: borrowing InputBuffer) -> Int {
    var count = walked
    while count > 0 {
      switch buffer[count - 1] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): count -= 1
      default: return count
      }
    }
    return count
  }
}
