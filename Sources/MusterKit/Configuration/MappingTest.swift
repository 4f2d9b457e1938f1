// A test of the mapping, as the settings have it under `tests`.

/// A row, and what is to become of it.
package struct MappingTest: Sendable, Equatable {
  package struct Cell: Sendable, Equatable {
    /// The column's name; `Phone#2` is the second column `Phone`.
    package var column: String
    /// As a file would have it.
    package var text: String

    package init(column: String, text: String) {
      self.column = column
      self.text = text
    }
  }

  /// What is to be sent.
  package enum Sending: Sendable, Equatable {
    case nothing
    /// The whole request body.
    case body(JSONValue)
  }

  package var name: String?
  /// In the order in which the columns stand in the row.
  package var row: [Cell]
  /// nil: the configured one, or all of them where no payload is expected.
  package var target: TargetKind?
  /// nil where anything may be sent.
  package var payload: Sending?
  /// All that is to be remarked; nil where anything may be.
  package var diagnostics: Set<DiagnosticCode>?
}

extension MappingTest {
  /// Where what came out isn't what was expected.
  package struct Difference: Sendable, Equatable {
    /// `payload`, a place in it such as `payload.lead.first_name`, or `diagnostics`.
    package var place: String
    /// nil where nothing came out.
    package var found: JSONValue?
    /// nil where nothing was expected.
    package var expected: JSONValue?
    /// What is to be said about it: `payload.firstName is "Jane", expected "Janet"`.
    package var remark: String

    package init(
      _ place: String, found: JSONValue? = nil, expected: JSONValue? = nil, remark: String
    ) {
      self.place = place
      self.found = found
      self.expected = expected
      self.remark = remark
    }
  }

  /// A test that failed.
  package struct Failure: Sendable, Equatable {
    /// Its place in the list, from 0.
    package var index: Int
    package var name: String?
    /// At least one.
    package var differences: [Difference]

    package init(index: Int, name: String?, differences: [Difference]) {
      self.index = index
      self.name = name
      self.differences = differences
    }
  }
}

extension MappingTest.Failure {
  /// So many differences are named.
  private static let mostDifferences = 5

  /// The setting that it is about: `tests[0]`.
  var place: SettingPlace { SettingPlace(["tests", "\(index)"]) }

  /// `tests[0] ("a full name is split"): payload.firstName is "Jane", expected "Janet".`
  var sentence: String {
    let title = name.map { " (\(JSONValue.quoted($0)))" } ?? ""
    let named = differences.prefix(Self.mostDifferences).map(\.remark).joined(separator: "; ")
    let others = differences.count - Self.mostDifferences
    let more = others > 0 ? "; and \(others) more difference\(others == 1 ? "" : "s")" : ""
    return "\(place)\(title): \(named)\(more)."
  }

  /// `{"test", "name", "differences": [{"place", "found", "expected", "remark"}]}`; what isn't there
  /// is left out.
  func json(origin: SettingOrigin?) -> JSONValue {
    .object([
      "test": .integer(index),
      "name": name.map { .string($0) } ?? .null,
      "origin": origin.map { .string($0.description) } ?? .null,
      "differences": .array(
        differences.map { difference in
          .object([
            "place": .string(difference.place), "found": difference.found,
            "expected": difference.expected, "remark": .string(difference.remark),
          ])
        }),
    ])
  }
}

extension MusterConfiguration {
  /// The targets for which a test's row is judged; never empty.
  package func targets(of test: MappingTest) -> [TargetKind] {
    if let target = test.target { return [target] }
    return configuredTargets.isEmpty ? TargetKind.allCases : configuredTargets
  }
}
