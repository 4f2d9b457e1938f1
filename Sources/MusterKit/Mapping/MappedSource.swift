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
    var current = try await cursor.next()
    while let (batch, source) = current {
      // The stream's own thread reads on while this one works on the batch.
      let position = cursor
      async let upcoming = position.following()
      try await body(batch, source)
      (current, cursor) = try await upcoming
    }
  }

  package func cursor() -> Cursor { Cursor(sources: sources.map(\.source)) }

  /// Gives the batches one by one.
  package struct Cursor: Sendable {
    private var left: ArraySlice<Source>
    private var stream: RowStream?
    private var index = -1
    private var comesBack = false
    /// How many rows have been given.
    private var rows = 0

    init(sources: [Source]) {
      left = sources[...]
    }

    /// The next batch, and the cursor behind it.
    fileprivate func following() async throws -> ((RowBatch, Int)?, Cursor) {
      var cursor = self
      return (try await cursor.next(), cursor)
    }

    /// The next batch and the index of its source; nil at the end.
    package mutating func next() async throws -> (RowBatch, Int)? {
      while true {
        if let stream, var batch = try await stream.next() {
          batch.firstRow = rows + 1
          rows += batch.count
          if comesBack { batch.removeFormulaGuards() }
          return (batch, index)
        }
        guard let source = left.popFirst() else { return nil }
        stream = RowStream(source: source)
        comesBack = source.comesBack
        index += 1
      }
    }
  }
}

extension Source {
  /// Whether the file was written by an import: its cells may be guarded against being run as
  /// formulas. Told by the names of the columns that an import adds.
  fileprivate var comesBack: Bool { header.contains("_code") && header.contains("_reason") }
}
