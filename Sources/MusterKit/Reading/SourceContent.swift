/// The start of a source as text, and how it was got at: unpacked, decoded.
struct SourceContent {
  private let display: String
  private let path: String
  private(set) var compression: Compression?
  private(set) var encoding: TextEncoding
  /// The first 1 MiB or less, UTF-8, without a byte order mark.
  private(set) var text: [UInt8]
  /// Whether that is all.
  private(set) var isWhole: Bool
  private(set) var findings: [Finding] = []

  /// - Parameters:
  ///   - display: what messages call the source.
  ///   - path: the file.
  ///   - options: what the user said about it.
  /// - Throws: where it can't be read, or isn't text.
  init(display: String, path: String, options: ReadingOptions) throws(ReadingError) {
    self.display = display
    self.path = path
    let bytes: [UInt8]
    (compression, bytes) = try Self.unpack(display: display, path: path)
    if let compression {
      findings.append(
        Finding(.compression, compression.rawValue, confidence: 1, why: "its first bytes say so"))
    }
    let detector = EncodingDetector(head: bytes, isWhole: bytes.count < Source.headBytes)
    let found: EncodingFinding
    if let name = options.encoding {
      found = detector.confirm(try TextEncoding(named: name))
      findings.append(Finding(said: .encoding, found.encoding.name))
    } else {
      found = detector.detect()
      findings.append(
        Finding(
          .encoding, found.encoding.name, confidence: found.confidence, why: found.why))
    }
    encoding = found.encoding
    var stream = try TextStream(
      display: display, path: path, compression: compression, encoding: encoding)
    (text, isWhole) = try stream.head(Source.headBytes)
    let isDoubtful = found.confidence < 0.9 || stream.undecodable > 0
    if options.format == nil,
      ContentKind.isBinary(text, isDoubtful: isDoubtful, delimiter: options.delimiter)
    {
      throw ReadingError(
        .binary, "\(display) is a binary file, not text: pass a CSV or JSONL file.")
    }
  }

  /// The first bytes of a source, unpacked if they are packed.
  private static func unpack(
    display: String, path: String
  ) throws(ReadingError) -> (Compression?, [UInt8]) {
    var raw = try TextStream(display: display, path: path, compression: nil, encoding: nil)
    let bytes = try raw.head(Source.headBytes).bytes
    guard case .compressed(let compression)? = try refuse(bytes, display: display) else {
      return (nil, bytes)
    }
    var unpacked = try TextStream(
      display: display, path: path, compression: compression, encoding: nil)
    let inner = try unpacked.head(Source.headBytes).bytes
    guard try refuse(inner, display: display) == nil else {
      throw ReadingError(
        .compressed, "\(display) is compressed twice: unpack it once and pass the file inside.")
    }
    return (compression, inner)
  }

  /// What the bytes are, where it can be read; nil: text, perhaps.
  private static func refuse(
    _ bytes: [UInt8], display: String
  ) throws(ReadingError) -> ContentKind? {
    let kind = ContentKind.recognise(bytes)
    switch kind {
    case nil, .compressed: return kind
    case .spreadsheet:
      throw ReadingError(
        .spreadsheet, "\(display) is a spreadsheet; save it as \"CSV UTF-8\" and pass that file.")
    case .packed(let name):
      throw ReadingError(
        .compressed,
        "\(display) is compressed (\(name)): unpack it, or pack it with gzip, zstd or zip.")
    case .binary(let what):
      throw ReadingError(.binary, "\(display) is \(what), not text: pass a CSV or JSONL file.")
    }
  }
}

extension SourceContent {
  /// Why text holds no leads, by its start: it is of another kind. A full sentence; nil where it may, or
  /// where the user said what it is.
  func refusal(options: ReadingOptions) -> String? {
    guard options.format == nil, let (what, advice) = ContentKind.document(text) else { return nil }
    return "\(display) is \(what): \(advice)."
  }

  /// How a JSON source is laid out; nil: it is CSV.
  ///
  /// - Throws: where it is JSON that has no rows as it stands.
  func jsonLayout(
    options: ReadingOptions
  ) throws(ReadingError) -> (layout: JSONLayout, finding: Finding)? {
    if options.format == .csv { return nil }
    let layout = JSONLayout.recognise(text, isWhole: isWhole)
    if let filter = layout?.filter, options.format == nil {
      throw ReadingError(
        .dialect,
        """
        \(display) is one JSON object that holds its rows inside: write them by themselves with \
        jq -c '\(filter)', and pass that file.
        """)
    }
    if options.format == .jsonl { return (layout ?? .lines, Finding(said: .format, "jsonl")) }
    if let layout {
      return (layout, Finding(.format, "jsonl", confidence: 0.99, why: layout.why))
    }
    let name = path.lowercased()
    guard name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") else { return nil }
    return (.lines, Finding(.format, "jsonl", confidence: 0.7, why: "its name says so"))
  }
}
