import ArgumentParser
import MusterKit

struct FieldsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fields",
    abstract: "The standard fields, and what each is called at each target.")

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var screen: ScreenArguments

  func run() throws {
    if json { return try Terminal.write(Self.json.prettyText) }
    let rows = Self.rows
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = zip(row, widths).dropLast().map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      try Terminal.write((cells + row.suffix(1)).joined(separator: "  ") + "\n")
    }
  }

  /// The table with its head: the field, its name at each target, how it is normalised.
  private static var rows: [[String]] {
    let kinds = TargetKind.allCases
    let fields = StandardField.allCases.map { field in
      [field.rawValue] + kinds.map { field.name(at: $0) ?? "–" } + [field.normalisation]
    }
    return [["field"] + kinds.map(\.displayName) + ["normalised"]] + fields
      + [["custom.NAME"] + kinds.map(\.definition.customFieldName) + ["trimmed"]]
  }

  private static var json: JSONValue {
    .array(
      StandardField.allCases.map { field in
        let names = TargetKind.allCases.map { kind in
          JSONMember(
            name: kind.rawValue, value: field.name(at: kind).map { .string($0) } ?? .null)
        }
        return .object(
          [JSONMember(name: "field", value: .string(field.rawValue))] + names
            + [JSONMember(name: "normalised", value: .string(field.normalisation))])
      })
  }
}
