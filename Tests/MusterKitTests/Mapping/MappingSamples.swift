import Foundation

@testable import MusterKit

/// Rows as a reader gives them; the header stands on line 1.
func rowBatch(_ rows: [[String]]) -> RowBatch {
  var batch = RowBatch(firstRow: 1)
  for (index, row) in rows.enumerated() {
    for cell in row {
      batch.bytes += Array(cell.utf8)
      batch.fieldEnds.append(UInt32(batch.bytes.count))
    }
    batch.rows.append(
      RowBatch.Row(fieldsEnd: UInt32(batch.fieldEnds.count), line: UInt32(index + 2)))
  }
  return batch
}

/// The mapper that settings give for columns.
func rowMapper(
  _ header: [String], _ settings: String = "{}", sample: [[String]] = [], isStrict: Bool = false
) throws -> RowMapper {
  let configuration = try loadSettings(settings)
  return RowMapper(
    mapping: try HeaderMatcher(header: header, rows: sample).match(
      rules: configuration.columns, constants: configuration.constants,
      autoMap: configuration.autoMap),
    header: header, sample: sample, keys: configuration.deduplicate.keys,
    judgement: Judgement(severities: configuration.severities, isStrict: isStrict))
}

extension JudgedBatch {
  /// Each remark as `row severity code column`, rows from 0.
  var remarkTexts: [String] {
    remarks.map { remark in
      let diagnostic = remark.diagnostic
      return [
        "\(remark.row)", diagnostic.severity.rawValue, diagnostic.code.rawValue,
        diagnostic.column ?? "",
      ].joined(separator: " ").trimmingCharacters(in: .whitespaces)
    }
  }
}

extension SettingsDirectory {
  /// A source with its mapping by these settings, of a file that is written here.
  func source(_ text: String, settings: String = "{}") throws -> MappedSource {
    try write(text, to: "leads.csv")
    try write(settings, to: "muster.json")
    let configuration = try ConfigurationCheck(sources()).loaded().configuration
    return try Pipeline(configuration: configuration, targets: TargetKind.allCases)
      .open([("leads.csv", "\(path)/leads.csv")])[0]
  }
}
