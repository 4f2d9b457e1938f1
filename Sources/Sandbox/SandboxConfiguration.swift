// Everything that can be set about the emulator.

/// How the emulator behaves. The defaults are what the documents of both APIs say; where they are
/// silent or contradict each other, the default is the answer that a client has most reason to
/// be ready for, and the setting gives the other.
package struct SandboxConfiguration: Sendable {
  /// How many requests a key is allowed. Applied to each API key by itself.
  package enum Rate: Sendable, Equatable {
    /// GetSales 300 in 60 s, lemlist 20 in 2 s.
    case documented
    /// No limit. lemlist's headers are still sent, and always say that there is room.
    case none
    /// At both sides.
    case custom(requests: Int, window: Duration)
  }

  /// How a rate is counted: neither API says.
  package enum WindowShape: Sendable {
    /// At most L in any window W, the strictest reading. Refused requests don't count.
    case sliding
    /// A window begins with the first request after the last one ended.
    case fixed
  }

  /// A time zone as JavaScript's `Date` writes it.
  package struct TimeZoneName: Sendable, Equatable {
    package var secondsFromGMT: Int
    package var name: String

    package init(secondsFromGMT: Int, name: String) {
      self.secondsFromGMT = secondsFromGMT
      self.name = name
    }

    package static let utc = TimeZoneName(secondsFromGMT: 0, name: "Coordinated Universal Time")
    /// The zone of the example in lemlist's documents.
    package static let centralEurope = TimeZoneName(
      secondsFromGMT: 3600, name: "Central European Standard Time")
  }

  /// The port on 127.0.0.1; 0 takes a free one.
  package var port = 0
  package var rate = Rate.documented
  package var windowShape = WindowShape.sliding

  /// The only key that is accepted; nil: any that isn't empty, in the right form.
  package var getSalesKey: String?
  /// The only key that is accepted; nil: any that isn't empty, in the right form.
  package var lemlistKey: String?

  /// What ids and faults follow from.
  package var seed: UInt64 = 1
  package var faults = SandboxFaults()
  /// Times at which neither API can be reached.
  package var outages: [SandboxOutage] = []
  /// How long a request that is never answered keeps its connection.
  package var silence: Duration = .seconds(600)
  /// Bytes; a longer body is answered with 413.
  package var maximumBody = 1 << 20
  /// How many of the last requests are kept to be looked at.
  package var requestLog = 10_000

  /// The custom fields that both accounts know at the start.
  package var customFields = ["seniority", "department", "campaign", "notes", "score"]
  /// Registers a custom field that isn't known instead of refusing or ignoring it. Neither API
  /// does so; it is for demonstrations, with files of any columns.
  package var registersAnyCustomField = false

  package var getSales = GetSalesSettings()
  package var lemlist = LemlistSettings()

  package init() {}
}

/// Where the sources on GetSales are silent or contradict each other.
package struct GetSalesSettings: Sendable {
  /// What becomes of a contact that is there already, when `update_if_exists` is false.
  package enum ExistingContact: Sendable {
    /// 422 that says "duplicate". The reference names 422 "Validation or duplicate error".
    case duplicateError
    /// 200 with the contact as it was.
    case untouched
  }

  /// What becomes of `custom_fields` under a name that the account doesn't know.
  package enum UnknownCustomField: Sendable {
    case ignored
    /// 422.
    case refused
  }

  /// What null and "" do to a value that is there.
  package enum BlankValue: Sendable {
    /// They clear it: the answer that shows when a client sends blank cells.
    case clears
    case ignored
  }

  /// The id of the list "Sandbox".
  package static let sandboxListID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"

  /// 400 for a request without a `Team-ID` header, as one copy of the reference has it.
  package var requiresTeamID = false
  /// 422 for a lead without `linkedin_id`, as the reference has it; a newer client calls it only
  /// "recommended". Without it any of the keys of the matching order will do.
  package var requiresLinkedInID = true
  /// Accepts `/sales/people/` and `/pub/` URLs, and cuts `,NAME_SEARCH,…` from Sales Navigator
  /// ids. None of these is documented; refused with 422 otherwise.
  package var acceptsUndocumentedLinkedInForms = false
  /// Stores `email` as `work_email`. One client's author found that it isn't stored.
  package var storesEmail = true
  package var existingContact = ExistingContact.duplicateError
  package var unknownCustomField = UnknownCustomField.ignored
  package var blankValue = BlankValue.clears
  /// Wraps the answer of `lookup-one` as `{"lead":{…},"flows":[],"custom_fields":{…}}`, as
  /// clients have met it; the reference has it flat.
  package var wrapsLookup = false
  /// Holds custom fields that are made to the reference's rules: at most 100, names of letters,
  /// digits and `_`. The vendor's own help contradicts both.
  package var restrictsCustomFields = false
  /// Sorts lists and custom fields newest first when a request doesn't say. Sources differ.
  package var newestFirst = true

  package init() {}
}

/// Where the sources on lemlist are silent or contradict each other, and what its account holds.
package struct LemlistSettings: Sendable {
  package struct Company: Sendable {
    package var id: String
    package var domain: String
    package var linkedInURL: String?

    package init(id: String, domain: String, linkedInURL: String? = nil) {
      self.id = id
      self.domain = domain
      self.linkedInURL = linkedInURL
    }
  }

  package struct User: Sendable {
    package var id: String
    package var name: String
    package var email: String
    package var role: String

    package init(id: String, name: String, email: String, role: String) {
      self.id = id
      self.name = name
      self.email = email
      self.role = role
    }
  }

  /// The id of the list "Sandbox".
  package static let sandboxListID = "clt_sandbox"

  /// A Sales Navigator URL is enough by itself, as the reference says; the example of its error
  /// message leaves it out.
  package var acceptsSalesNavigatorAlone = true
  /// 400 INVALID_FIELD for a custom field that isn't registered; otherwise it is left out.
  package var refusesUnknownFields = true
  /// A contact is also known by its `additionalEmails`.
  package var matchesAdditionalEmails = false
  /// Puts a warning beside the contact when a company key led to no company.
  package var warnsOfUnknownCompany = true
  /// The zone of `X-RateLimit-Reset`.
  package var timeZone = TimeZoneName.centralEurope

  /// The owner of the key stands first.
  package var users = [
    User(
      id: "usr_sandboxOwner00001", name: "Olive Owner", email: "olive@sandbox.example",
      role: "admin"),
    User(
      id: "usr_sandboxMember0001", name: "Max Member", email: "max@sandbox.example",
      role: "member"),
  ]
  /// The companies that contacts can be linked to.
  package var companies = [
    Company(
      id: "cpn_sandboxAcme000001", domain: "acme.com",
      linkedInURL: "https://www.linkedin.com/company/acme")
  ]
  /// Addresses whose contacts are marked `unsubscribed`. Compared without regard to case.
  package var unsubscribed: Set<String> = []
  /// Lists that fill themselves, by id; nothing can be added to them.
  package var dynamicLists: [String: String] = [:]

  package typealias TimeZoneName = SandboxConfiguration.TimeZoneName

  package init() {}
}
