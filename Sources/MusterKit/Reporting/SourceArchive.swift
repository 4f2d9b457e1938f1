/// Where files go that were imported, so that the next night doesn't find them again.

package import Foundation

/// A directory for imported files.
package struct SourceArchive: Sendable {
  private let directory: String

  /// - Parameter directory: made when it is needed, for its owner only.
  package init(directory: String) {
    self.directory = directory
  }

  /// Moves a file there under its name, or, where that is taken, with the time behind it.
  ///
  /// - Parameters:
  ///   - source: what was read.
  ///   - date: the time, for names that are taken.
  /// - Returns: where it is now; nil where it isn't what was read any more: then it stays.
  /// - Throws: where it can't be moved; it is where it was then.
  package func take(_ source: Source, at date: Date) throws -> String? {
    guard source.isAsItWas else { return nil }
    try PrivateDirectory.makeAll(directory)
    let name = (source.path as NSString).lastPathComponent
    let stem = (name as NSString).deletingPathExtension
    let ending = (name as NSString).pathExtension
    let time = RunDirectory.time(date, .current)
    var number = 0
    while true {
      let suffix = number == 0 ? "" : number == 1 ? "-\(time)" : "-\(time)-\(number)"
      let place = "\(directory)/\(stem)\(suffix)" + (ending.isEmpty ? "" : ".\(ending)")
      do {
        // Doesn't replace what is there.
        try FileManager.default.moveItem(atPath: source.path, toPath: place)
        return place
      } catch CocoaError.fileWriteFileExists {
        number += 1
      }
    }
  }
}
