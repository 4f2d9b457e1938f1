import Foundation
import Testing

@testable import MusterKit

/// The list of real exports with the meaning of each column lies outside the project; the folder is
/// given by `MUSTER_DATA`.
private let dataFolder = ProcessInfo.processInfo.environment["MUSTER_DATA"]

private struct ExportHeader: Decodable {
  var source: String
  var headers: [String]
  var meaning: [String: String]
  /// By the index of the column, where its name stands twice.
  var meaningByIndex: [String: String]?

  private enum CodingKeys: String, CodingKey {
    case source, headers, meaning
    case meaningByIndex = "meaning_by_index"
  }

  func meaning(at index: Int) -> String {
    meaningByIndex?[String(index)] ?? meaning[headers[index]] ?? "custom"
  }
}

@Suite(.enabled(if: dataFolder != nil, "set MUSTER_DATA to the folder with the list of exports"))
struct HeaderExportsTests {
  /// The list's words that differ from the fields' names.
  private static let fields = [
    "linkedin_url": "linkedin", "linkedin_member_id": "linkedin",
    "sales_navigator_url": "sales_navigator", "secondary_email": "additional_emails",
    "company_linkedin_url": "company_linkedin", "summary": "about", "picture_url": "picture",
  ]
  /// Meanings without a field.
  private static let without: Set<String> = ["custom", "ignore", "tags"]
  /// Fields on which a wrong column spoils accounts.
  private static let guarded: Set<String> = [
    "email", "linkedin", "sales_navigator", "company_linkedin", "company_domain", "company_id",
  ]
  /// Columns that the list calls custom and that hold the same person's identifier.
  private static let identifiers: Set<String> = ["publicidentifier", "salesnavigatorprofileid"]

  private static func exports() throws -> [(ExportHeader, [String?])] {
    let folder = try #require(dataFolder)
    let url = URL(filePath: folder).appending(path: "lead-headers.json")
    let exports = try JSONDecoder().decode([ExportHeader].self, from: Data(contentsOf: url))
    #expect(exports.count >= 40)
    return try exports.map { export in
      let mapping = try HeaderMatcher(header: export.headers, rows: [])
        .match(rules: [], constants: [], autoMap: true)
      return (export, mapping.columns.map { $0.field?.description })
    }
  }

  /// A column is right on its field, or left out while another column of the same meaning has it.
  @Test func `98 of 100 columns with a standard meaning are right, by their names alone`() throws {
    var total = 0
    var wrong: [String] = []
    for (export, found) in try Self.exports() {
      for index in export.headers.indices {
        let meaning = export.meaning(at: index)
        guard !Self.without.contains(meaning) else { continue }
        total += 1
        let field = Self.fields[meaning] ?? meaning
        let isServed = export.headers.indices.contains {
          found[$0] == field && export.meaning(at: $0) == meaning
        }
        if found[index] == field || (found[index] == nil && isServed) { continue }
        wrong.append(
          "\(export.source): \(export.headers[index]) is \(field), not \(found[index] ?? "nothing")"
        )
      }
    }
    let list = wrong.joined(separator: "\n")
    print("\(total - wrong.count) of \(total) columns are right\n\(list)")
    #expect(wrong.count * 50 <= total, "\(list)")
  }

  @Test func `no column is wrongly on a field that identifies a person or a company`() throws {
    for (export, found) in try Self.exports() {
      for index in export.headers.indices {
        guard let field = found[index], Self.guarded.contains(field) else { continue }
        let name = export.headers[index]
        let meaning = export.meaning(at: index)
        if Self.identifiers.contains(HeaderMatcher.squashed(name)) && meaning == "custom" {
          continue
        }
        #expect(Self.fields[meaning] ?? meaning == field, "\(export.source): \(name)")
      }
    }
  }
}
