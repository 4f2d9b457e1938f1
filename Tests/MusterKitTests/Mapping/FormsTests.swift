import Foundation
import Testing

@testable import MusterKit

/// The lists of e-mail and LinkedIn forms with verdicts lie outside the project; the folder is
/// given by `MUSTER_DATA`.
private let dataFolder = ProcessInfo.processInfo.environment["MUSTER_DATA"]

private func load<Form: Decodable>(_ name: String) throws -> [Form] {
  let folder = try #require(dataFolder)
  let url = URL(filePath: folder).appending(path: name)
  return try JSONDecoder().decode([Form].self, from: Data(contentsOf: url))
}

private struct EmailForm: Decodable {
  var input: String
  var verdict: String
  var normal: String?
  var dedupKey: String?
  var all: [String]?
  var debatable: Bool?

  private enum CodingKeys: String, CodingKey {
    case input, verdict, normal
    case dedupKey = "dedup_key"
    case all, debatable
  }
}

private struct LinkedInForm: Decodable {
  var input: String
  var kind: String
  var slug: String?
  var id: String?
  var normal: String?
  var debatable: Bool?
}

@Suite(.enabled(if: dataFolder != nil, "set MUSTER_DATA to the folder with the lists of forms"))
struct FormsTests {
  @Test func `every e-mail form gets its verdict`() throws {
    let forms: [EmailForm] = try load("email-forms.json")
    #expect(forms.count > 100)
    for form in forms where form.debatable != true {
      let verdict = EmailAddress.read(form.input)
      switch form.verdict {
      case "invalid":
        switch verdict {
        case .addresses, .someInvalid:
          Issue.record("\(form.input.debugDescription) was taken as \(verdict)")
        default: break
        }
      default:
        guard case .addresses(let first, let others) = verdict else {
          Issue.record("\(form.input.debugDescription) was refused: \(verdict)")
          continue
        }
        #expect(first.address == form.normal, "\(form.input)")
        #expect(first.key == form.dedupKey, "\(form.input)")
        if let all = form.all { #expect([first.address] + others.map(\.address) == all) }
      }
    }
  }

  @Test func `every LinkedIn form gets its verdict`() throws {
    let forms: [LinkedInForm] = try load("linkedin-forms.json")
    #expect(forms.count > 50)
    for form in forms where form.debatable != true {
      let verdict = LinkedInIdentifier.read(form.input)
      let expected: LinkedInIdentifier.Verdict =
        switch form.kind {
        case "public_slug": .person(.slug(form.slug ?? ""))
        case "member_id":
          form.id.map { .person(.member($0)) }
            ?? .person(
              .memberNumber(form.normal?.split(separator: ":").last.map(String.init) ?? ""))
        case "sales_nav": .person(.salesNavigator(form.id ?? ""))
        case "company": .company
        default: .invalid
        }
      if expected == .invalid {
        #expect(verdict == .invalid || verdict == .blank, "\(form.input): \(verdict)")
      } else {
        #expect(verdict == expected, "\(form.input)")
      }
    }
  }
}
