import Foundation
import Testing

@testable import MusterKit

/// What every target has to say of itself, and that its requests keep to it.
@Suite(.withThirdTarget) struct TargetDefinitionTests {
  @Test func `every target that is registered has a sample, and a name of its own`() {
    #expect(SampleTarget.kinds == TargetKind.allCases)
    #expect(Set(SampleTarget.kinds.map(\.rawValue)).count == SampleTarget.kinds.count)
    for type in TargetRegistry.targets { #expect(TargetKind(rawValue: type.kind.rawValue) != nil) }
  }

  @Test(arguments: SampleTarget.kinds)
  func `names, address and limit can be used`(kind: TargetKind) throws {
    let definition = kind.definition
    #expect(definition.name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil)
    #expect(!["both", "all"].contains(definition.name))
    #expect(!definition.displayName.isEmpty)
    let address = try #require(BaseURL(definition.address))
    #expect(address.isEncrypted && !address.isLoopback && address.text == definition.address)
    #expect(definition.documentedLimit.requests > 0 && definition.documentedLimit.window > .zero)
    #expect(definition.reference.hasPrefix("https://"))
    #expect(definition.customFieldName.contains("NAME"))
    #expect(definition.listBatch.map { $0 > 0 } ?? true)
  }

  @Test(arguments: SampleTarget.kinds)
  func `its own settings take their defaults, and can be told apart`(kind: TargetKind) {
    let settings = kind.definition.settings
    #expect(Set(settings.map(\.path)).count == settings.count)
    for setting in settings {
      #expect(setting.path.hasPrefix("targets.\(kind.rawValue)."))
      #expect(setting.kind.findings(on: setting.standard, isOptional: setting.isOptional).isEmpty)
      #expect(setting.summary.hasSuffix("."))
    }
  }

  @Test(arguments: SampleTarget.kinds)
  func `the plan and the target agree on who can be known`(kind: TargetKind) throws {
    let target = try SampleTarget.of(kind)
    let sample = TargetSample.of(kind)
    let settings = sample.definition.settings(list: sample.list)
    let identification = sample.definition.identification(settings)
    for identifier in ContactIdentifier.allCases {
      #expect(
        target.canTake(Self.contact(identifier)) == identification.identifiers.contains(identifier),
        "\(identifier)")
    }
    #expect(!target.canTake(Contact(row: 1, line: 2, identity: Identity())))
    #expect(identification.missing.hasSuffix(".") || identification.missing.hasSuffix(")"))
  }

  /// Somebody of whom nothing is known but this.
  private static func contact(_ identifier: ContactIdentifier) -> Contact {
    var identity = Identity()
    switch identifier {
    case .email: identity.email = "jane@acme.com"
    case .linkedin: identity.linkedin = "jane-doe"
    case .linkedinMember: identity.linkedinMember = "ACoAAB123"
    case .salesNavigator: identity.salesNavigator = "ACwAAB456"
    case .contactID: break
    }
    var contact = Contact(row: 1, line: 2, identity: identity)
    contact[.email] = identity.email
    if identifier == .contactID { contact[.contactID] = "id1" }
    return contact
  }

  @Test(arguments: SampleTarget.kinds)
  func `a field that has a name is sent under it, and no other field is`(kind: TargetKind) throws {
    let target = try SampleTarget.of(kind)
    for field in StandardField.allCases where field != .fullName {
      let payload = target.payload(for: Self.contact(with: field))
      let sent = try #require(JSONValue(parsing: String(decoding: payload.body, as: UTF8.self)))
      let path = (field.name(at: kind) ?? "").split(separator: ".").map(String.init)
      let value = path.isEmpty ? nil : path.reduce(Optional(sent)) { $0?[$1] }
      let marked = sent.strings().contains { $0.contains("marker") }
      #expect((value != nil) == marked && marked == !path.isEmpty, "\(field): \(sent)")
    }
  }

  /// Somebody with `marker` in one field.
  private static func contact(with field: StandardField) -> Contact {
    var identity = Identity()
    switch field {
    case .email: identity.email = "marker@acme.com"
    case .linkedin: identity.linkedin = "marker"
    case .salesNavigator: identity.salesNavigator = "ACwAAmarker"
    default: break
    }
    var contact = Contact(row: 1, line: 2, identity: identity)
    switch field {
    case .linkedin, .salesNavigator: break
    case .additionalEmails: contact.additionalEmails = ["marker@acme.com"]
    case .email: contact[.email] = identity.email
    default: contact[field] = "marker"
    }
    return contact
  }

  @Test(arguments: SampleTarget.kinds)
  func `custom fields stand where the definition says, and blanks aren't sent`(
    kind: TargetKind
  ) throws {
    let target = try SampleTarget.of(kind)
    let payload = target.payload(for: SampleTarget.person)
    let sent = try #require(JSONValue(parsing: String(decoding: payload.body, as: UTF8.self)))
    func value(_ name: String) -> JSONValue? {
      kind.definition.customFieldName.replacing("NAME", with: name).split(separator: ".")
        .reduce(Optional(sent)) { $0?[String($1)] }
    }
    #expect(value("msg1") == .string("Hello") && value("empty") == nil)
    #expect(!sent.strings().contains { $0.isBlank })
    #expect(target.payload(for: SampleTarget.person) == payload, "the same bytes each time")
  }

  @Test(arguments: SampleTarget.kinds)
  func `a key of one target's requests goes to that target alone`(kind: TargetKind) throws {
    let target = try SampleTarget.of(kind)
    var contact = SampleTarget.person
    contact.customFields = SampleTarget.kinds.map {
      CustomValue(name: "marker_\($0)", value: "v", target: $0)
    }
    let body = String(decoding: target.payload(for: contact).body, as: UTF8.self)
    for other in SampleTarget.kinds {
      #expect(body.contains("marker_\(other)") == (other == kind))
    }
  }

  @Test(arguments: SampleTarget.kinds)
  func `a list is put into contacts or filled in batches, not both`(kind: TargetKind) throws {
    let target = try SampleTarget.of(kind).using(TargetList(id: "list1", name: "A"))
    #expect((target.addToList(["id1"]) != nil) == (kind.definition.listBatch != nil))
    #expect(target.needsList == kind.definition.requiresList)
    let body = String(decoding: target.payload(for: SampleTarget.person).body, as: UTF8.self)
    #expect(!(body.contains("list1") && kind.definition.listBatch != nil))
    if kind.definition.requiresList, kind.definition.listBatch == nil {
      #expect(body.contains("list1"))
    }
  }
}
