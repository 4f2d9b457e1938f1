/// A source with the way its columns go.
package struct MappedSource: Sendable {
  package var source: Source
  package var mapping: Mapping
  package var mapper: RowMapper
  /// Some values of each column, in the order of the header; empty where the rows looked at have none.
  package var samples: [[String]]
  /// What is to be said about the columns themselves.
  package var problems: [MappingProblem]

  /// How many rows are looked at to hold names against values.
  private static let sampleRows = 200

  /// Looks at the first rows and maps the columns.
  ///
  /// - Parameters:
  ///   - source: what is read.
  ///   - configuration: all settings.
  ///   - isStrict: whether warnings make a row invalid.
  ///   - suppression: who must not be contacted.
  ///   - known: where columns went before: they do again, unless a rule says otherwise.
  /// - Throws: a `ReadingError`, or a `ConfigurationError` where a rule names a missing column.
  package init(
    source: Source, configuration: MusterConfiguration, isStrict: Bool,
    suppression: SuppressionList = SuppressionList(), known: [ColumnMapping] = []
  ) throws {
    var source = source
    if source.comesBack {
      source.header = source.header.map { name in
        String(decoding: FormulaGuard.unguarded(Array(name.utf8)), as: UTF8.self)
      }
    }
    var reader = try RowReader(source: source)
    var rows: [[String]] = []
    while rows.count < Self.sampleRows, let batch = try reader.next() {
      rows += batch.rows.indices.prefix(Self.sampleRows).map { batch.cells(ofRow: $0) }
    }
    self.source = source
    mapping = try Mapping(
      header: source.header, rows: rows, configuration: configuration, known: known)
    samples = Self.samples(of: rows, columns: source.header.count)
    problems = mapping.problems(samples: samples, hasRows: !rows.isEmpty)
    mapper = RowMapper(
      mapping: mapping, header: source.header, sample: rows, configuration: configuration,
      isStrict: isStrict, suppression: suppression)
    if source.comesBack { mapper.returned = ReturnedRows(header: source.header) }
  }
}

extension Mapping {
  /// Where the columns go by the settings, as they went before, and by their names held against some rows.
  ///
  /// - Throws: where a rule names a missing column.
  init(
    header: [String], rows: [[String]], configuration: MusterConfiguration,
    known: [ColumnMapping] = []
  ) throws(ConfigurationError) {
    self = try HeaderMatcher(header: header, rows: rows).match(
      rules: configuration.columns, constants: configuration.constants,
      autoMap: configuration.autoMap, known: known)
  }
}

extension RowMapper {
  /// As the settings say.
  init(
    mapping: Mapping, header: [String], sample: [[String]], configuration: MusterConfiguration,
    isStrict: Bool, suppression: SuppressionList
  ) {
    self.init(
      mapping: mapping, header: header, sample: sample, keys: configuration.deduplicate.keys,
      countsFields: configuration.deduplicate.keep == .mostComplete,
      judgement: Judgement(severities: configuration.severities, isStrict: isStrict),
      suppression: suppression)
  }
}

extension MappedSource {
  /// Puts a column where somebody says; nil: nowhere. What else fills a field that only one can fill goes
  /// nowhere.
  package mutating func choose(_ field: FieldName?, for index: Int) {
    for other in mapping.columns.indices where mapping.columns[other].field == field {
      guard let field, other != index, !field.takesSeveral else { continue }
      mapping.columns[other].field = nil
      mapping.columns[other].why = "\(mapping.columns[index].column.shownName) fills \(field)"
    }
    mapping.computed.removeAll { $0.field == field && !$0.field.takesSeveral }
    mapping.columns[index].field = field
    mapping.columns[index].confidence = 1
    mapping.columns[index].why = "you said so"
    mapping.columns[index].candidates = []
    problems = mapping.problems(samples: samples, hasRows: samples.contains { !$0.isEmpty })
  }

  /// How many values of a column are kept as samples.
  private static let mostSamples = 3

  /// The first values of each column that aren't blank, each once.
  private static func samples(of rows: [[String]], columns: Int) -> [[String]] {
    (0..<columns).map { column in
      var samples: [String] = []
      for row in rows where column < row.count && samples.count < mostSamples {
        let value = row[column].trimmingBlanks()
        if !value.isEmpty && !samples.contains(value) { samples.append(value) }
      }
      return samples
    }
  }
}

/// Reads all rows of several sources, in order and numbered through, ahead of their user.
package struct MappedRows<Output: Sendable>: Sendable {
  private let sources: [MappedSource]
  private let transform: @Sendable (RowBatch, RowMapper, Int) -> Output

  /// - Parameters:
  ///   - sources: what is read, in their order.
  ///   - transform: is called for each batch with the index of its source, for several at once and in any
  ///     order. The number of its first row isn't known yet.
  package init(
    sources: [MappedSource], transform: @escaping @Sendable (RowBatch, RowMapper, Int) -> Output
  ) {
    self.sources = sources
    self.transform = transform
  }

  /// Calls `body` with each batch, what was made of it, and the index of its source.
  package func forEachBatch(
    _ body: (RowBatch, Output, Int) async throws -> Void
  ) async throws {
    var cursor = cursor()
    while let (element, source) = try await cursor.next() {
      try await body(element.rows, element.output, source)
    }
  }

  package func cursor() -> Cursor { Cursor(sources: sources, transform: transform) }

  /// Gives the batches one by one.
  package struct Cursor: Sendable {
    private let transform: @Sendable (RowBatch, RowMapper, Int) -> Output
    private var left: ArraySlice<MappedSource>
    private var stream: RowStream<Output>?
    private var source: Source?
    private var index = -1
    /// How many rows the sources before have.
    private var rows = 0

    init(
      sources: [MappedSource],
      transform: @escaping @Sendable (RowBatch, RowMapper, Int) -> Output
    ) {
      left = sources[...]
      self.transform = transform
    }

    /// The next batch and the index of its source; nil at the end.
    package mutating func next() async throws -> (RowStream<Output>.Element, Int)? {
      while true {
        let element = try await stream?.next()
        try source?.requireUnchanged()
        if var element {
          element.rows.firstRow = rows + 1
          rows += element.rows.count
          return (element, index)
        }
        guard let next = left.popFirst() else { return nil }
        index += 1
        stream = stream(of: next)
        source = next.source
      }
    }

    private func stream(of source: MappedSource) -> RowStream<Output> {
      let mapper = source.mapper
      let comesBack = source.source.comesBack
      return RowStream(source: source.source) { [transform, index] batch in
        if comesBack { batch.removeFormulaGuards() }
        return transform(batch, mapper, index)
      }
    }
  }
}

extension MappedRows<Void> {
  package init(sources: [MappedSource]) {
    self.init(sources: sources) { _, _, _ in }
  }

  /// Calls `body` with each batch and the index of its source.
  package func forEachBatch(_ body: (RowBatch, Int) async throws -> Void) async throws {
    try await forEachBatch { batch, _, source in try await body(batch, source) }
  }
}

extension Source {
  /// Whether the file was written by an import: its cells may be guarded against being run as
  /// formulas. Told by the names of the columns that an import adds.
  fileprivate var comesBack: Bool {
    [["_code", "_reason"], ["_row", "_line"]].contains { $0.allSatisfy(header.contains) }
  }
}
