/// The kinds of accounts that contacts can go to.
package enum TargetKind: String, Sendable, CaseIterable, Codable, Hashable {
  case getsales
  case lemlist

  /// The name as people write it.
  package var displayName: String {
    switch self {
    case .getsales: "GetSales"
    case .lemlist: "lemlist"
    }
  }
}
