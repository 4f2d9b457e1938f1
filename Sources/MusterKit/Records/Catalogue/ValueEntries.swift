/// What spreadsheets, wrong encodings and hands do to values, and what a column's rules can't make
/// of them.
extension DiagnosticEntry {
  static let valueMojibake = DiagnosticEntry(
    .values, .warning,
    "The text was read in a wrong encoding before, as in RenÃ©e for Renée.",
    cause: """
      A program opened the file in another encoding than it was written in, and saved it so. The \
      damage is in the file; no choice of encoding undoes it.
      """,
    remedy: "Export the file again as UTF-8; the text is sent as it stands.",
    example: "`BjÃ¶rk`: probably Björk, but sent as `BjÃ¶rk`.")

  static let valueSpreadsheetError = DiagnosticEntry(
    .values, .warning,
    "The cell holds a spreadsheet's error, such as #N/A; it was taken as blank.",
    cause: "A formula failed, and its error was exported in place of a value.",
    remedy: "Mend the formula in the spreadsheet, or clear the cell.",
    example: "`#REF!` in the column Company: the row is sent without a company.")

  static let valueScientific = DiagnosticEntry(
    .values, .warning, "A spreadsheet cut a long number's digits, as in 1.23E+11.",
    cause: """
      The spreadsheet took a phone number or an id for a number and shows it rounded. The digits \
      that are gone can't be had from the file.
      """,
    remedy: "Format the column as text in the spreadsheet and export it again.",
    example: "`4.92E+11` in the column Phone: the row is sent without a phone number.")

  static let valueDateForRange = DiagnosticEntry(
    .values, .warning, "A spreadsheet made a date of a range, as in Nov-50 for 11-50.",
    cause: """
      Ranges such as 11-50 look like dates to spreadsheets. Only columns with numbers of employees \
      are looked at.
      """,
    remedy: "Format the column as text in the spreadsheet and export it again.",
    example: "`10-Jan` in the column Employees: once `1-10`, but sent as `10-Jan`.")

  static let valueLeadingZerosLost = DiagnosticEntry(
    .values, .warning, "Leading zeros were probably cut off, as in 1067 for 01067.",
    cause: """
      The spreadsheet took postal codes for numbers. It shows where the row's country has codes of one \
      length that may begin with 0, and this one is shorter; without a country, where few of the \
      column are. A column in which some code begins with 0 isn't doubted.
      """,
    remedy: """
      Format the column as text in the spreadsheet and export it again; the value is sent as it \
      stands.
      """,
    example: "`4109` in a row with Germany as its country: probably `04109`.")

  static let valueControlCharacter = DiagnosticEntry(
    .values, .warning, "The cell holds a control character; it is sent without it.",
    cause: "A program wrote a NUL byte into a text, or the file was damaged when it was copied.",
    remedy: "Retype the cell.",
    example: "A name with a NUL byte behind its first letter: sent without that byte.")

  static let valueNotDate = DiagnosticEntry(
    .values, .warning, "The value isn't a date as expected; it was left out.",
    cause: """
      The column's transform expects dates of one form, and this cell has another form or no date.
      """,
    remedy: "Correct the cell, or the form of dates in the column's \"transforms\".",
    example: """
      `31/12/2026` in a column for which the form year-month-day is set: the row is sent without \
      this value.
      """)

  static let valueNotNumber = DiagnosticEntry(
    .values, .warning, "The value isn't a number; it was left out.",
    cause:
      "The column's transform expects numbers, and this cell holds words or several numbers.",
    remedy: "Correct the cell, or take the transform out of the column's \"transforms\".",
    example: """
      `about 50` in a column of numbers: the row is sent without this value.
      """)

  static let valueNotListed = DiagnosticEntry(
    .values, .note, "The column's list of values lacks this one; it stays as it is.",
    cause: """
      The column's "values" say what to put in place of what, and the file has a value that isn't \
      among them or is spelled differently.
      """,
    remedy: "Add it to \"values\", or say with \"otherwise\" what becomes of others.",
    example: """
      `Austria` where the list has only `Österreich` and `Oesterreich`: sent as `Austria`.
      """)

  static let columnsSlipped = DiagnosticEntry(
    .values, .error, "From here on values are in other columns.",
    cause: """
      Cells were inserted, deleted or sorted in some of the columns only, or two exports with \
      different columns were put one under the other.
      """,
    remedy: "Move the cells back under their headers from this row on, or export the file again.",
    example: """
      From row 1,204 on names stand in the e-mail column and addresses in the next: these rows are \
      invalid, those before are sent.
      """)
}
