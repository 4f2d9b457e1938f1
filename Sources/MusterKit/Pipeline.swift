internal import Foundation

/// The whole way of a row, and the only file that names every stage:
///
///     source → dialect → row batches → keys → persons → plan → contacts → deliveries → results
///
/// It goes over the input twice: `analyse` finds what the plan needs in a few bytes a row; later
/// passes read the rows again and make contacts (`contacts`), send them (`deliver`) and write what
/// became of each (`writeResults`).
package struct Pipeline: Sendable {
  package let configuration: MusterConfiguration
  package let targets: [TargetKind]
  /// Whether warnings make a row invalid.
  package let isStrict: Bool

  package init(configuration: MusterConfiguration, targets: [TargetKind], isStrict: Bool = false) {
    self.configuration = configuration
    self.targets = targets
    self.isStrict = isStrict
  }

  // MARK: Source → dialect → columns

  /// Looks at the sources and maps their columns.
  ///
  /// - Parameters:
  ///   - files: what the user called each, and the file to read.
  ///   - known: where the columns of each went before; none where nothing is known.
  /// - Returns: one for each file, in their order.
  /// - Throws: `ReadingError`, or `ConfigurationError` where a rule names a missing column.
  package func open(
    _ files: [(name: String, path: String)], known: [[ColumnMapping]] = []
  ) throws -> [MappedSource] {
    try mapped(try sources(files, columns: .everywhere), known: known)
  }

  private func sources(
    _ files: [(name: String, path: String)], columns: Source.ColumnSearch
  ) throws(ReadingError) -> [Source] {
    let options = configuration.source.readingOptions
    var sources: [Source] = []
    for file in files {
      let source = try Source.open(
        name: file.name, path: file.path, options: options, columns: columns)
      try source.requireColumns(options: options)
      sources.append(source)
    }
    return sources
  }

  private func mapped(_ sources: [Source], known: [[ColumnMapping]]) throws -> [MappedSource] {
    let suppression = try SuppressionList.read(configuration.suppress.map { ($0, $0) })
    return try sources.enumerated().map { index, source in
      try MappedSource(
        source: source, configuration: configuration, isStrict: isStrict,
        suppression: suppression, known: index < known.count ? known[index] : [])
    }
  }

  // MARK: First pass: rows → keys → persons → plan

  /// Opens the sources, and does what `analyse(_:hashesContacts:)` does.
  ///
  /// The keys of the first rows of a JSON source are taken for all that there are, which saves reading it
  /// once for its columns. Where that turns out to be wrong, all is begun again with all keys.
  ///
  /// - Parameters:
  ///   - files: what the user called each, and the file to read.
  ///   - known: where the columns of each went before; none where nothing is known.
  ///   - hashesContacts: somebody will ask which contacts have changed.
  /// - Returns: what was found.
  /// - Throws: what `open` and `analyse(_:hashesContacts:)` throw.
  package func analyse(
    _ files: [(name: String, path: String)], known: [[ColumnMapping]] = [],
    hashesContacts: Bool = false
  ) async throws -> Analysis {
    let sources = try sources(files, columns: .start)
    do {
      return try await analyse(
        try mapped(sources, known: known), hashesContacts: hashesContacts)
    } catch  where sources.contains(where: \.mayHaveMoreColumns) && !(error is CancellationError) {
      return try await analyse(
        try open(files, known: known), hashesContacts: hashesContacts)
    }
  }

  /// Reads all rows, judges them, and finds which are the same person. `hashesContacts`: somebody will ask
  /// which contacts have changed.
  ///
  /// - Throws: where a source can't be read, or has neither rows nor a column that could tell whose they
  ///   are: then it isn't what was meant.
  package func analyse(
    _ sources: [MappedSource], hashesContacts: Bool = false
  ) async throws -> Analysis {
    var builder = RowPlanBuilder()
    var hashes: [ContentHash] = []
    var tally = RemarkTally(exampleLimit: 20)
    var rowCounts = Array(repeating: 0, count: sources.count)
    let judging = MappedRows(sources: sources) { batch, mapper, _ in
      (judged: mapper.judge(batch), hashes: hashesContacts ? mapper.contentHashes(batch) : [])
    }
    try await judging.forEachBatch { batch, found, source in
      let judged = found.judged
      builder.add(judged, of: batch)
      hashes += found.hashes
      for remark in judged.remarks {
        tally.add(
          remark.diagnostic, row: batch.firstRow + remark.row,
          line: Int(batch.rows[remark.row].line))
      }
      rowCounts[source] += batch.count
    }
    for (source, count) in zip(sources, rowCounts) where count == 0 {
      try source.requireIdentifier()
    }
    let rows = builder.plan(configuration.deduplicate)
    return Analysis(
      sources: sources, rowCounts: rowCounts, rows: rows, tally: tally,
      hashes: hashesContacts ? ContactHashes(rows: exchange(&hashes, with: []), plan: rows) : nil)
  }

  /// What is to be sent to each target, and what it costs. `limit` is how many contacts are sent at
  /// most (nil: all); `isUnlimited` says that the limiter is off.
  package func plans(
    _ analysis: Analysis, limit: Int? = nil, isUnlimited: Bool = false
  ) async -> [TargetPlan] {
    let hasCustomFields = analysis.sources.contains { !$0.mapping.customFields.isEmpty }
    let hasOwners = analysis.sources.contains { $0.mapping.fills(.owner) }
    return await concurrently(targets) { kind in
      var rules = TargetRules(kind, configuration: configuration)
      let definition = kind.definition
      if definition.registersCustomFields, hasCustomFields { rules.preflightRequests += 1 }
      if definition.hasMembers, hasOwners { rules.preflightRequests += 1 }
      let pace = isUnlimited ? nil : rules.rate.pace
      return TargetPlan(rows: analysis.rows, rules: rules, limit: limit, pace: pace)
    }
  }

  // MARK: Second pass: persons → contacts

  /// What makes contacts of rows. Where rows are merged, or somebody wants to see their collisions, the
  /// rows of each person with several are put on disk first, in a directory.
  package func assembler(
    _ analysis: Analysis, directory: String, showsCollisions: Bool = false
  ) async throws -> ContactAssembler {
    let mappers = analysis.sources.map(\.mapper)
    guard analysis.rows.keep == .merge || showsCollisions, analysis.hasDuplicates else {
      return ContactAssembler(mappers: mappers, plan: analysis.rows, spool: nil)
    }
    let groups = analysis.rows.groups
    var isShared = Array(repeating: false, count: groups.rowCount)
    for row in groups.laterRows {
      isShared[row] = true
      isShared[groups.firstRow(of: row)] = true
    }
    var writer = try DuplicateSpoolWriter(directory: directory)
    try await MappedRows(sources: analysis.sources).forEachBatch { batch, source in
      for row in 0..<batch.count {
        let ordinal = batch.firstRow + row - 1
        guard isShared[ordinal] else { continue }
        try writer.append(row, of: batch, source: source, head: groups.firstRow(of: ordinal))
      }
    }
    return ContactAssembler(
      mappers: mappers, plan: analysis.rows, spool: try writer.finish())
  }
}

