/// The tests of the mapping: a row each, taken the way of every row without a file and a network.
package struct MappingTestRun: Sendable {
  private let configuration: MusterConfiguration
  private let suppression: SuppressionList

  /// Reads the suppression lists where there are tests.
  ///
  /// - Throws: where a list can't be read as asked.
  package init(_ configuration: MusterConfiguration) throws(ReadingError) {
    self.configuration = configuration
    let lists = configuration.tests.isEmpty ? [] : configuration.suppress
    suppression = try SuppressionList.read(lists.map { ($0, $0) })
  }

  /// Runs all tests.
  ///
  /// - Throws: only if muster itself is wrong: the settings were checked before.
  package func tally() throws -> ConfigurationCheck.TestTally {
    let failures = try configuration.tests.enumerated().compactMap { index, test in
      let differences = test.differences(from: try outcomes(of: test))
      return differences.isEmpty
        ? nil : MappingTest.Failure(index: index, name: test.name, differences: differences)
    }
    return ConfigurationCheck.TestTally(run: configuration.tests.count, failures: failures)
  }

  /// What becomes of a test's row, at each target that it is judged for.
  private func outcomes(of test: MappingTest) throws -> [MappingTestOutcome] {
    let row = MappingTestRow(test, rules: configuration.columns)
    let batch = row.batch
    let mapper = RowMapper(
      mapping: try row.mapping(configuration), header: row.header, sample: [row.cells],
      configuration: configuration, isStrict: false, suppression: suppression)
    let judged = mapper.judge(batch)
    var builder = RowPlanBuilder()
    builder.add(judged, of: batch)
    let plan = builder.plan(configuration.deduplicate)
    let assembler = ContactAssembler(mappers: [mapper], plan: plan, spool: nil)
    return try configuration.targets(of: test).map { kind in
      let preview = ContactPreview(
        target: try configuration.makeTarget(kind, key: nil),
        rules: TargetRules(kind, configuration: configuration), rows: plan, assembler: assembler)
      let line = preview.line(batch, row: 0, source: 0, remarks: judged.remarks.map(\.diagnostic))
      return MappingTestOutcome(body: line.payload, diagnostics: line.diagnostics)
    }
  }
}

extension ConfigurationCheck {
  /// Looks whether what the settings name is there, and runs the tests of the mapping if the settings
  /// are right otherwise; what fails is a problem then.
  ///
  /// - Throws: only if muster itself is wrong.
  package mutating func runTests() throws {
    guard let configuration else { return }
    do throws(ConfigurationError) {
      try loaded().requireKnownEncoding()
    } catch {
      note(.wrongValue, at: ["source", "encoding"], error.problems[0].sentence)
    }
    for (index, path) in configuration.suppress.enumerated() {
      do throws(ReadingError) {
        _ = try SuppressionList.read([(path, path)])
      } catch {
        note(.fileUnreadable, at: ["suppress", "\(index)"], error.sentence)
      }
    }
    guard errors.isEmpty else { return }
    note(try MappingTestRun(configuration).tally())
  }
}
