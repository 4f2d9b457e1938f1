/// What became of a contact: mostly the target's word, which nobody can change.
extension DiagnosticEntry {
  static let targetRejected = DiagnosticEntry(
    .answers, .error, "The target refused the contact.",
    cause: """
      A value isn't as the target wants it. Where the target gives a code of its own, such as \
      INVALID_FIELD, that stands in its place.
      """,
    remedy: "Correct what the reason names in rejected.csv, and import that file.",
    example: """
      GetSales answers with status 422 and `first_name: too long`: the row is rejected with that \
      reason, the others are sent.
      """)

  static let targetWarning = DiagnosticEntry(
    .answers, .warning, "The target took the contact, with a remark.",
    cause:
      "The answer holds a warning, or shows that something was done in another way than asked.",
    remedy: "Read the remark; nothing needs to be sent again.",
    example: """
      lemlist doesn't know the owner of a contact: the contact is there, and belongs to the key's \
      user.
      """)

  static let statusInferred = DiagnosticEntry(
    .answers, .note, "Whether it was created or updated is inferred, not told.",
    cause: """
      GetSales answers alike for new contacts and known ones. With targets.getsales.tell_created, a \
      contact that is at most 30 seconds old when the answer comes counts as created.
      """,
    remedy: "Nothing needs to be done. Switch tell_created off to have them all as upserted.",
    example: "The contact has `created_at` of last week: `updated`.")

  static let targetStopped = DiagnosticEntry(
    .answers, .error, "The target's answer ended the run.",
    cause: """
      The answer would be the same for every row: a wrong key, no credits, an unknown list, or an \
      outage that didn't end.
      """,
    remedy: """
      Mend the cause that the reason names, and go on with muster resume: no contact is doubled.
      """,
    example: """
      Status 401 at row 312: rows 1 to 311 are done, 312 and all others are not sent.
      """)

  static let gaveUp = DiagnosticEntry(
    .answers, .error, "The target kept failing on this contact.",
    cause: """
      Requests failed or weren't answered in time, as often as delivery.max_retries allows. \
      GetSales answers so to some values that it can't read, too.
      """,
    remedy: "Import rejected.csv again later; if only this row fails, its content is the cause.",
    example: "Status 500 six times for one row, while others pass: the row failed.")

  static let outcomeUnknown = DiagnosticEntry(
    .answers, .error, "The contact was sent and the answer never came.",
    cause: """
      The connection broke or the run ended between request and answer, and a repeat isn't safe \
      because update_if_exists is false.
      """,
    remedy: "Look at the target whether it is there before sending it again.",
    example: "A time-out behind the request: the row's status is unknown.")

  static let emailNotStored = DiagnosticEntry(
    .answers, .warning, "The target took the contact but did not store its e-mail address.",
    cause: """
      The answer shows the contact with another address or with none; the target may have matched \
      a contact that has its own.
      """,
    remedy: "Check the contact at the target.",
    example: "`ada@example.com` was sent, and the answer has `ada@old.example` only.")

  static let companyNotLinked = DiagnosticEntry(
    .answers, .warning,
    "The target doesn't know the company, so the contact isn't linked to it.",
    cause: "lemlist links contacts only to companies that it has already.",
    remedy: "Create the company at the target first.",
    example: """
      The company_domain `example.com`, and no company of that domain at lemlist: the contact is \
      there, without a company.
      """)

  static let unsubscribedAtTarget = DiagnosticEntry(
    .answers, .warning, "The person is unsubscribed at the target.",
    cause: "The person asked not to be written to; sending the contact again doesn't undo it.",
    remedy: "Leave the person out of campaigns, and put the address on the suppression list.",
    example: "lemlist answers with unsubscribed: the contact was updated, and is warned about.")

  static let notAddedToList = DiagnosticEntry(
    .answers, .warning, "The contact was accepted but could not be put on its list.",
    cause: """
      At lemlist the list is a second request. It failed, the list is dynamic, or the run ended \
      between the two.
      """,
    remedy: "Go on with muster resume: it adds the contact to the list.",
    example: "The connection breaks behind the last contact: it is at lemlist, and on no list.")

  static let alreadyThere = DiagnosticEntry(
    .answers, .note, "The contact is at the target already, and update_if_exists is false.",
    cause: "You asked that contacts which GetSales has be left alone.",
    remedy: "Nothing to do; set update_if_exists to true to update it.",
    example: "GetSales answers that the contact is a duplicate: the row is unchanged.")

  static let suppressed = DiagnosticEntry(
    .answers, .note, "The person is on a suppression list; nothing was sent.",
    cause: """
      A file under "suppress" names the person's e-mail address, its domain or the LinkedIn \
      profile.
      """,
    remedy: "Nothing to do; take the entry out of that file if it is wrong.",
    example: """
      `example.com` on the list, and `ada@example.com` in the row: the row is suppressed and costs \
      no request.
      """)

  static let leftOutByLimit = DiagnosticEntry(
    .answers, .note, "The contact was left out by --limit or --canary.",
    cause: "They let only the first contacts through, to try them before the rest.",
    remedy: "Go on with muster resume: it sends all that were left out.",
    example: "`--limit 20` and 500 contacts: 20 are sent, 480 are not.")

  static let runInterrupted = DiagnosticEntry(
    .answers, .note, "The run stopped before this contact was sent.",
    cause: "Somebody pressed Ctrl-C, the machine shut down, or the process was ended.",
    remedy: "Go on with muster resume: what was accepted isn't sent again.",
    example: "Ctrl-C at row 312: answers on their way are awaited, the rest is not sent.")
}
