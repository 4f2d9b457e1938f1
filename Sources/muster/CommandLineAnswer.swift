import ArgumentParser
import Foundation
import MusterKit

/// What is said about the command line itself: help that was asked for, or what is wrong with it.
struct CommandLineAnswer {
  private let text: String
  private let isHelp: Bool

  /// nil where the error isn't about the command line.
  init?(_ error: any Error) {
    // The argument parser's own errors have no public type.
    guard
      error is ExitCode || error is CleanExit || error is ValidationError
        || "\(type(of: error))".contains("CommandError")
    else { return nil }
    isHelp = Muster.exitCode(for: error) == .success
    text = Muster.fullMessage(for: error)
  }

  /// Prints it, help on standard output.
  ///
  /// - Returns: what the process ends with, and what else is to be said.
  var asFailure: Failure {
    guard isHelp else {
      Terminal.note(Self.inOurStyle(text))
      return Failure(.usage, "")
    }
    do {
      try Terminal.write(text.hasSuffix("\n") ? text : text + "\n")
      return Failure(.success, "")
    } catch {
      return Failure(error)
    }
  }

  /// As all messages of the program start, and without a suggestion that is too far from what was typed.
  private static func inOurStyle(_ text: String) -> String {
    var text = text
    if let typed = text.firstMatch(
      of: /Unknown option '(-+)([^']+)'(\. Did you mean '-+([^']+)'\?)/),
      NearestWord.find(String(typed.2), in: [String(typed.4)]) == nil
    {
      text.removeSubrange(typed.3.startIndex..<typed.3.endIndex)
    }
    return "muster: "
      + text.trimmingPrefix("Error: ").split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).shownText }.joined(separator: "\n")
  }
}

extension Muster {
  /// Refuses a first word that is no command, with the one that was probably meant.
  ///
  /// The argument parser counts the words instead, and says that they are too many. The arguments are
  /// those without the program's name.
  static func requireCommand(_ arguments: [String]) throws(Failure) {
    try requireCommand(arguments[...], of: configuration.subcommands, behind: "muster")
  }

  private static func requireCommand(
    _ arguments: ArraySlice<String>, of commands: [any ParsableCommand.Type], behind path: String
  ) throws(Failure) {
    guard !commands.isEmpty, let word = arguments.first, !word.hasPrefix("-"), word != "help" else {
      return
    }
    let names = commands.compactMap { $0.configuration.commandName }
    if let command = commands.first(where: { $0.configuration.commandName == word }) {
      return try requireCommand(
        arguments.dropFirst(), of: command.configuration.subcommands, behind: "\(path) \(word)")
    }
    let hint =
      NearestWord.find(word, in: names).map { "Did you mean \(path) \($0)?" }
      ?? (FileManager.default.fileExists(atPath: word)
        ? "muster check \(word.shownName) looks at the file."
        : "\(path) --help lists the commands.")
    throw Failure(.usage, "There is no command \(path) \(word.shownName). \(hint)")
  }
}
