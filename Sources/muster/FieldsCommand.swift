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
    if json {
      let rows = StandardField.allCases.map { field in
        JSONValue.object([
          JSONMember(name: "field", value: .string(field.rawValue)),
          JSONMember(name: "getsales", value: field.getSalesName.map { .string($0) } ?? .null),
          JSONMember(name: "lemlist", value: field.lemlistName.map { .string($0) } ?? .null),
          JSONMember(name: "normalised", value: .string(field.normalisation)),
        ])
      }
      try Terminal.write(JSONValue.array(rows).prettyText)
      return
    }
    var rows = [["field", "GetSales", "lemlist", "normalised"]]
    for field in StandardField.allCases {
      rows.append([
        field.rawValue, field.getSalesName ?? "–", field.lemlistName ?? "–", field.normalisation,
      ])
    }
    rows.append(["custom.NAME", "custom_fields.NAME", "NAME", "trimmed"])
    let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = (0..<3).map { column in
        row[column] + String(repeating: " ", count: widths[column] - row[column].count)
      }
      try Terminal.write("\(cells.joined(separator: "  "))  \(row[3])\n")
    }
  }
}
