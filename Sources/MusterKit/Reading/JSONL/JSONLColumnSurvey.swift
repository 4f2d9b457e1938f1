internal import Dispatch
internal import Foundation
internal import Synchronization

/// Finds the columns of a source of JSON Lines as `JSONLColumnScan` does, on all processors: each looks at
/// other blocks of whole lines.
struct JSONLColumnSurvey: ~Copyable {
  private let source: Source
  private let blockBytes: Int
  private let workers: [Worker]
  private var stream: TextStream
  /// The start of a line whose end isn't read yet.
  private var carry: [UInt8] = []
  private var isAtEnd = false

  /// - Parameters:
  ///   - source: what is looked at.
  ///   - blockBytes: how much each processor looks at in a round; a longer line is looked at as a whole.
  ///   - workers: how many look at the same time.
  /// - Throws: where the source can't be opened.
  init(
    _ source: Source, blockBytes: Int = 1 << 20,
    workers: Int = ProcessInfo.processInfo.activeProcessorCount
  ) throws(ReadingError) {
    self.source = source
    self.blockBytes = blockBytes
    self.workers = (0..<workers).map { _ in
      Worker(JSONLColumnScan(display: source.displayName, limits: source.limits))
    }
    stream = try TextStream(source)
  }

  /// The columns in order of first appearance; nil where there are too many or a row is too long: then
  /// it takes `JSONLColumnScan`, which reads line by line and says where.
  ///
  /// - Throws: where the source can't be read.
  mutating func names() throws(ReadingError) -> [String]? {
    var names: [String] = []
    var known: Set<String> = []
    while !isAtEnd {
      var blocks: [[UInt8]] = []
      while blocks.count < workers.count, !isAtEnd {
        guard let block = try nextBlock() else { return nil }
        blocks.append(block)
      }
      for found in look(at: blocks) {
        guard let found else { return nil }
        // What a worker hasn't seen before may have stood in an earlier block of another.
        for name in found where known.insert(name).inserted { names.append(name) }
      }
      guard names.count <= JSONLColumns.most else { return nil }
    }
    return names
  }

  /// For each block the columns that its worker hasn't seen before; nil where there are too many.
  private func look(at blocks: [[UInt8]]) -> [[String]?] {
    let found = Mutex<[[String]?]>(Array(repeating: nil, count: blocks.count))
    let (workers, isAtEnd) = (workers, isAtEnd)
    DispatchQueue.concurrentPerform(iterations: blocks.count) { index in
      let names = workers[index].look(
        at: blocks[index], isLast: isAtEnd && index == blocks.count - 1)
      found.withLock { $0[index] = names }
    }
    return found.withLock { $0 }
  }

  /// Whole lines; nil where one is too long.
  private mutating func nextBlock() throws(ReadingError) -> [UInt8]? {
    var block = carry
    while true {
      let before = block.count
      try block.append(addingCapacity: max(blockBytes, TextDecoder.minimumOutput)) {
        (output) throws(ReadingError) in
        try unsafe output.withUnsafeMutableBufferPointer { buffer, filled throws(ReadingError) in
          filled += unsafe try stream.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
      }
      if block.count == before {
        isAtEnd = true
        carry = []
        return block
      }
      guard let end = block[before...].lastIndex(of: UInt8(ascii: "\n")) else {
        if block.count > source.limits.rowBytes { return nil }
        continue
      }
      guard end + 1 >= blockBytes else { continue }
      carry = Array(block[(end + 1)...])
      block.removeLast(carry.count)
      return block
    }
  }
}

extension JSONLColumnSurvey {
  /// Looks at some of the blocks, one after the other.
  fileprivate final class Worker: Sendable {
    private struct State: ~Copyable {
      var scan: JSONLColumnScan
      /// How many of its columns were told already.
      var told = 0
    }

    private let state: Mutex<State>

    init(_ scan: consuming sending JSONLColumnScan) {
      state = Mutex(State(scan: scan))
    }

    /// The columns of a block that were in none before; nil where there are too many.
    func look(at block: [UInt8], isLast: Bool) -> [String]? {
      state.withLock { state in
        do {
          try state.scan.feed(block.span)
          if isLast { try state.scan.finish() }
        } catch {
          return nil
        }
        let names = state.scan.columns.names
        defer { state.told = names.count }
        return Array(names[state.told...])
      }
    }
  }
}
