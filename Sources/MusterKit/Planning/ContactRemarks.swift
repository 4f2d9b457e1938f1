/// Remarks that can be made only when all rows are known: on contacts, for one target.
extension RowPlan {
  /// The rows that a code is to be remarked on.
  package struct Remarked: Sendable, Equatable {
    package var code: DiagnosticCode
    package var severity: Diagnostic.Severity
    package var count = 0
    /// The first of the rows, from 0.
    package var firstRows: [Int] = []

    init(_ code: DiagnosticCode, _ severity: Diagnostic.Severity) {
      self.code = code
      self.severity = severity
    }

    fileprivate mutating func add(_ row: Int, keeping limit: Int) {
      count += 1
      if firstRows.count < limit { firstRows.append(row) }
    }
  }

  /// The remarks with all their rows counted, and at most `limit` rows of each code named.
  package func contactRemarks(rules: TargetRules, limit: Int) -> [Remarked] {
    var missing = Remarked(.identifierMissing, .error)
    var stopped = Remarked(.emailShared, .error)
    var withheld = Remarked(.emailShared, .warning)
    var suppressed = Remarked(.suppressed, .note)
    for row in 0..<count {
      switch verdict(row: row, rules: rules) {
      case .withoutIdentifier: missing.add(row, keeping: limit)
      case .sharedMail: stopped.add(row, keeping: limit)
      case .suppressed: suppressed.add(row, keeping: limit)
      case .send where withholdsMail(ofRow: row): withheld.add(row, keeping: limit)
      case .send, .damaged, .duplicate, .unchanged: break
      }
    }
    let suspicious = suspiciousPersons(keeping: limit)
    return [missing, stopped, withheld, suspicious, suppressed].filter { $0.count > 0 }
      .compactMap { remarked in
        let diagnostic = Diagnostic(remarked.code, severity: remarked.severity)
        guard let severity = rules.severities.severity(of: diagnostic) else { return nil }
        var remarked = remarked
        remarked.severity = severity
        return remarked
      }
  }

  /// A person with more rows is more likely a placeholder that many rows share.
  private static let mostRowsOfPerson = 50

  private func suspiciousPersons(keeping limit: Int) -> Remarked {
    var rowsOfPerson = Array(repeating: UInt32(1), count: count)
    var found: [Int] = []
    for row in groups.laterRows {
      let first = groups.firstRow(of: row)
      rowsOfPerson[first] += 1
      if rowsOfPerson[first] == Self.mostRowsOfPerson + 1 { found.append(first) }
    }
    var suspicious = Remarked(.groupSuspicious, .warning)
    for row in found.sorted() { suspicious.add(row, keeping: limit) }
    return suspicious
  }

  /// Whether a row goes without its mail, which is sent with another person's contact.
  package func withholdsMail(ofRow row: Int) -> Bool {
    hasMail(row) && groups.mailUse(ofRow: row) == .withheld
  }
}

extension TargetRules {
  /// The sentence for a remark on a contact.
  package func message(for code: DiagnosticCode, severity: Diagnostic.Severity) -> String {
    switch code {
    case .identifierMissing: missingIdentifier
    case .emailShared where severity == .error:
      """
      Several people share this row's e-mail address, and nothing else names this one: add a \
      LinkedIn profile.
      """
    default: code.entry.sentence
    }
  }

  /// What is to be remarked on a contact for what is to become of it.
  package func remarks(on verdict: RowVerdict, withholdsMail: Bool) -> [Diagnostic] {
    func remark(_ code: DiagnosticCode, _ severity: Diagnostic.Severity) -> [Diagnostic] {
      let message = message(for: code, severity: severity)
      return judged([Diagnostic(code, severity: severity, message: message)])
    }
    return switch verdict {
    case .withoutIdentifier: remark(.identifierMissing, .error)
    case .sharedMail: remark(.emailShared, .error)
    case .suppressed: remark(.suppressed, .note)
    case .send where withholdsMail: remark(.emailShared, .warning)
    case .send, .damaged, .duplicate, .unchanged: []
    }
  }

  /// Remarks on contacts with the severities that the settings give them.
  package func judged(_ remarks: [Diagnostic]) -> [Diagnostic] {
    remarks.compactMap { remark in
      guard let severity = severities.severity(of: remark) else { return nil }
      var remark = remark
      remark.severity = severity
      return remark
    }
  }
}