extension Pipeline {
  /// Writes `collisions.csv`. The assembler is one that shows collisions.
  ///
  /// - Parameters:
  ///   - analysis: what the first pass found.
  ///   - assembler: has the later rows of each person.
  ///   - path: the file.
  ///   - option: the option by which the user named it, for messages; nil where nobody did.
  /// - Returns: the people in short.
  /// - Throws: where the file can't be written.
  package func writeCollisions(
    _ analysis: Analysis, assembler: ContactAssembler, to path: String, option: String? = nil
  ) throws -> CollisionSummary {
    var file = try CollisionsFile(
      path: path, option: option, files: analysis.sources.map(\.source.displayName))
    var summary = CollisionSummary()
    try assembler.forEachCollision { collision in
      try file.append(collision)
      summary.add(collision)
    }
    try file.finish()
    return summary
  }

  /// Counts the people with several rows, by an assembler that shows collisions.
  package func collisions(by assembler: ContactAssembler) -> CollisionSummary {
    var summary = CollisionSummary()
    assembler.forEachCollision { summary.add($0) }
    return summary
  }

  /// Calls `body` with a line for each row and target, in order.
  package func forEachContactLine(
    _ analysis: Analysis, assembler: ContactAssembler, _ body: (ContactLine) throws -> Void
  ) async throws {
    let previews = try targets.map { kind in
      ContactPreview(
        target: try configuration.makeTarget(kind, key: nil),
        rules: TargetRules(kind, configuration: configuration), rows: analysis.rows,
        assembler: assembler)
    }
    let names = analysis.sources.map(\.source.displayName)
    let judging = MappedRows(sources: analysis.sources) { batch, mapper, _ in
      mapper.judge(batch).remarks
    }
    try await judging.forEachBatch { batch, remarks, source in
      var remarks = remarks[...]
      for row in 0..<batch.count {
        let own = remarks.prefix { $0.row == row }.map(\.diagnostic)
        remarks = remarks.dropFirst(own.count)
        for preview in previews {
          var line = preview.line(batch, row: row, source: source, remarks: own)
          if previews.count > 1 { line.target = preview.rules.kind }
          if names.count > 1 { line.file = names[source] }
          try body(line)
        }
      }
    }
  }

