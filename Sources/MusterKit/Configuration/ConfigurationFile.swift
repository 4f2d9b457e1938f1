// A settings file, read and held against JSON; what its names mean is for WrittenSettings.

import Foundation
import Synchronization

/// The content of a settings file.
struct ConfigurationFile {
  /// Absolute.
  let path: String
  /// As the user knows it.
  let shownPath: String
  let members: [JSONMember]
  let outline: JSONOutline

  /// The name that is looked for in the working directory.
  static let standardName = "muster.json"
  /// No settings file is longer, in bytes.
  static let sizeLimit = 4 << 20

  /// Reads the file that the sources name, or `muster.json` in the working directory; nil if none
  /// is named and there is none. Blocks for the read.
  init?(_ sources: ConfigurationSources) throws(ConfigurationError) {
    shownPath = sources.file ?? Self.standardName
    path = Self.path(sources)
    let (exists, isDirectory) = Self.existence(of: path)
    if !exists, sources.file == nil { return nil }
    let origin = SettingOrigin.file(shownPath, place: nil)
    guard exists else {
      throw ConfigurationError(
        ConfigurationProblem(
          .fileMissing, origin: origin, sentence: "There is no such settings file."))
    }
    guard !isDirectory, let bytes = Self.read(path) else {
      throw ConfigurationError(
        ConfigurationProblem(
          .fileUnreadable, origin: origin,
          sentence: isDirectory
            ? "This is a directory, not a settings file." : "The settings file can't be read."))
    }
    (members, outline) = try Self.parse(bytes, shownPath: shownPath)
  }

  /// The file that the sources name, or `muster.json` in the working directory; absolute.
  static func path(_ sources: ConfigurationSources) -> String {
    absolute(sources.file ?? standardName, in: sources.workingDirectory)
  }

  /// Where a value of the file stands.
  func origin(of path: [String]) -> SettingOrigin {
    .file(shownPath, place: outline.place(of: path))
  }

  /// A path with the working directory in front, unless it is absolute.
  static func absolute(_ path: String, in directory: String) -> String {
    let url = URL(filePath: path, relativeTo: URL(filePath: directory, directoryHint: .isDirectory))
    return url.standardizedFileURL.path(percentEncoded: false)
  }

  private static func existence(of path: String) -> (exists: Bool, isDirectory: Bool) {
    let url = URL(filePath: path)
    guard let values = try? url.resourceValues(forKeys: [.isDirectoryKey]) else {
      return (FileManager.default.fileExists(atPath: path), false)
    }
    return (true, values.isDirectory ?? false)
  }

  /// The bytes of a file, without a UTF-8 byte order mark; nil if it can't be read. Of a longer
  /// file than allowed, one byte more than that.
  private static func read(_ path: String) -> [UInt8]? {
    // A pipe (`--config <(…)`) can be read once, and settings are asked for more often.
    let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    let isPassing = type == .typeUnknown || type == .typeCharacterSpecial || path.hasPrefix("/dev/")
    if isPassing, let bytes = passing.withLock({ $0[path] }) { return bytes }
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    guard let data = try? handle.read(upToCount: sizeLimit + 1) ?? Data() else { return nil }
    let bytes = Array(data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data)
    if isPassing { passing.withLock { $0[path] = bytes } }
    return bytes
  }

  /// What pipes held, by their paths.
  private static let passing = Mutex<[String: [UInt8]]>([:])

  private static func parse(
    _ bytes: [UInt8], shownPath: String
  ) throws(ConfigurationError) -> ([JSONMember], JSONOutline) {
    func syntaxError(_ place: TextPlace?, _ sentence: String) -> ConfigurationError {
      let origin = SettingOrigin.file(shownPath, place: place)
      return ConfigurationError(
        ConfigurationProblem(.syntax, origin: origin, sentence: sentence))
    }
    guard bytes.count <= sizeLimit else {
      throw syntaxError(nil, "The file is over \(sizeLimit >> 20) MiB: no settings file.")
    }
    guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
      throw syntaxError(nil, "The file isn't UTF-8 text; save it as UTF-8.")
    }
    guard bytes.contains(where: { $0 > UInt8(ascii: " ") }) else {
      throw syntaxError(nil, "The file is empty; the least that it can hold is {}.")
    }
    let outline: JSONOutline
    do throws(JSONOutline.SyntaxError) {
      outline = try JSONOutline(bytes)
    } catch {
      throw syntaxError(error.place, "The file isn't JSON: \(error.reason).")
    }
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
      throw syntaxError(nil, "The file holds a number or text that can't be represented.")
    }
    guard case .object(let members) = value else {
      throw syntaxError(nil, "The file holds \(value.found); it has to be an object: {…}.")
    }
    return (members, outline)
  }
}
