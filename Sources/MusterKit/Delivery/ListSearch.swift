/// Finds the list that is set, by its id or its name.

extension Target {
  /// Finds a list by its id or its name. A name counts as it is written; if there is no such list,
  /// in any case.
  package func resolveList(
    _ text: String, _ caller: TargetCaller
  ) async throws(PreflightFailure) -> TargetList {
    let lists = try await lists(caller)
    let found = try Self.find(text, in: lists, of: kind)
    guard !found.isDynamic else {
      throw PreflightFailure(
        .listDynamic,
        "The list \"\(found.name)\" fills itself by rules; contacts can be put on a static list"
          + " only. Set another one in \(listSetting).")
    }
    return found
  }

  private static func find(
    _ text: String, in lists: [TargetList], of kind: TargetKind
  ) throws(PreflightFailure) -> TargetList {
    let wanted = text.lowercased()
    let byID = lists.first { $0.id == text } ?? lists.first { $0.id.lowercased() == wanted }
    if let byID { return byID }
    let exact = lists.filter { $0.name == text }
    let alike = exact.isEmpty ? lists.filter { $0.name.lowercased() == wanted } : exact
    if let list = alike.first, alike.count == 1 { return list }
    let setting = "targets.\(kind.rawValue).list (or --list)"
    guard alike.isEmpty else {
      throw PreflightFailure(
        .listAmbiguous,
        "\(kind.displayName) has \(alike.count) lists of the name \"\(text)\". Set \(setting) to the"
          + " id of one: \(alike.prefix(5).map(\.id).joined(separator: ", ")).")
    }
    throw PreflightFailure(
      .listUnknown,
      "\(kind.displayName) has no list \"\(text)\".\(hint(text, lists)) Set \(setting) to a list's"
        + " name or id.")
  }

  /// ` Did you mean "A" or "B"?`, of at most three names.
  private static func hint(_ text: String, _ lists: [TargetList]) -> String {
    let names = lists.map(\.name)
    let wanted = text.lowercased()
    var near = NearestWord.find(text, in: names).map { [$0] } ?? []
    near += names.filter { name in
      let name = name.lowercased()
      return !name.isBlank && (name.contains(wanted) || wanted.contains(name))
    }.filter { !near.contains($0) }
    guard !near.isEmpty else { return "" }
    return " Did you mean " + near.prefix(3).map { "\"\($0)\"" }.joined(separator: " or ") + "?"
  }

  func missingList(
    _ caller: TargetCaller
  ) async throws(PreflightFailure) -> PreflightFailure {
    let names = try await lists(caller).prefix(5).map { "\"\($0.name)\"" }
    let known = names.isEmpty ? "" : " It has: \(names.joined(separator: ", "))."
    return PreflightFailure(
      .listMissing,
      "\(kind.displayName) puts every contact on a list, and none is set. Set \(listSetting).\(known)"
    )
  }

  var listSetting: String { "targets.\(kind.rawValue).list (or --list)" }
}
