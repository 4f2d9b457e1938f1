import ArgumentParser
import Foundation
import MusterKit

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Check the settings, show them, or print their JSON Schema.",
    subcommands: [Check.self, Show.self, Schema.self])

  struct FileArguments: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "The settings file, such as jobs/nightly.json. (default: muster.json in this directory)",
        valueName: "file"))
    var config: String?

    @Argument(help: "The settings file, in place of --config.")
    var file: String?

    var sources: ConfigurationSources {
      ConfigurationSources(
        file: file ?? config, workingDirectory: FileManager.default.currentDirectoryPath,
        environment: ProcessInfo.processInfo.environment)
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Name everything that is wrong with the settings, and where; run their tests.")

    @OptionGroup var file: FileArguments

    @OptionGroup var screen: ScreenArguments

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      var check = ConfigurationCheck(file.sources)
      try check.runTests()
      try Terminal.write(json ? check.json.prettyText : check.text)
      if !check.errors.isEmpty { Failure.exit(.configuration) }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Print the settings with every default filled in; never a key.")

    @OptionGroup var file: FileArguments

    @OptionGroup var screen: ScreenArguments

    @Flag(help: "Say where each value comes from.")
    var origins = false

    func run() throws {
      try Terminal.write(
        MusterConfiguration.load(file.sources).shown(withOrigins: origins).prettyText)
    }
  }

  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema",
      abstract: "Print the JSON Schema of the settings, for editors.")

    @OptionGroup var screen: ScreenArguments

    func run() throws {
      try Terminal.write(SettingsTable.schema.prettyText)
    }
  }
}
