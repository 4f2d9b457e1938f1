import ArgumentParser
import MusterKit

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "What a diagnostic means, why files have it, and what to do about it.",
    discussion: "Without a code, lists all of them.")

  @Argument(help: "A code such as email_invalid, as it stands in plans and results.")
  var code: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var screen: ScreenArguments

  func run() throws {
    guard let text = code else {
      try Terminal.write(json ? DiagnosticCatalogue.json.prettyText : DiagnosticCatalogue.list)
      return
    }
    guard let code = DiagnosticCode(typed: text) else {
      throw Failure(.usage, DiagnosticCode.unknown(text))
    }
    try Terminal.write(json ? code.json.prettyText : code.explanation)
  }
}
