internal import CPSL
internal import Foundation

/// Reads a company's domain from what cells hold: an address, a host, an e-mail address.
enum CompanyDomain {
  /// The registrable domain (by the Public Suffix List, https://publicsuffix.org/); nil where there
  /// is none.
  static func read(_ cell: String) -> String? {
    var text = cell.trimmingBlanks().lowercased()
    if let at = text.lastIndex(of: "@"), !text.contains("/") {
      text = String(text[text.index(after: at)...])
    }
    if let scheme = text.range(of: "://") { text = String(text[scheme.upperBound...]) }
    if text.hasPrefix("//") { text = String(text.dropFirst(2)) }
    let host = text.prefix { !"/?#:,; ".contains($0) }
    guard let domain = EmailAddress.normalisedDomain(String(host)) else { return nil }
    // The library answers with a part of the text that it was given.
    return unsafe domain.withCString { text in
      guard let list = unsafe psl_builtin(), let found = unsafe psl_registrable_domain(list, text)
      else { return domain }
      return unsafe String(cString: found)
    }
  }
}
