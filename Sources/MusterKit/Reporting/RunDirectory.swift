/// The directory of a run: what it is called, who may read it, and which files are in it.

package import Foundation

/// A directory with mode 0700. Its files have mode 0600.
package struct RunDirectory: Sendable, Equatable {
  /// Where run directories are made when nothing else is said.
  package static let defaultParent = "muster-runs"

  package let path: String

  package var results: String { file("results.csv") }
  package var rejected: String { file("rejected.csv") }
  package var collisions: String { file("collisions.csv") }
  package var summary: String { file("summary.json") }
  package var report: String { file("report.html") }
  package var log: String { file("log.jsonl") }

  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Makes `<parent>/<time>-<file stem>/`, with `-2`, `-3` … behind it where that is taken; the
  /// parent too where it is missing.
  ///
  /// The stem is that of the (first) source as the user named it, or `stdin` for `-`; the time is
  /// when the run started, as the clocks of the time zone show it.
  package static func make(
    for source: String, startedAt date: Date, timeZone: TimeZone = .current,
    in parent: String = RunDirectory.defaultParent
  ) throws(ReportError) -> RunDirectory {
    let base = "\(parent)/\(time(date, timeZone))-\(stem(of: source))"
    var path = base
    do throws(SystemError) {
      try PrivateDirectory.makeAll(parent)
      var suffix = 1
      while true {
        do throws(SystemError) {
          try PrivateDirectory.make(path)
          return RunDirectory(path: path)
        } catch  where error.isExisting {
          suffix += 1
          path = "\(base)-\(suffix)"
        }
      }
    } catch {
      throw .creating(path, error)
    }
  }

  /// Takes the directory that `--out` names. One that is there has to be empty: results of
  /// different runs must not be mixed up.
  package static func make(at path: String) throws(ReportError) -> RunDirectory {
    var isDirectory: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
      guard isDirectory.boolValue else {
        throw ReportError(
          .notADirectory, message: "\(path) is a file. Name a directory with --out.")
      }
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
        throw ReportError(.cannotCreate, message: "\(path) can't be read. Name another --out.")
      }
      guard names.isEmpty else {
        throw ReportError(
          .directoryNotEmpty,
          message: "\(path) isn't empty. Name an empty or a new directory with --out.")
      }
      return RunDirectory(path: path)
    }
    return try reopen(path)
  }

  /// The directory of an earlier run, to go on in it; made again where it is gone.
  package static func reopen(_ path: String) throws(ReportError) -> RunDirectory {
    let directory = RunDirectory(path: path)
    do {
      try PrivateDirectory.makeAll(directory.path)
    } catch {
      throw .creating(path, error)
    }
    return directory
  }

  /// The directory of a run that is there, to read what is in it.
  package static func existing(_ path: String) -> RunDirectory { RunDirectory(path: path) }

  /// Writes a whole file: it is there complete, or as it was before.
  package func write(_ bytes: [UInt8], to path: String) throws(ReportError) {
    let file = try ReplacementFile(path: path)
    try file.write(bytes.span)
    try file.commit()
  }

  private init(path: String) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  /// `yyyyMMdd-HHmmss`
  static func time(_ date: Date, _ timeZone: TimeZone) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    func digits(_ value: Int?, _ width: Int) -> String { (value ?? 0).digits(width) }
    return digits(parts.year, 4) + digits(parts.month, 2) + digits(parts.day, 2) + "-"
      + digits(parts.hour, 2) + digits(parts.minute, 2) + digits(parts.second, 2)
  }

  /// The file's name without its endings (`leads.csv.gz`: `leads`), fit for a shell: letters,
  /// digits, `.`, `_` and `-`, at most 60 of them.
  static func stem(of source: String) -> String {
    guard source != "-" else { return "stdin" }
    var name = Substring(source.split(separator: "/").last ?? "")
    for endings in [["gz", "zst", "zip"], ["csv", "tsv", "txt", "jsonl", "ndjson", "json"]] {
      if let dot = name.lastIndex(of: "."), dot > name.startIndex,
        endings.contains(name[name.index(after: dot)...].lowercased())
      {
        name = name[..<dot]
      }
    }
    let safe = name.prefix(60).map { character in
      character.isLetter || character.isNumber || "._-".contains(character) ? character : "-"
    }
    return safe.isEmpty ? "file" : String(safe)
  }
}
