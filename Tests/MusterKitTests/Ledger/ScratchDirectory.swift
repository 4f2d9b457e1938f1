import Foundation

@testable import MusterKit

/// A directory for one test, removed with the value.
final class ScratchDirectory: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "muster-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func names(in directory: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: file(directory)).sorted()
  }

  /// The permissions of a file or directory, such as 0o600.
  static func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }
}

extension RunLedger {
  /// Which contacts an account has accepted, by their places.
  func accepted(_ hashes: [Int: ContentHash], since oldest: Date?) throws(LedgerError) -> [Int] {
    try accepted(
      WantedContacts(count: (hashes.keys.max() ?? -1) + 1) { hashes[$0] }, since: oldest)
  }
}
