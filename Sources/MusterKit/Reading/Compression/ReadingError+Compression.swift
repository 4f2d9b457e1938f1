/// What can be wrong with compressed files of every format. Offsets are in the compressed file, in
/// bytes from 0.
extension ReadingError {
  static func cutOff(_ display: String, _ kind: Compression, at offset: Int) -> ReadingError {
    ReadingError(
      .compressed,
      """
      \(display) is cut off: its \(kind.rawValue) data stops at byte \(offset.grouped), before its \
      end; fetch or export the file again.
      """)
  }

  /// `why` is what the format's library says, in its words.
  static func damaged(
    _ display: String, _ kind: Compression, at offset: Int, why: String?
  ) -> ReadingError {
    let why = why.map { " (\($0.lowercased()))" } ?? ""
    return ReadingError(
      .compressed,
      """
      \(display) is damaged: its \(kind.rawValue) data can't be unpacked at byte \(offset.grouped)\
      \(why); fetch or export the file again.
      """)
  }

  static func goesOn(_ display: String, behind kind: Compression, at offset: Int) -> ReadingError {
    ReadingError(
      .compressed,
      """
      \(display) goes on with something else at byte \(offset.grouped), where its \(kind.rawValue) \
      data ends; cut that off, or compress the file again.
      """)
  }

  static func outOfMemory(_ display: String) -> ReadingError {
    ReadingError(
      .compressed,
      "There isn't enough memory to unpack \(display): unpack it and pass the unpacked file.")
  }
}
