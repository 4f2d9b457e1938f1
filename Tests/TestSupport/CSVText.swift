/// A small reader of well-formed CSV, independent of the one under test.
package struct CSVText {
  package var header: [String]
  package var rows: [[String]]

  /// - Parameter text: RFC 4180, commas, every quote well placed.
  package init(_ text: String) {
    var records: [[String]] = []
    var record: [String] = []
    var cell = ""
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    func endCell() { record.append(cell); cell = "" }
    while let scalar = scalars.popFirst() {
      if isQuoted {
        if scalar != "\"" {
          cell.unicodeScalars.append(scalar)
        } else if scalars.first == "\"" {
          cell.unicodeScalars.append(scalars.removeFirst())
        } else {
          isQuoted = false
        }
      } else if scalar == "\"" {
        isQuoted = true
      } else if scalar == "," {
        endCell()
      } else if scalar == "\n" {
        endCell()
        records.append(record)
        record = []
      } else if scalar != "\r" {
        cell.unicodeScalars.append(scalar)
      }
    }
    if !cell.isEmpty || !record.isEmpty {
      endCell()
      records.append(record)
    }
    header = records.first ?? []
    rows = Array(records.dropFirst())
  }

  /// All cells of a column, from top to bottom.
  package func column(_ name: String) -> [String] {
    guard let index = header.firstIndex(of: name) else { return [] }
    return rows.map { index < $0.count ? $0[index] : "" }
  }
}
