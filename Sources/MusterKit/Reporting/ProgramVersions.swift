/// What a run was made with: other versions may judge an address or a file otherwise.

import CIDN2
import CLibCSV
import CPSL
import CZip
import CZlib
import CZstd
import Foundation

/// The versions of muster, of the libraries that can say theirs, and of the system.
package enum ProgramVersions {
  /// In the order of their names, as `summary.json` has them.
  package static let all: [(name: String, version: String)] = unsafe [
    ("libcsv", "\(CSV_MAJOR).\(CSV_MINOR).\(CSV_RELEASE)"),
    ("libidn2", text(idn2_check_version(nil))),
    ("libpsl", text(psl_get_version())),
    ("libzip", text(zip_libzip_version())),
    ("muster", musterVersion),
    ("system", ProcessInfo.processInfo.operatingSystemVersionString),
    ("zlib", text(zlibVersion())),
    ("zstd", text(ZSTD_versionString())),
  ]

  /// For `summary.json`.
  static var json: JSONValue {
    .object(all.map { JSONMember(name: $0.name, value: .string($0.version)) })
  }

  private static func text(_ version: UnsafePointer<CChar>?) -> String {
    unsafe version.map { unsafe String(cString: $0) } ?? "unknown"
  }
}
