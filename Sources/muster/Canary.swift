import Foundation
import MusterKit

/// How many contacts are sent and looked at before the rest.
enum Canary {
  case none
  case first(Int)
  /// Only where no contact was ever accepted by way of the same mapping.
  case firstIfNew(Int)

  /// What a terminal gets by default: somebody sits there who can look.
  static let usual = 20

  /// How many it is for an import; nil where all are sent.
  func size(_ fingerprint: String, _ ledger: RunLedger) async throws -> Int? {
    switch self {
    case .none: nil
    case .first(let size): size
    case .firstIfNew(let size): try await ledger.hasAccepted(mapping: fingerprint) ? nil : size
    }
  }
}
