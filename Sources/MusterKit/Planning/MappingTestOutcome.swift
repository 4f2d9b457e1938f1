internal import Foundation

/// What became of the row of a test of the mapping, at one target.
package struct MappingTestOutcome: Sendable, Equatable {
  /// The request's body; nil where the row isn't sent.
  package var payload: JSONValue?
  package var diagnostics: [Diagnostic]

  /// `body` is the request's body, as JSON.
  package init(body: [UInt8]?, diagnostics: [Diagnostic]) {
    payload = body.flatMap { try? JSONDecoder().decode(JSONValue.self, from: Data($0)) }
    self.diagnostics = diagnostics
  }
}

extension MappingTest {
  /// Where what came out isn't what was expected; `outcomes` has one for each target that the row was
  /// judged for.
  package func differences(from outcomes: [MappingTestOutcome]) -> [Difference] {
    outcomes.flatMap(payloadDifferences) + diagnosticDifferences(outcomes)
  }

  private func payloadDifferences(_ outcome: MappingTestOutcome) -> [Difference] {
    switch (payload, outcome.payload) {
    case (nil, _), (.nothing, nil): return []
    case (.nothing, let found?):
      return [
        Difference(
          "payload", found: found, expected: .null,
          remark: "the row is sent, but wasn't expected to be")
      ]
    case (.body(let expected), nil):
      let reasons = outcome.diagnostics.filter { $0.severity == .error || $0.code == .suppressed }
      let codes = reasons.map(\.code.rawValue).joined(separator: ", ")
      return [
        Difference(
          "payload", found: .null, expected: expected,
          remark: "the row isn't sent (\(codes)), but a payload was expected")
      ]
    case (.body(let expected), let found?):
      return Self.differences(found, expected, at: ["payload"])
    }
  }

  private func diagnosticDifferences(_ outcomes: [MappingTestOutcome]) -> [Difference] {
    guard let diagnostics else { return [] }
    let remarked = Set(outcomes.flatMap { $0.diagnostics.map(\.code) })
    return DiagnosticCode.allCases.compactMap { code in
      let value = JSONValue.string(code.rawValue)
      return switch (remarked.contains(code), diagnostics.contains(code)) {
      case (true, false):
        Difference(
          "diagnostics", found: value,
          remark: "\(code.rawValue) was remarked, but wasn't expected")
      case (false, true):
        Difference(
          "diagnostics", expected: value,
          remark: "\(code.rawValue) was expected, but wasn't remarked")
      default: nil
      }
    }
  }

  /// Where two values differ: objects member by member in any order, lists element by element.
  private static func differences(
    _ found: JSONValue?, _ expected: JSONValue?, at path: [String]
  ) -> [Difference] {
    switch (found, expected) {
    case (.object(let members), .object(let wanted)):
      let names = wanted.map(\.name) + members.map(\.name).filter { expected?[$0] == nil }
      return names.flatMap { differences(found?[$0], expected?[$0], at: path + [$0]) }
    case (.array(let elements), .array(let wanted)):
      return (0..<max(elements.count, wanted.count)).flatMap { index in
        differences(
          index < elements.count ? elements[index] : nil,
          index < wanted.count ? wanted[index] : nil, at: path + ["\(index)"])
      }
    default:
      guard found != expected else { return [] }
      let place = SettingPlace(path).description
      let remark =
        switch (found?.canonicalText, expected?.canonicalText) {
        case (nil, let expected): "is missing, expected \(expected ?? "")"
        case (let found?, nil): "is there (\(found)), but wasn't expected"
        case (let found?, let expected?): "is \(found), expected \(expected)"
        }
      return [Difference(place, found: found, expected: expected, remark: "\(place) \(remark)")]
    }
  }
}
