/// Columns, and the fields that they fill.
extension DiagnosticEntry {
  static let columnUnmapped = DiagnosticEntry(
    .mapping, .note, "The column goes nowhere.",
    cause: """
      Neither its name nor its values say for certain which field it is. A wrong field would spoil \
      contacts, so muster doesn't guess.
      """,
    remedy: "Map it in the configuration's \"columns\", or leave it.",
    example: "A column `Score`: not sent, unless it is mapped, for instance to `custom.score`.")

  static let columnContested = DiagnosticEntry(
    .mapping, .note, "Two columns could fill the same field.",
    cause: "The export has several columns of one meaning, such as a work and a private address.",
    remedy: "Name the right one in the configuration's \"columns\".",
    example: "`Title` and `Job Title`: the surer one fills job_title, the other goes nowhere.")

  static let columnNameRepeated = DiagnosticEntry(
    .mapping, .note, "Several columns have the same name.",
    cause: """
      Some programs export different things under one name, or exports were put side by side. A \
      rule in "columns" is for all columns of its name.
      """,
    remedy: "Rename them in the file's header to map each by itself.",
    example: """
      `Titre` twice, first for the salutation and then for the job: each goes where its values and \
      its place say.
      """)

  static let columnNameBlank = DiagnosticEntry(
    .mapping, .note, "The column has no name.",
    cause: """
      The header has a cell less than the rows have, ends in a separator, or holds the row numbers \
      of a spreadsheet without a name.
      """,
    remedy: "Name it in the file's header to map it, or leave it.",
    example: "`,First Name,Email`: the first column goes nowhere.")

  static let columnAllBlank = DiagnosticEntry(
    .mapping, .note, "No cell of the column has a value.",
    cause: "The export has a column for every field, also for those that nobody fills.",
    remedy: "Leave it, or check in the tool that made the file whether values should be there.",
    example: "A column `Phone` without a number in any row: nothing is sent from it.")

  static let identifierColumnMissing = DiagnosticEntry(
    .mapping, .error,
    "No column tells who a person is: none has e-mail addresses or LinkedIn profiles.",
    cause: """
      They weren't exported, or the columns have names and values by which muster doesn't know \
      them. Without them no contact can be known at the target.
      """,
    remedy: "Map the right column in the configuration's \"columns\", or export it too.",
    example: "A file with only `Name` and `Company`: nothing can be sent.")
}
