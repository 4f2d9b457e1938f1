/// The form of a row: errors here make the whole row invalid, because nobody knows which value
/// belongs where.
extension DiagnosticEntry {
  static let rowTooShort = DiagnosticEntry(
    .structure, .error, "The row has fewer cells than the header.",
    cause: """
      A separator was lost when the row was edited, or a line end inside a cell that isn't quoted \
      cut the row in two.
      """,
    remedy: "Add the missing cells: a lost separator shifts values into the wrong columns.",
    example: """
      `Ada;ada@example.com` under `First Name;Last Name;Email`: the row is invalid, the others are \
      sent.
      """)

  static let rowTooLong = DiagnosticEntry(
    .structure, .error, "The row has more cells than the header.",
    cause: """
      A value holds the character that parts cells, and isn't quoted. Blank cells behind the last \
      column don't count, unless a value shows that the cells have moved.
      """,
    remedy: "Quote the cell that holds a separator, or remove the extra cells.",
    example: """
      `Ada,Lovelace, Ltd.,ada@example.com` under `Name,Company,Email`: the row is invalid; \
      `Ada,"Lovelace, Ltd.",ada@example.com` is right.
      """)

  static let rowTooLarge = DiagnosticEntry(
    .structure, .error, "The row is larger than 16 MiB.",
    cause: """
      A quote that was left open makes one row of many, or the file has no line ends that muster \
      knows.
      """,
    remedy: "Look for a missing quote or line end near this line, or shorten the row.",
    example: """
      A JSON line with a whole web page among its values: the row is invalid, and reading goes on \
      with the next line.
      """)

  static let cellTooLarge = DiagnosticEntry(
    .structure, .error, "A cell is larger than the limit.",
    cause: """
      A quote was left open, or a column holds whole documents. The limit is 1 MiB unless \
      source.max_field_bytes says otherwise.
      """,
    remedy:
      "Shorten the cell, close a quote that was left open, or raise source.max_field_bytes.",
    example: "A column of page texts, one of 3 MB: its row is invalid, the others are sent.")

  static let quoteNeverClosed = DiagnosticEntry(
    .structure, .error, "A quote opens a cell and is never closed.",
    cause: """
      The cell begins with a quote that belongs to its text, or the file was cut off inside a \
      quoted cell.
      """,
    remedy: "Close the quote, or double it if it belongs to the text.",
    example: """
      `"Ada Lovelace,ada@example.com` on line 7, and no quote behind it: the row is invalid, and \
      reading goes on with line 8.
      """)

  static let textAfterQuote = DiagnosticEntry(
    .structure, .error, "Text follows a closing quote.",
    cause: """
      A quote inside a quoted cell wasn't doubled. Programs that write CSV by joining texts do so.
      """,
    remedy: "Double the quotes that belong to the text, or move the text inside the quotes.",
    example: """
      `"Ada "Countess" Lovelace",ada@example.com`: the row is invalid; \
      `"Ada ""Countess"" Lovelace",ada@example.com` is right.
      """)

  static let quoteInsideCell = DiagnosticEntry(
    .structure, .warning, "A quote stands inside an unquoted cell.",
    cause: "The value holds a quote, and the program that wrote the file didn't quote the cell.",
    remedy: "It was kept as text; quote the cell and double the quote to be safe.",
    example: """
      `Ada,19" Racks Ltd.,ada@example.com`: the company is sent as `19" Racks Ltd.`, as it stands.
      """)

  static let undecodableBytes = DiagnosticEntry(
    .structure, .error, "The row holds bytes that are no text in the file's encoding.",
    cause: """
      Parts of the file were written in another encoding than the rest, or the encoding was \
      detected or given wrongly.
      """,
    remedy: "Check --encoding and how the file was saved, or retype the damaged characters.",
    example: """
      A UTF-8 file in which one program appended rows in Windows-1252: those with letters such as \
      `é` are invalid, the others are sent.
      """)

  static let jsonInvalid = DiagnosticEntry(
    .structure, .error, "The row isn't valid JSON.",
    cause: """
      The line was edited by hand, cut off, or written by a program that doesn't follow the rules. \
      The message says what is wrong and at which character.
      """,
    remedy: "Mend it: one JSON object a row, with double quotes and no trailing comma.",
    example: """
      `{'email': 'ada@example.com'}`: the row is invalid; `{"email": "ada@example.com"}` is right.
      """)

  static let jsonNotObject = DiagnosticEntry(
    .structure, .error, "The line is JSON, but not an object.",
    cause: "The program wrote lists or bare values, whose columns have no names.",
    remedy: "Put the values into an object: {\"email\": \"…\"}.",
    example: """
      `["Ada", "ada@example.com"]`: the row is invalid, because nothing says which value is what.
      """)

  static let jsonKeyRepeated = DiagnosticEntry(
    .structure, .warning, "The line has two values for one key; the last was taken.",
    cause: "Two sources were put together, or a program adds a key without looking for it.",
    remedy: "Check which value is right, and leave out the other.",
    example: """
      `{"email": "ada@old.example", "email": "ada@example.com"}`: `ada@example.com` is sent.
      """)

  static let stillDamaged = DiagnosticEntry(
    .structure, .error, "The row is as it was when it was found damaged.",
    cause: """
      A file of results came back with a row that was damaged in the file it came from. It looks whole \
      there, but nobody has changed its cells, so values may stand in the wrong columns. The end of its \
      reason tells that its cells are the same.
      """,
    remedy: "Mend its cells, or take the row out.",
    example: """
      A row that was too short stands in rejected.csv with blank cells at its end: it stays invalid until \
      one of its cells is changed.
      """)
}
