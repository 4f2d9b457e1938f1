/// What is asked of a target before the first contact: is the key good, and is all there that the
/// contacts need.

/// What contacts need of an account besides a key.
package struct PreflightNeeds: Sendable, Equatable {
  /// The custom fields that are filled.
  package var customFields: [String]
  /// The owners that contacts are given, as ids or mails.
  package var owners: [String]
  /// Whether the settings name the owners, so that one who isn't known is a mistake; else the column
  /// was found by its name, and has people of another program in it, as likely as not.
  package var ownersAreMeant: Bool
  /// What may be made where it is missing.
  package var creates: Set<CreatableThing>

  package init(
    customFields: [String] = [], owners: [String] = [], ownersAreMeant: Bool = true,
    creates: Set<CreatableThing> = []
  ) {
    self.customFields = customFields
    self.owners = owners
    self.ownersAreMeant = ownersAreMeant
    self.creates = creates
  }
}

/// What a preflight looked at, and how it is.
package struct PreflightReport: Sendable {
  package enum Subject: String, Sendable, CaseIterable {
    case key, clock, list
    case customFields = "custom_fields"
    case owners
  }

  package struct Check: Sendable, Equatable {
    package var subject: Subject
    /// What is wrong, with its remedy; nil if it is well.
    package var problem: StopCause?
    /// What was found, or what is odd; for people.
    package var sentence: String
    /// Nothing is wrong, but it should be known.
    package var isWarning = false
  }

  package var checks: [Check] = []
  /// The target ready to be sent to, where nothing is wrong.
  package var target: any Target

  package var problems: [StopCause] { checks.compactMap(\.problem) }

  /// Everything that is wrong in one; nil if nothing is.
  package var failure: PreflightFailure? {
    guard let first = problems.first else { return nil }
    var cause = first
    cause.sentence = problems.map(\.sentence).joined(separator: "\n")
    return PreflightFailure(cause)
  }

  fileprivate mutating func note(_ subject: Subject, _ sentence: String, isWarning: Bool = false) {
    checks.append(Check(subject: subject, sentence: sentence, isWarning: isWarning))
  }

  fileprivate mutating func note(_ subject: Subject, _ failure: PreflightFailure) {
    checks.append(
      Check(subject: subject, problem: failure.cause, sentence: failure.cause.sentence))
  }
}

extension Target {
  /// Looks at everything that contacts need: key, clock, list, custom fields, owners. What is wrong
  /// doesn't hide what else is, but for a key that isn't taken.
  ///
  /// - Parameters:
  ///   - caller: sends the requests.
  ///   - needs: what the contacts have that the account has to know.
  ///   - isDry: nothing is made, whatever may be.
  /// - Returns: what was found.
  package func preflight(
    _ caller: TargetCaller, needs: PreflightNeeds = PreflightNeeds(), isDry: Bool = false
  ) async -> PreflightReport {
    var report = PreflightReport(target: self)
    guard await checkKey(caller, &report) else { return report }
    await checkList(caller, needs, isDry, &report)
    await checkFields(caller, needs, isDry, &report)
    await checkOwners(caller, needs, &report)
    return report
  }

  /// - Returns: whether the key is taken.
  private func checkKey(_ caller: TargetCaller, _ report: inout PreflightReport) async -> Bool {
    do throws(PreflightFailure) {
      let answer = try await caller.answer(to: keyCheck, of: self)
      let account = accountName(answer).map { " It is the one of \($0)." } ?? ""
      report.note(.key, "\(kind.displayName) takes the key.\(account)")
      if let date = RateLimitHeaders(answer.headers).date {
        checkClock(caller.unixTime - Double(date), &report)
      }
      return true
    } catch {
      report.note(.key, error)
      return false
    }
  }

  /// Dates that the target sends are read against its own time, so that nothing goes wrong by a clock
  /// that does; but times in the results, and TLS certificates, go by it.
  private func checkClock(_ offset: Double, _ report: inout PreflightReport) {
    guard abs(offset) > 60 else {
      return report.note(.clock, "This machine's clock agrees with that of \(kind.displayName).")
    }
    let length = Duration.seconds(abs(offset)).words
    report.note(
      .clock,
      "This machine's clock is \(length) \(offset > 0 ? "ahead of" : "behind") the one of"
        + " \(kind.displayName): set it, or times in the results are wrong by that.",
      isWarning: true)
  }

  // MARK: The list

  private func checkList(
    _ caller: TargetCaller, _ needs: PreflightNeeds, _ isDry: Bool, _ report: inout PreflightReport
  ) async {
    do throws(PreflightFailure) {
      guard let list, !list.isBlank else {
        if needsList { throw try await missingList(caller) }
        return report.note(.list, "No list is set: contacts are put on none.")
      }
      do throws(PreflightFailure) {
        let found = try await resolveList(list, caller)
        report.target = using(found)
        report.note(.list, "The list is \"\(found.name)\" (\(found.id)).")
      } catch {
        guard error.reason == .listUnknown, needs.creates.contains(.lists),
          let request = makeList(named: list)
        else { throw error }
        try await make(list, with: request, caller, isDry, &report)
      }
    } catch {
      report.note(.list, error)
    }
  }

