/// Finding again what a run has read.

import Foundation

extension RunSource {
  /// Where a source is, some time after it was read.
  package enum Whereabouts: Sendable, Equatable {
    /// At its place, as it was.
    case there
    /// At its place, with other content.
    case changed
    /// Its content is in a file of another name.
    case moved(to: String)
    case gone
  }

  /// Looks for the content: at its place first, then in whatever files of the same size are in some
  /// directories. Reads each of these once; blocks for it.
  package func whereabouts(at path: String, orIn directories: [String]) -> Whereabouts {
    let isThere = Self.bytes(of: path) != nil
    if isThere, hasContent(of: path) { return .there }
    for directory in directories {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
      for name in names.sorted() {
        let candidate = "\(directory)/\(name)"
        if candidate != path, hasContent(of: candidate) { return .moved(to: candidate) }
      }
    }
    return isThere ? .changed : .gone
  }

  private func hasContent(of path: String) -> Bool {
    guard Self.bytes(of: path) == bytes,
      let found = try? RunSource(hashing: path, name: path, shown: path)
    else { return false }
    return found.sha256 == sha256
  }

  /// The size of a regular file; nil for anything else.
  private static func bytes(of path: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false))
    guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
    return (attributes?[.size] as? NSNumber)?.intValue
  }
}
