/// Writes lines of CSV without a byte order mark: the files are read by scripts first, which would take
/// the mark for a part of the first column's name. The file appears when `finish()` returns.
struct CSVLineWriter: ~Copyable {
  /// Written to the file whenever it has this many bytes.
  static let blockSize = 256 * 1024

  /// So many bytes of a large file are put on the disk at a time, while others are written.
  private static let share = 8 << 20

  private let file: ReplacementFile
  /// How many bytes were written, and of how many it was begun to put them on the disk.
  private var written = 0
  private var begun = 0
  /// The line that is being made, and those that wait. Lines are ended by the writer's own `endLine()`.
  var lines: CSVLines

  init(
    path: String, option: String? = nil, delimiter: UInt8 = UInt8(ascii: ",")
  ) throws(ReportError) {
    file = try ReplacementFile(path: path, option: option)
    lines = CSVLines(delimiter: delimiter, room: Self.blockSize + 4096)
  }

  mutating func endLine() throws(ReportError) {
    lines.endLine()
    if lines.count >= Self.blockSize { try flush() }
  }

  /// Adds whole lines that were made elsewhere.
  mutating func append(_ others: CSVLines) throws(ReportError) {
    guard others.count > 0 else { return }
    try flush()
    try write(others)
  }

  /// Writes what waits and puts the file in its place.
  consuming func finish() throws(ReportError) {
    try flush()
    try file.commit()
  }

  private mutating func flush() throws(ReportError) {
    try write(lines)
    lines.removeAll()
  }

  private mutating func write(_ lines: CSVLines) throws(ReportError) {
    try lines.withBytes { bytes throws(ReportError) in try file.write(bytes) }
    written += lines.count
    guard written - begun >= Self.share else { return }
    file.beginSynchronizing(begun..<written)
    begun = written
  }
}