  private func make(
    _ list: String, with request: HTTPRequest, _ caller: TargetCaller, _ isDry: Bool,
    _ report: inout PreflightReport
  ) async throws(PreflightFailure) {
    guard !isDry else {
      return report.note(
        .list, "\(kind.displayName) has no list \"\(list)\"; an import makes it.", isWarning: true)
    }
    let answer = try await caller.answer(to: request, of: self)
    guard let made = madeList(answer) else { throw PreflightFailure(answers.notTheAPI(200)) }
    report.target = using(TargetList(id: made, name: list))
    report.note(.list, "The list \"\(list)\" was made (\(made)).")
  }

  // MARK: Custom fields

  private func checkFields(
    _ caller: TargetCaller, _ needs: PreflightNeeds, _ isDry: Bool, _ report: inout PreflightReport
  ) async {
    guard Self.definition.registersCustomFields, !needs.customFields.isEmpty else { return }
    do throws(PreflightFailure) {
      let known = try await customFields(caller)
      let names = Set(known.map(\.name))
      let missing = needs.customFields.filter { !names.contains($0) }
      guard !missing.isEmpty else {
        let count = needs.customFields.count
        return report.note(.customFields, "All custom fields are there (\(count)).")
      }
      let canMake = missing.allSatisfy { makeCustomField(named: $0) != nil }
      guard needs.creates.contains(.customFields), canMake else {
        throw PreflightFailure(
          .fieldMissing, missingFields(missing, among: known, canMake: canMake))
      }
      try await make(missing, caller, isDry, &report)
    } catch {
      report.note(.customFields, error)
    }
  }

  private func make(
    _ fields: [String], _ caller: TargetCaller, _ isDry: Bool, _ report: inout PreflightReport
  ) async throws(PreflightFailure) {
    let listed = fields.map { "\"\($0)\"" }.joined(separator: ", ")
    guard !isDry else {
      return report.note(
        .customFields, "\(kind.displayName) has no custom field \(listed); an import makes it.",
        isWarning: true)
    }
    for field in fields {
      guard let request = makeCustomField(named: field) else { continue }
      let answer = try await caller.anyAnswer(to: request, of: kind)
      guard answer.isSuccess else {
        let said = AnswerBody(answer.body).message.map { " It says: " + ReasonText.clean($0) } ?? ""
        throw PreflightFailure(
          .fieldMissing,
          "\(kind.displayName) didn't make the custom field \"\(field)\" (status"
            + " \(answer.status)).\(said) Make it there, or map the column elsewhere.")
      }
    }
    report.note(.customFields, "Made the custom field \(listed).")
  }

  /// One sentence on all that are missing: what was probably meant, and what to do.
  private func missingFields(
    _ missing: [String], among known: [TargetField], canMake: Bool
  ) -> String {
    let named = missing.map { name in
      let labelled = known.first { $0.label?.lowercased() == name.lowercased() }
      if let labelled { return "\"\(name)\" (that is the label of custom.\(labelled.name))" }
      let near = NearestWord.find(name, in: known.map(\.name))
      return "\"\(name)\"" + (near.map { " (did you mean \"\($0)\"?)" } ?? "")
    }
    let making =
      canMake ? "make it there, let create_missing make it (\"custom_fields\")" : "make it there"
    return "\(kind.displayName) has no custom field \(named.joined(separator: ", ")): \(making), or"
      + " map the column elsewhere."
  }

  // MARK: Owners

  private func checkOwners(
    _ caller: TargetCaller, _ needs: PreflightNeeds, _ report: inout PreflightReport
  ) async {
    guard !needs.owners.isEmpty else { return }
    do throws(PreflightFailure) {
      guard let members = try await members(caller) else { return }
      report.target = report.target.knowing(members)
      let known = Set(members.flatMap { [$0.id.lowercased(), $0.email?.lowercased()] })
      let unknown = needs.owners.filter { !known.contains($0.lowercased()) }
      guard !unknown.isEmpty else {
        return report.note(.owners, "All owners are members of the team.")
      }
      let addresses = members.compactMap(\.email)
      let named = unknown.prefix(3).map { owner in
        let near = NearestWord.find(owner, in: addresses)
        return "\"\(owner)\"" + (near.map { " (did you mean \"\($0)\"?)" } ?? "")
      }
      let rest = unknown.count > 3 ? " and \(unknown.count - 3) more" : ""
      let sentence =
        "\(kind.displayName)'s team has no member \(named.joined(separator: ", "))\(rest): contacts"
        + " with such an owner go to the key's user. Correct the owner's column, or map it to null."
      guard needs.ownersAreMeant else {
        return report.note(.owners, sentence, isWarning: true)
      }
      throw PreflightFailure(.ownerUnknown, sentence)
    } catch {
      report.note(.owners, error)
    }
  }
}
