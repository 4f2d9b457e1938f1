import Foundation

@testable import MusterKit

/// Reads suppression lists with these contents, each in a file of its own.
func suppressionList(_ files: [(name: String, bytes: [UInt8])]) throws -> SuppressionList {
  let folder = FileManager.default.temporaryDirectory.appending(path: "muster-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let paths = try files.map { file in
    let path = folder.appending(path: file.name).path
    try Data(file.bytes).write(to: URL(filePath: path))
    return (name: path, path: path)
  }
  return try SuppressionList.read(paths)
}

func suppressionList(_ text: String, name: String = "unsubscribed.csv") throws -> SuppressionList {
  try suppressionList([(name, Array(text.utf8))])
}

extension SuppressionList {
  /// The line of the entry by which the person is on the list; nil where nothing is.
  func line(email: String) -> Int? { line(.email, email) }

  func line(_ kind: PersonKey.Kind, _ text: String) -> Int? {
    entry(for: text, kind).map { place(of: $0).line }
  }
}
