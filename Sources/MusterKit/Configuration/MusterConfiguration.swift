// The settings as resolved: validated, typed, complete. What was written, and where, is in
// WrittenSettings.

/// All settings of a command.
package struct MusterConfiguration: Sendable, Equatable {
  package var source: SourceSettings
  /// In the order of the columns' names.
  package var columns: [ColumnRule]
  /// In the order of the fields' names.
  package var constants: [ConstantValue]
  /// Whether columns without a rule are mapped by their names.
  package var autoMap: Bool
  package var deduplicate: DeduplicateSettings
  /// What is made at a target where it is missing.
  package var createMissing: [CreatableThing]
  package var severities: SeverityRules
  /// The absolute paths of suppression lists.
  package var suppress: [String]
  /// Run by `config check` alone.
  package var tests: [MappingTest]
  /// Of every target that is registered.
  package var targets: [TargetKind: TargetSettings]
  /// The targets for which anything is set, by anybody.
  package var configuredTargets: [TargetKind]
  package var thresholds: ThresholdSettings
  package var ledger: LedgerSettings
  package var delivery: DeliverySettings
  package var job: JobSettings

  /// The settings of a target that is registered.
  package func target(_ kind: TargetKind) -> TargetSettings {
    guard let settings = targets[kind] else {
      preconditionFailure("\(kind) was not registered when the settings were read")
    }
    return settings
  }
}

/// What an import can make at a target.
package enum CreatableThing: String, Sendable, CaseIterable {
  case customFields = "custom_fields"
  case lists
}

/// The settings under `deduplicate`.
package struct DeduplicateSettings: Sendable, Equatable {
  package enum Key: String, Sendable, CaseIterable {
    case email
    /// The public slug, the member id and the Sales Navigator id.
    case linkedin
    /// E-mail addresses beside the first one of a row.
    case additionalEmails = "additional_emails"
    /// The full name together with the company's name.
    case nameAndCompany = "name+company"
  }

  package enum Keep: String, Sendable, CaseIterable {
    /// The person's first row alone.
    case first
    /// The person's last row alone.
    case last
    /// The person's row with the most fields filled alone; of several, the first.
    case mostComplete = "most_complete"
    /// The first value that isn't blank, of each field.
    case merge
    /// Every row, as a contact of its own.
    case none
  }

  /// What becomes of rows that share an e-mail address but are two or more people on LinkedIn.
  package enum OnConflict: String, Sendable, CaseIterable {
    /// They stay different people; the address goes with the first of them.
    case separate
    /// They are one person.
    case merge
    /// They are invalid.
    case reject
  }

  /// At least one, each once.
  package var keys: [Key]
  package var keep: Keep
  package var onConflict: OnConflict
}

/// The settings under `thresholds`; nil is no threshold.
package struct ThresholdSettings: Sendable, Equatable {
  /// Of the rows read.
  package var maxInvalid: Threshold?
  /// Of the contacts planned.
  package var maxRejected: Threshold?

  package init(maxInvalid: Threshold? = nil, maxRejected: Threshold? = nil) {
    self.maxInvalid = maxInvalid
    self.maxRejected = maxRejected
  }
}

/// The settings under `ledger`.
package struct LedgerSettings: Sendable, Equatable {
  /// An absolute path.
  package var path: String
  /// The age at which an unchanged contact is sent again; nil is never.
  package var resendAfter: Duration?
  /// Whether names and identifiers of contacts are kept in plain text.
  package var keepsValues: Bool
}

/// The settings under `delivery`.
package struct DeliverySettings: Sendable, Equatable {
  /// How often a failed request is repeated, without waits for the limit.
  package var maxRetries: Int
  /// Until a connection is made, TLS and a proxy's consent included.
  package var connectTimeout: Duration
  /// For a target's silence, before its answer or within it.
  package var firstByteTimeout: Duration
  /// For one request, until its answer is complete.
  package var timeout: Duration
  /// The absolute path of a file of certificates to be trusted beside the system's.
  package var certificateFile: String?
  /// How long a target may fail, or do nothing but ask for waits, before the run stops.
  package var giveUpAfter: Duration
}
