/// What a target takes, as far as it is known before anything is sent.
extension DiagnosticEntry {
  static let fieldWithoutPlace = DiagnosticEntry(
    .targetRules, .warning, "A mapped field has no place at the target.",
    cause: "GetSales and lemlist know different fields; muster fields shows which.",
    remedy: "Map the column to a custom field for this target, or leave it.",
    example: """
      A column `Company` at lemlist: company_name isn't sent, because lemlist links contacts to \
      companies by domain.
      """)

  static let customFieldType = DiagnosticEntry(
    .targetRules, .warning,
    "The value doesn't fit the custom field; it was left out.",
    cause: """
      The field is said to hold numbers, dates or yes and no, and the cell holds something else.
      """,
    remedy: "Correct the cell, or the type that is given for the field.",
    example: "`ten` for a custom field of numbers: the row is sent without this value.")

  static let valueTooLong = DiagnosticEntry(
    .targetRules, .warning, "The value may be too long for the target.",
    cause: """
      A whole text was exported into a cell. Few lengths are documented; where none is, muster \
      remarks on more than 10,000 characters.
      """,
    remedy: "Shorten it, or keep the column back; it is sent as it stands.",
    example: "A page of 12,000 characters in `About`: sent, and the target may refuse or cut it.")

  static let sourceOnCreationOnly = DiagnosticEntry(
    .targetRules, .note, "The target takes the source only once, when it creates the contact.",
    cause: "lemlist documents it so: a contact that is there already keeps its first source.",
    remedy: "Map it to a custom field as well if it should change with every import.",
    example: """
      The constant `"source": "autumn fair"`: new contacts get it, those that are there keep \
      theirs.
      """)

  static let blankDoesNotErase = DiagnosticEntry(
    .targetRules, .note, "A blank cell erases nothing at the target.",
    cause: """
      lemlist ignores blank values, and GetSales doesn't say what it does with them, so muster \
      leaves blank cells out of its requests.
      """,
    remedy: "Erase the value at the target itself if it should go.",
    example: """
      A phone number at lemlist, and a blank cell in the column `Phone`: the number stays there.
      """)
}