  /// The plans with what was remarked on.
  ///
  /// - Throws: where a source can't be read any more.
  package func report(
    _ analysis: Analysis, _ plans: [TargetPlan], showsValues: Bool
  ) async throws -> PlanReport {
    PlanReport(
      analysis, targets: Array(zip(plans, try await contactProblems(analysis))),
      showsValues: showsValues)
  }

  /// The remarks that need all rows to be known, with the lines of the first rows they are on.
  package func contactProblems(_ analysis: Analysis) async throws -> [[PlanReport.Problem]] {
    let rules = targets.map { TargetRules($0, configuration: configuration) }
    let remarked = await concurrently(rules) { rules in
      (rules, analysis.rows.contactRemarks(rules: rules, limit: 20))
    }
    let wanted = Set(remarked.flatMap { $0.1.flatMap(\.firstRows) })
    let lines = try await lines(of: wanted, in: analysis.sources)
    return remarked.map { rules, found in
      found.map { remark in
        let message = rules.message(for: remark.code, severity: remark.severity)
        return PlanReport.Problem(
          code: remark.code, severity: remark.severity, count: remark.count,
          examples: remark.firstRows.map {
            RemarkTally.Example(row: $0 + 1, line: lines[$0] ?? 0, message: message)
          })
      }
    }
  }

  /// The lines on which rows start; reads no further than the last of them.
  private func lines(of rows: Set<Int>, in sources: [MappedSource]) async throws -> [Int: Int] {
    guard let last = rows.max() else { return [:] }
    var lines: [Int: Int] = [:]
    var cursor = MappedRows(sources: sources).cursor()
    while let batch = try await cursor.next()?.0.rows, batch.firstRow - 1 <= last {
      for row in 0..<batch.count where rows.contains(batch.firstRow + row - 1) {
        lines[batch.firstRow + row - 1] = Int(batch.rows[row].line)
      }
    }
    return lines
  }
}

