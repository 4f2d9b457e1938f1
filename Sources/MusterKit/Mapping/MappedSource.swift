/// A source with the way its columns go.
package struct MappedSource: Sendable {
  package var source: Source
  package var mapping: Mapping
  package var mapper: RowMapper

  /// How many rows are looked at to hold names against values.
  private static let sampleRows = 200

  /// Looks at the first rows and maps the columns.
  ///
  /// - Throws: a `ReadingError`, or a `ConfigurationError` where a rule names a missing column.
  package init(
    source: Source, configuration: MusterConfiguration, isStrict: Bool
  ) throws {
    var reader = try RowReader(source: source)
    var rows: [[String]] = []
    while rows.count < Self.sampleRows, let batch = try reader.next() {
      rows += batch.rows.indices.prefix(Self.sampleRows).map { batch.cells(ofRow: $0) }
    }
    self.source = source
    mapping = try HeaderMatcher(header: source.header, rows: rows).match(
      rules: configuration.columns, constants: configuration.constants,
      autoMap: configuration.autoMap)
    mapper = RowMapper(
      mapping: mapping, header: source.header, keys: configuration.deduplicate.keys,
      isStrict: isStrict)
  }
}

/// Reads all rows of several sources, in order and numbered through, while the next batch is being
/// read.
package struct MappedRows: Sendable {
  package var sources: [MappedSource]

  package init(sources: [MappedSource]) {
    self.sources = sources
  }

  /// Calls `body` with each batch and the index of its source.
  package func forEachBatch(
    _ body: (RowBatch, Int) async throws -> Void
  ) async throws {
    var cursor = cursor()
    while let (batch, source) = try await cursor.next() { try await body(batch, source) }
  }

  package func cursor() -> Cursor { Cursor(sources: sources.map(\.source)) }

  /// Gives the batches one by one.
  package struct Cursor {
    private var left: ArraySlice<Source>
    private var stream: RowStream?
    private var index = -1
    /// How many rows have been given.
    private var rows = 0

    init(sources: [Source]) {
      left = sources[...]
    }

    /// The next batch and the index of its source; nil at the end.
    package mutating func next() async throws -> (RowBatch, Int)? {
      while true {
        if let stream, var batch = try await stream.next() {
          batch.firstRow = rows + 1
          rows += batch.count
          return (batch, index)
        }
        guard let source = left.popFirst() else { return nil }
        stream = RowStream(source: source)
        index += 1
      }
    }
  }
}
