internal import CLibCSV

/// Cuts bytes into batches of rows with libcsv. It does no input or output itself.
///
/// The rules are RFC 4180's, read as people's files need it:
///
/// - rows end with LF, CRLF or CR; blank lines are lines, not rows;
/// - blanks around cells are kept, but for those between a closing quote and the next delimiter and
///   those between a delimiter and an opening quote;
/// - a quote inside an unquoted cell is text, with a warning;
/// - a quote that opens and is never closed, or that only a later row's quote seems to close, costs
///   the line on which it opened and nothing else: reading goes on at the line after it.
///
/// libcsv is fed whole physical lines in strict mode: it stops at the byte that breaks the rules, with
/// its state kept. Lines as RFC 4180 has them need no parser and are cut at delimiters and quotes, a block of
/// bytes at a time; libcsv gets the lines with anything else, and those that go on with such a row. What comes
/// out is the same (see `cutsPlainLines`). Where a row began is found from the number of line ends since the
/// last place that is known (`findRowStart`), and only when it is asked for. The bytes of the open row
/// are held until it is complete.
@safe struct CSVReader: ~Copyable {
  let format: CSVFormat
  let limits: ReadingLimits
  /// The numbers of cells that a row may have; nil: any.
  let widths: ClosedRange<Int>?

  var parser = unsafe csv_parser()
  var sink: FieldSink
  var damage: [RowDamage] = []
  var ready: [RowBatch] = []
  var nextRow = 1
  var rowsToDrop: Int

  // Input: `input[rowStart..<end]` is held, `input[cursor..<end]` is still to be parsed, and
  // `input[..<validated]` was looked at.
  var input: UnsafeMutablePointer<UInt8>
  var capacity: Int
  var cursor = 0
  var end = 0
  var validated = 0
  var finished = false
  /// `input[maskedFrom..<maskedTo]` as libcsv is given it: with blanks at the edges of cells hidden.
  var masked: UnsafeMutablePointer<UInt8>
  var maskedFrom = 0
  var maskedTo = 0
  /// Behind the last line end of the piece that is being parsed.
  var pieceStop = 0
  var hidesBlanks = true
  /// Where a row begins, and on which line: the open row or one before it.
  var rowStart = 0
  var rowStartLine: UInt32 = 1
  /// Whether plain lines are cut here, which is several times as fast, or by libcsv as well.
  var cutsPlainLines: Bool
  /// How many lines at the start are still to be left out.
  var linesToSkip: Int
  /// Whether the bytes up to the next line end belong to a row that was given up.
  var skipsLine = false
  /// Whether bytes of this batch aren't UTF-8.
  var hasInvalidUTF8 = false

  /// How many bytes are handed to libcsv at once: how far a cell can run over its limit before it is
  /// noticed.
  static let pieceBytes = 1 << 16

  /// How many bytes behind the input can be read, whatever they hold: it is looked at in blocks.
  private static let slack = Int(CSV_SINK_SLACK)

  /// - Parameters:
  ///   - format: the bytes between cells, around them and at the end of lines.
  ///   - limits: a cell or a row that is larger is reported as damage.
  ///   - skippingLines: how many physical lines to leave out at the start.
  ///   - dropping: how many rows to leave out at the start (1: the header).
  ///   - widths: the numbers of cells that a row may have; others are reported as damage. nil: any.
  ///   - room: how much input there is memory for at first, in bytes; it grows as needed.
  ///   - cutsPlainLines: whether plain lines go past libcsv; the rows are the same.
  init(
    format: CSVFormat, limits: ReadingLimits = ReadingLimits(), skippingLines: Int = 0,
    dropping: Int = 0, widths: ClosedRange<Int>? = nil, room: Int = 1 << 18,
    cutsPlainLines: Bool = true
  ) {
    self.format = format
    self.limits = limits
    self.widths = widths
    // A file whose lines end with CR has no LF to tell them by.
    self.cutsPlainLines = cutsPlainLines && format.lineEnd == UInt8(ascii: "\n")
    rowsToDrop = dropping
    linesToSkip = skippingLines
    sink = FieldSink(room: room)
    capacity = room
    unsafe input = .allocate(capacity: capacity + Self.slack)
    unsafe masked = .allocate(capacity: Self.pieceBytes)
    unsafe csv_init(&parser, UInt8(CSV_STRICT | CSV_REPALL_NL))
    unsafe csv_set_delim(&parser, format.delimiter)
    unsafe csv_set_quote(&parser, format.quote)
    unsafe csv_set_blk_size(&parser, 1 << 12)
  }

  deinit {
    var parser = unsafe parser
    unsafe csv_free(&parser)
    sink.deallocate()
    unsafe input.deallocate()
    unsafe masked.deallocate()
  }

  /// Takes more input.
  ///
  /// - Parameters:
  ///   - count: the most bytes to take.
  ///   - read: fills the start of the buffer and returns the number of bytes; it isn't kept.
  /// - Returns: the number of bytes that were read; 0 at the end of the input.
  /// - Throws: what `read` throws.
  mutating func fill(
    atMost count: Int, _ read: (UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int
  ) throws(ReadingError) -> Int {
    makeRoom(for: count)
    let space = unsafe UnsafeMutableRawBufferPointer(start: input + end, count: count)
    let taken = unsafe try read(space)
    end += taken
    parse()
    return taken
  }

  /// Takes a copy of more input.
  mutating func feed(_ chunk: Span<UInt8>) {
    makeRoom(for: chunk.count)
    unsafe chunk.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe (input + end).update(from: base, count: bytes.count)
    }
    end += chunk.count
    parse()
  }

  /// Says that the input ends here.
  mutating func finish() {
    finished = true
    parse()
    sealBatch()
  }

  /// Whether all input so far has been cut into whole rows, so that the next one begins with the next
  /// byte.
  var isBetweenRows: Bool {
    unsafe cursor == end && parser.pstate == State.rowNotBegun && !skipsLine && rowsToDrop == 0
      && linesToSkip == 0
  }

  /// Goes on at another place of the source, at which a row begins; no row is open or held.
  ///
  /// - Parameter line: the physical line there; from 1.
  mutating func goOn(atLine line: Int) {
    rowsToDrop = 0
    linesToSkip = 0
    rowStart = end
    sink.line = UInt32(clamping: line)
    rowStartLine = sink.line
  }

  /// The next whole batch, if there is one.
  mutating func takeBatch() -> RowBatch? {
    ready.isEmpty ? nil : ready.removeFirst()
  }

  private mutating func makeRoom(for count: Int) {
    if rowStart > 0 {
      unsafe input.update(from: input + rowStart, count: end - rowStart)
      cursor -= rowStart
      end -= rowStart
      validated = max(0, validated - rowStart)
      pieceStop = max(0, pieceStop - rowStart)
      maskedFrom -= rowStart
      maskedTo -= rowStart
      rowStart = 0
    }
    guard end + count > capacity else { return }
    capacity = max(2 * capacity, end + count)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Self.slack)
    unsafe larger.moveInitialize(from: input, count: end)
    unsafe input.deallocate()
    unsafe input = unsafe larger
  }
}