/// What a closure makes of each element, in their order; it is called for all at once.
private func concurrently<Element: Sendable, Result: Sendable>(
  _ elements: [Element], _ body: @escaping @Sendable (Element) -> Result
) async -> [Result] {
  await withTaskGroup { group in
    for (index, element) in elements.enumerated() {
      group.addTask { (index, body(element)) }
    }
    let results = await group.reduce(into: []) { $0.append($1) }
    return results.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

/// Says of each row what is to become of it at a target, and what would be sent.
struct ContactPreview {
  let target: any Target
  let rules: TargetRules
  let rows: RowPlan
  let assembler: ContactAssembler

  /// The line of a row, without its file and target.
  ///
  /// - Parameters:
  ///   - batch: holds the row.
  ///   - row: its index in the batch, from 0.
  ///   - source: the index of the batch's source, from 0.
  ///   - own: what is remarked on the row by itself.
  /// - Returns: what is to become of the row, with the body of the request if it is sent.
  func line(_ batch: RowBatch, row: Int, source: Int, remarks own: [Diagnostic]) -> ContactLine {
    let ordinal = batch.firstRow + row - 1
    let verdict = rows.verdict(row: ordinal, rules: rules)
    var line = ContactLine(
      row: ordinal + 1, line: Int(batch.rows[row].line), target: nil, verdict: verdict,
      identity: Identity(), payload: nil, diagnostics: own)
    if verdict == .damaged { return line }
    line.diagnostics += rules.remarks(
      on: verdict, withholdsMail: rows.withholdsMail(ofRow: ordinal))
    guard verdict == .send else {
      line.identity = assembler.identity(batch, row: row, source: source)
      return line
    }
    let contact = assembler.contact(batch, row: row, source: source)
    let payload = target.payload(for: contact)
    line.identity = contact.identity
    line.payload = payload.body
    line.diagnostics += rules.judged(payload.remarks)
    return line
  }
}

/// What the first pass found.
package struct Analysis: Sendable {
  package let sources: [MappedSource]
  /// How many rows each source has.
  package let rowCounts: [Int]
  package internal(set) var rows: RowPlan
  package let tally: RemarkTally
  /// What tells whether contacts have changed; nil where nobody asks.
  let hashes: ContactHashes?

  /// Who must not be contacted.
  package var suppression: SuppressionList {
    sources.first?.mapper.suppression ?? SuppressionList()
  }

  package var hasDuplicates: Bool { !rows.groups.laterRows.isEmpty }
}

extension MappedSource {
  /// Refuses a source without rows that has no column either to tell who a person is.
  fileprivate func requireIdentifier() throws(ReadingError) {
    guard problems.contains(where: { $0.code == .identifierColumnMissing }) else { return }
    throw ReadingError(
      .noRows,
      "\(source.displayName) has a header and no rows, and no column of it tells who a person is; pass "
        + "the file you meant.")
  }
}

extension RateLimit {
  /// The requests a second that the limiter lets through in the long run.
  package var pace: Double { Double(requests) / (window + ArrivalMargin.least).seconds }
}

extension LoadedConfiguration {
  /// - Throws: where there is no such encoding as the settings name.
  package func requireKnownEncoding() throws(ConfigurationError) {
    guard case .named(let name) = configuration.source.encoding else { return }
    do throws(ReadingError) {
      _ = try TextEncoding(named: name)
    } catch {
      let path = "source.encoding"
      throw ConfigurationError(
        ConfigurationProblem(
          .wrongValue, place: path, origin: origin(of: path), sentence: error.sentence))
    }
  }
}

extension SourceSettings {
  /// What the settings say about reading, for the readers.
  package var readingOptions: ReadingOptions {
    var options = ReadingOptions(limits: ReadingLimits(cellBytes: maxFieldBytes))
    switch format {
    case .auto: break
    case .csv: options.format = .csv
    case .jsonl: options.format = .jsonl
    }
    if case .named(let name) = encoding { options.encoding = name }
    if case .byte(let byte) = delimiter { options.delimiter = byte }
    switch quote {
    case .auto: break
    case .none: options.quote = CSVFormat.noQuote
    case .byte(let byte): options.quote = byte
    }
    switch headerLine {
    case .auto: break
    case .none: options.headerLine = Dialect.HeaderLine.none
    case .line(let line): options.headerLine = .line(line)
    }
    return options
  }
}
