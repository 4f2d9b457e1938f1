// The command line of muster-bench, as typed and as understood.

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What ends muster-bench early.
enum BenchError: Error {
  /// The command line can't be understood.
  case usage(String)
  /// A file couldn't be written, or a measured command failed.
  case failed(String)

  /// `.failed`, with the reason that the C library gave for the last call.
  static func system(_ what: String) -> BenchError {
    .failed("\(what): \(reason(errno))")
  }
}

/// What the C library says about an error number.
func reason(_ errorNumber: Int32) -> String {
  guard let text = unsafe strerror(errorNumber) else { return "error \(errorNumber)" }
  return unsafe String(cString: text)
}

/// Writes `line` and a line end to standard error.
func printError(_ line: String) {
  let bytes = Array("\(line)\n".utf8)
  _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// The words after the program's name, taken from the front.
struct CommandArguments {
  private var words: ArraySlice<String>

  init(_ words: ArraySlice<String>) {
    self.words = words
  }

  /// The next word, or nil after the last.
  mutating func next() -> String? {
    words.popFirst()
  }

  /// The word after `option`, as a whole number of at least `minimum`.
  mutating func number<Number: FixedWidthInteger>(
    after option: String, atLeast minimum: Number
  ) throws(BenchError) -> Number {
    guard let word = words.popFirst(), let number = Number(word), number >= minimum else {
      throw .usage("\(option) takes a whole number, \(minimum) or more.")
    }
    return number
  }

  /// The words up to the next `--`, which is taken too, or up to the end.
  mutating func command() -> [String] {
    let command = words.prefix { $0 != "--" }
    words = words.dropFirst(command.count + 1)
    return Array(command)
  }
}

/// `generate PATH [--rows N] [--seed S]`
struct GenerateOptions {
  var path: String
  var rows = 1_000_000
  var seed: UInt64 = 1

  init(_ arguments: inout CommandArguments) throws(BenchError) {
    var path: String?
    while let word = arguments.next() {
      switch word {
      case "--rows": rows = try arguments.number(after: word, atLeast: 0)
      case "--seed": seed = try arguments.number(after: word, atLeast: 0)
      case _ where path == nil && !word.hasPrefix("-"): path = word
      default: throw .usage("generate doesn't know \(word).")
      }
    }
    guard let path else { throw .usage("generate needs a path.") }
    self.path = path
  }
}

/// `compare [--runs N] [--warmup N] [--accept CODE,...] -- A... -- B...`
struct CompareOptions {
  /// Rounds that count; each runs both commands once.
  var runs = 5
  /// Rounds that don't.
  var warmup = 1
  /// Exit codes that count as success.
  var accepted: Set<Int32> = [0]
  /// The command against which the other is measured.
  var baseline: [String] = []
  /// The command that is measured.
  var candidate: [String] = []

  init(_ arguments: inout CommandArguments) throws(BenchError) {
    options: while let word = arguments.next() {
      switch word {
      case "--runs": runs = try arguments.number(after: word, atLeast: 1)
      case "--warmup": warmup = try arguments.number(after: word, atLeast: 0)
      case "--accept": accepted = try Self.codes(arguments.next() ?? "")
      case "--": break options
      default: throw .usage("compare doesn't know \(word).")
      }
    }
    baseline = arguments.command()
    candidate = arguments.command()
    if baseline.isEmpty || candidate.isEmpty || arguments.next() != nil {
      throw .usage("compare needs two commands, each after a --.")
    }
  }

  /// The exit codes in a list such as `0,1`.
  private static func codes(_ list: String) throws(BenchError) -> Set<Int32> {
    let codes = list.split(separator: ",").map { Int32($0) }
    guard !codes.isEmpty, !codes.contains(nil) else {
      throw .usage("--accept takes exit codes, such as 0,1.")
    }
    return Set(codes.compactMap(\.self))
  }
}
