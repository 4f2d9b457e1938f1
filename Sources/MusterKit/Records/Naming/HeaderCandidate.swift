/// A field that a column may go to.
struct HeaderCandidate: Sendable {
  var index: Int
  var field: StandardField
  /// From 0 to 1.
  var confidence: Double
  /// The reason in words.
  var why: String
  /// What the name alone says; empty where it says nothing.
  var said = ""
  /// Whether the column may fill the field beside others: its name says so without a doubt.
  var isPlain = true
  /// Whether the name says too little, and only the values make it a guess.
  var isByValues = false

  /// The candidates that a name alone gives.
  static func named(_ name: HeaderName, index: Int) -> [HeaderCandidate] {
    let concepts = name.concepts
    return HeaderRules.all.compactMap { rule in
      guard concepts.isSuperset(of: rule.required),
        concepts.subtracting(rule.required).isSubset(of: rule.allowed),
        !(rule.field == .email && name.isVerification)
      else { return nil }
      return HeaderCandidate(rule, name, index: index)
    }
  }

  private init(_ rule: HeaderRules.Rule, _ name: HeaderName, index: Int) {
    self.index = index
    let ordinal = name.ordinal ?? 0
    // "Personal LinkedIn" is the person's, and not a second one.
    let lesser = rule.field == .linkedin ? HeaderConcepts.lesser.subtracting(.personal) : .lesser
    let isLesser = !name.concepts.isDisjoint(with: lesser) || ordinal > 1
    field = rule.field == .email && isLesser ? .additionalEmails : rule.field
    var confidence = rule.confidence - Self.penalty(of: name, for: rule.field)
    // "Company / Account" says it twice, "Account" alone may be a bank's.
    if rule.field == .companyName && name.known > 1 && name.concepts.contains(.account) {
      confidence = max(confidence, 0.9)
    }
    if name.unknown > 0 { confidence *= name.unknown == 1 ? 0.4 : 0.2 }
    if name.isCompanyFirst { confidence *= 0.4 }
    if rule.field == .companyDomain, name.ordinal != nil, !name.concepts.contains(.company) {
      confidence *= 0.5
    }
    self.confidence = max(0, confidence)
    isPlain = name.unknown == 0 && rule.confidence >= 0.5 && (!isLesser || rule.field == .email)
    said = "\(name.unknown == 0 ? "" : "part of ")the name says \(rule.meaning)"
    why = said
  }

  init(index: Int, field: StandardField, confidence: Double, why: String) {
    self.index = index
    self.field = field
    self.confidence = confidence
    self.why = why
  }

  /// What makes a column come after the first one of its kind.
  private static func penalty(of name: HeaderName, for field: StandardField) -> Double {
    var penalty = min(0.2, 0.01 * Double(name.ordinal ?? 0))
    let costs: [(HeaderConcepts, Double)] = [
      (.work, 0.02), (.direct, field == .email ? 0.03 : 0.01), (.mobile, 0.04), (.found, 0.02),
      (.secondary, 0.2), (.other, 0.2), (.urn, 0.1),
    ]
    for (qualifier, cost) in costs where name.concepts.contains(qualifier) { penalty += cost }
    // An address at work is where the person is met.
    if field == .location && name.concepts.contains(.work) { penalty -= 0.03 }
    if name.concepts.contains(.personal) && field != .linkedin { penalty += 0.15 }
    // Where there is no other, a lesser column is the one.
    return min(penalty, 0.25)
  }
}
