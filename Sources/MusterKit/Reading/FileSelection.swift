/// Which files are meant by names, patterns and "the newest": nobody expands patterns for a timer's unit.

import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The files that names and patterns stand for.
package struct FileSelection: Sendable, Equatable {
  /// In the order of the names; those of a pattern in that of their own names. Each once.
  package private(set) var files: [String] = []
  /// Names and patterns for which there is nothing, or only what is left out.
  package private(set) var missing: [String] = []

  /// - Parameters:
  ///   - names: as typed. One with `*`, `?` or `[` in it is a pattern (glob(7)), unless a file is called so;
  ///     `-` is standard input.
  ///   - newestOnly: of all, the file that was changed last.
  ///   - leavesOutEmpty: files without a byte are as good as none.
  package init(_ names: [String], newestOnly: Bool = false, leavesOutEmpty: Bool = false) {
    for name in names {
      let found = Self.matches(name).filter { !leavesOutEmpty || !Self.isEmpty($0) }
      if found.isEmpty { missing.append(name) }
      files += found.filter { !files.contains($0) }
    }
    guard newestOnly, let newest = files.max(by: { Self.isOlder($0, than: $1) }) else { return }
    files = [newest]
  }

  /// Whether a name can stand for several files.
  package static func isPattern(_ name: String) -> Bool { name.contains { "*?[".contains($0) } }

  private static func matches(_ name: String) -> [String] {
    guard name != "-" else { return [name] }
    if FileManager.default.fileExists(atPath: name) { return [name] }
    guard isPattern(name) else { return [] }
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(name, 0, nil, &found) == 0, let paths = unsafe found.gl_pathv else {
      return []
    }
    // glob sorts by the locale; the same files are to be read in the same order everywhere.
    return (0..<Int(unsafe found.gl_pathc)).compactMap { index in
      unsafe paths[index].map { unsafe String(cString: $0) }
    }.filter { FileKind.of($0) != .directory }.sorted()
  }

  private static func isEmpty(_ path: String) -> Bool {
    guard path != "-", FileKind.of(path) == .regular else { return false }
    return attributes(path)?[.size] as? Int == 0
  }

  /// By the time of the last change; of the same time, by name.
  private static func isOlder(_ one: String, than other: String) -> Bool {
    let (first, second) = (changed(one), changed(other))
    return first == second ? one < other : first < second
  }

  private static func changed(_ path: String) -> Date {
    attributes(path)?[.modificationDate] as? Date ?? .distantPast
  }

  private static func attributes(_ path: String) -> [FileAttributeKey: Any]? {
    // Of what a symbolic link leads to.
    try? FileManager.default.attributesOfItem(
      atPath: URL(filePath: path).resolvingSymlinksInPath().path)
  }
}
