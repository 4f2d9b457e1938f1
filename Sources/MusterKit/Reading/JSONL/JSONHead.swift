internal import CSimdJSON

/// The first bytes of a source that may be JSON.
struct JSONHead {
  private let bytes: [UInt8]
  private let isWhole: Bool
  /// The first byte that is neither blank nor a byte order mark.
  private let start: Int

  /// How many elements are looked at.
  private static let mostElements = 100

  init(_ bytes: [UInt8], isWhole: Bool) {
    self.bytes = bytes
    self.isWhole = isWhole
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    start = Self.behindBlanks(bytes, from: mark)
  }

  /// See `JSONLayout.recognise`.
  var layout: JSONLayout? {
    switch byte(start) {
    case UInt8(ascii: "{"): opensObject(at: start) ? objectLayout : nil
    case UInt8(ascii: "["): arrayLayout
    default: nil
    }
  }

  // MARK: - Objects

  private struct Element {
    var line: Int
    /// The line of the last byte before the next element, comma or end.
    var lastLine: Int
    var endsInComma: Bool
    var isTrusted: Bool
  }

  private var objectLayout: JSONLayout {
    let (elements, isSingle) = firstElements()
    if isSingle, let path = JSONWrapping(bytes, object: start).path { return .wrapped(path) }
    guard let first = elements.first else {
      // It is larger than the head, or the file is cut off in it.
      return bytes[start...].contains(UInt8(ascii: "\n")) && !isMostlyLines ? .sequence : .lines
    }
    guard first.isTrusted else { return isMostlyLines ? .lines : .sequence }
    let isOverLines = elements.contains { $0.isTrusted && $0.lastLine > $0.line }
    let sharesLine = elements.dropFirst().first.map { $0.line == first.lastLine } ?? false
    return isOverLines || sharesLine || first.endsInComma ? .sequence : .lines
  }

  /// The first elements that end in the head, and whether the first object is all there is, or is
  /// larger than the head.
  private func firstElements() -> ([Element], isSingle: Bool) {
    var cutter = csimdjson_cutter()
    cutter.line = 1
    var elements: [Element] = []
    var line = 1
    var offset = start
    while elements.count < Self.mostElements {
      let cut = unsafe bytes.withUnsafeBufferPointer { all in
        guard let base = all.baseAddress else { return csimdjson_cut() }
        return unsafe csimdjson_cut_next(&cutter, base + offset, all.count - offset)
      }
      offset += cut.count
      switch cut.event {
      case .element_began: line = cutter.line
      case .element_ended:
        elements.append(element(from: line, before: offset, cutter))
      case .element_missing: continue
      case .more_needed:
        let isFirst = elements.isEmpty
        switch cutter.place {
        case .in_element where cutter.depth == 0:
          elements.append(element(from: line, before: offset, cutter))
          return (elements, isFirst && isWhole)
        case .in_element, .in_string, .in_escape: return (elements, isFirst && !isWhole)
        default: return (elements, false)
        }
      }
    }
    return (elements, false)
  }

  private func element(from line: Int, before offset: Int, _ cutter: csimdjson_cutter) -> Element {
    var last = offset
    var lastLine = cutter.line
    while last > start, Self.isBlank(bytes[last - 1]) {
      last -= 1
      if bytes[last] == UInt8(ascii: "\n") { lastLine -= 1 }
    }
    return Element(
      line: line, lastLine: lastLine, endsInComma: byte(offset) == UInt8(ascii: ","),
      isTrusted: cutter.place == .after_element || cutter.place == .in_element)
  }

  /// Whether most of the first lines are braces with something in between.
  private var isMostlyLines: Bool {
    var own = 0
    var count = 0
    for line in bytes[start...].split(separator: UInt8(ascii: "\n")).prefix(Self.mostElements) {
      guard let first = line.first(where: { !Self.isBlank($0) }),
        let last = line.last(where: { !Self.isBlank($0) })
      else { continue }
      count += 1
      if first == UInt8(ascii: "{") && last == UInt8(ascii: "}") { own += 1 }
    }
    return own * 2 >= count && own > 0
  }

  /// Whether an object begins here as JSON has it.
  private func opensObject(at brace: Int) -> Bool {
    let key = Self.behindBlanks(bytes, from: brace + 1)
    guard let first = byte(key), first != UInt8(ascii: "}") else { return true }
    guard first == UInt8(ascii: "\"") else { return false }
    var index = key + 1
    while let next = byte(index), next != UInt8(ascii: "\"") {
      if next == UInt8(ascii: "\n") { return false }
      index += next == UInt8(ascii: "\\") ? 2 : 1
    }
    let colon = byte(Self.behindBlanks(bytes, from: index + 1))
    return colon == nil || colon == UInt8(ascii: ":")
  }

  // MARK: - Arrays

  private var arrayLayout: JSONLayout? {
    let first = Self.behindBlanks(bytes, from: start + 1)
    let lineEnd = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    guard let firstByte = byte(first) else { return .array }
    let isOnOwnLine = first > lineEnd
    if firstByte == UInt8(ascii: "{") {
      guard opensObject(at: first) else { return nil }
    } else if isOnOwnLine {
      guard Self.beginsValue(firstByte) else { return nil }
      return .array
    }
    guard lineEnd < bytes.count || isWhole else {
      return Self.beginsValue(firstByte) ? .array : nil
    }
    let isValue = isValidValue(start..<lineEnd)
    if isValue && byte(Self.behindBlanks(bytes, from: lineEnd)) != nil {
      // Something follows: lines with an array each, or what follows is damage.
      let next = byte(Self.behindBlanks(bytes, from: lineEnd))
      return firstByte != UInt8(ascii: "{") || next == UInt8(ascii: "[") ? .lines : .array
    }
    return isValue || firstByte == UInt8(ascii: "{") ? .array : nil
  }

  private static func beginsValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "\""),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "t"),
      UInt8(ascii: "f"), UInt8(ascii: "n"):
      true
    default: false
    }
  }

  private func isValidValue(_ range: Range<Int>) -> Bool {
    let padded = Array(bytes[range]) + [UInt8](repeating: 0x0A, count: Int(CSIMDJSON_PADDING))
    let flattener = LineFlattener(learningAtMost: JSONLColumns.most)
    let result = unsafe padded.withUnsafeBufferPointer { all in
      guard let base = all.baseAddress else { return csimdjson_verdict.bad_value }
      return unsafe flattener.flatten(base, count: range.count).verdict
    }
    return result == .other_value
  }

  // MARK: - Bytes

  private func byte(_ index: Int) -> UInt8? {
    index < bytes.count ? bytes[index] : nil
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  static func behindBlanks(_ bytes: [UInt8], from index: Int) -> Int {
    bytes[min(index, bytes.count)...].firstIndex { !isBlank($0) } ?? bytes.count
  }
}
