internal import CLibCSV

/// Blanks around cells are kept, at the speed of libcsv's own loop.
extension CSVReader {
  /// Sets whether libcsv may trim, for the next piece of input.
  ///
  /// libcsv trims blanks around cells unless it is given a function that says that nothing is a
  /// blank, and calling that for each byte costs a third of its speed. Trimming makes a difference
  /// only where a blank stands at the edge of a cell: so the function is set for such pieces alone.
  mutating func setTrimming(from start: Int, count: Int) {
    let matters = unsafe csv_has_blank_at_edge(
      input + start, count, format.delimiter, format.quote)
    if matters != 0 {
      unsafe parser.is_space = { _ in 0 }
    } else {
      unsafe parser.is_space = nil
    }
  }
}
