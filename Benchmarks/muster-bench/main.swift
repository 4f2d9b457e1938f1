// The benchmark tool: makes the lead file, and times two commands against each other.
// `scripts/bench` runs it. It imports nothing but the C library, because the peak memory of a child
// can't be told below that of the process which starts it (see TimedProcess).

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

let usage = """
  usage: muster-bench generate PATH [--rows N] [--seed S]
         muster-bench compare [--runs N] [--warmup N] [--accept CODE,...] -- A... -- B...

  generate  writes a lead file of N rows (default 1000000), always the same for the same seed:
            14 columns, 8 % duplicates, 1 % rows without a usable identifier, 5 % with a line
            break in a quoted cell. Prints what it wrote.
  compare   runs A and B in alternation, N rounds (default 5) after the warm-up rounds (default
            1), and prints a Markdown report. A run that ends with a code other than those
            accepted (default 0) ends the comparison with exit code 1.

  """

/// Writes `message` to standard error and ends the process with `code`.
func fail(_ message: String, code: Int32) -> Never {
  printError(message)
  exit(code)
}

do {
  var arguments = CommandArguments(CommandLine.arguments.dropFirst())
  switch arguments.next() {
  case "generate":
    let options = try GenerateOptions(&arguments)
    var generator = LeadFileGenerator(rows: options.rows, seed: options.seed)
    print(try generator.write(to: options.path))
  case "compare":
    let options = try CompareOptions(&arguments)
    let comparison = try Comparison.run(options)
    print(comparison.report)
  case "--help", "-h":
    print(usage, terminator: "")
  default:
    fail(usage, code: 64)
  }
} catch {
  switch error {
  case .usage(let sentence): fail("muster-bench: \(sentence)\n\(usage)", code: 64)
  case .failed(let sentence): fail("muster-bench: \(sentence)", code: 1)
  }
}
