internal import Foundation

/// The words of columns' names, as data: what they stand for, in the languages of the exports.
/// A new word is a new entry here or in its other part.
enum HeaderVocabulary {
  typealias Entry = (concepts: HeaderConcepts, phrases: String)

  /// Phrases are set apart by commas; their words may be written together, apart or in camel case.
  static let owners: [Entry] = [
    (
      [.person, .contact],
      "contact, contacts, kontakt, ansprechpartner, contacto, contato, contatto, контакт"
    ),
    (
      .person,
      """
      person, people, lead, leads, prospect, prospects, candidate, member, individual, customer, \
      client, personne, persona, pessoa, persoon, osoba, interessent, recipient, subscriber, \
      attendee, registrant
      """
    ),
    (
      .company,
      """
      company, companies, organization, organisation, org, employer, corporate, corporation, \
      business name, firma, firmenname, firmen, unternehmen, unternehmensname, arbeitgeber, \
      société, societe, entreprise, employeur, raison sociale, empresa, compañía, organización, \
      azienda, società, ditta, organizzazione, bedrijf, bedrijfsnaam, organisatie, werkgever, \
      przedsiębiorstwo, företag, arbetsgivare, společnost, организация, компания, фирма, virksomhed, \
      yritys, şirket, firmanavn, företagsnamn, nazwa firmy, název firmy, organização
      """
    ),
    ([.company, .account], "account, accounts"),
    (.work, "business, professional, work, mailing"),
    (
      .work,
      """
      geschäftlich, geschäftl, geschäft, gesch, dienstlich, dienstl, beruflich, bureau, professionnel, professionnelle, pro, \
      trabajo, laboral, profesional, comercial, lavoro, ufficio, aziendale, zakelijk, werk, \
      służbowy, firmowy, praca, arbete, jobb, pracovní, zaměstnání, рабочий, работа, trabalho, \
      profissional, del trabajo
      """
    ),
    (
      .recordOwner,
      """
      owner, besitzer, inhaber, zuständiger, propriétaire, propietario, proprietario, proprietário, \
      eigenaar, właściciel, ägare, vlastník, владелец, ответственный, owned by
      """
    ),
    (
      .secondPerson,
      """
      assistant, assistants, assistante, assistent, assistentin, asistente, assistente, asystent, \
      asistent, manager, managers, vorgesetzter, vorgesetzte, vorgesetzten, supervisor, boss, chef, \
      responsable, jefe, gerente, capo, reports to, reporting to, direct report, referred by, \
      referred, referrer, referral, empfohlen von, empfohlen, recommandé par, recomendado por, \
      referido por, consigliato da, introduced by, introducer, spouse, partner, partners, husband, \
      wife, ehepartner, ehegatte, ehefrau, conjoint, cónyuge, conyuge, coniuge, partenaire, child, \
      children, kinder, enfants, parent, parents, mother, father, emergency, emergency contact, \
      notfallkontakt, sales rep, sales representative, rep, representative, salesperson, sales \
      owner, account executive, account manager, ae, sdr, bdr, csm, agent, broker, recruiter, \
      coach, sender, sent by, created by, modified by, updated by, added by, imported by, \
      last modified by, assigned to, assignee, assigned, author, creator, delegate, colleague, second contact, secondary contact, second \
      person, alternate contact, alternative contact, other contact, seller, inviter, invited by, \
      host, organizer, organiser, teammate, secretary, sekretariat, secrétaire, secretaria, mentor, \
      friend, accountant, lawyer, attorney, supplier, vendor, closer, \
      billing contact, vertreter, betreuer, bearbeiter, berater, \
      sachbearbeiter, commercial, vendeur, vendedor, venditore, менеджер, супруг, opiekun, handläggare
      """
    ),
  ]

  static let qualifiers: [Entry] = [
    (
      .primary,
      """
      primary, main, preferred, default, best, recommended, principal, primär, haupt, \
      principale, primario, primária, hoofd, główny, huvud, hlavní, основной
      """
    ),
    (.direct, "direct, direkt, directo, diretto, durchwahl, ddi, did"),
    (
      .found, "enriched, found, professional enriched, guessed, corrected, new, final, current, b2b"
    ),
    (
      .secondary,
      """
      secondary, second, tertiary, third, fourth, additional, alternate, alternative, alt, backup, \
      extra, sekundär, zweite, weitere, weiterer, weiteres, zusätzliche, secondaire, secundario, \
      secundaria, secondario, secondaria, extra, drugi, sekundärt, další, дополнительный
      """
    ),
    (
      .personal,
      """
      personal, private, home, privat, priv, private, privée, privé, perso, personnel, personnelle, \
      domicile, particular, personale, abitazione, casa, privé, thuis, prywatny, domowy, \
      hem, soukromý, domů, домашний, личный, pessoal
      """
    ),
    (
      .other,
      "other, others, misc, andere, sonstige, autre, autres, otro, otra, altro, altra, outro, anders, inny, inne, annan, jiný, другой"
    ),
    (
      .verified,
      "verified, valid, validated, confirmed, deliverable, verifiziert, vérifié, verificado"
    ),
    (
      .neutral,
      """
      value, values, formatted, of, the, for, and, or, at, de, del, des, du, la, le, les, di, della, da, \
      do, der, die, das, für, von, van, voor, et, und, y, e, data, attributes, attribute, properties, \
      property, fields, field, cf, custom field, number, numbers, no, nr, num, nummer, numer, \
      numero, número, numéro, номер, public, unique, with endorsements, s, d, l, text, str, top, \
      his, her, your, my, what is, record, please enter, enter, vollständig
      """
    ),
    (
      .aspect,
      """
      status, verification, verified at, verified on, confidence, type, typ, label, source, date, \
      time, count, number of, no of, anzahl, nombre de, \
      número de, total, score, grade, rating, validation, bounce, bounced, bounces, sent, open, \
      opened, opens, click, clicked, clicks, reply, replied, replies, unsubscribed, unsubscribe, opt, \
      optin, opt in, optout, opt out, blacklisted, blacklist, hash, hashed, md5, sha, sha1, sha256, \
      deliverability, provider, quality, permission, consent, gdpr, frequency, notes, note, last \
      contacted, created, updated, modified, previous, former, past, old, ex, parent company, input, \
      original, query, searched, is, has, do not, don't, not, valid from, facebook, twitter, x com, \
      instagram, xing, github, youtube, tiktok, pinterest, crunchbase, angellist, whatsapp, skype, \
      telegram, fax, telefax, faks, факс, pager, telex, fee, connections, followers, follower, \
      activity, employees, employee, headcount, salutation, anrede, civilité, saludo, \
      tratamiento, suffix, prefix, middle, nickname, phonetic, yomi, maiden, campaign, form, \
      subject, template, message, invitation, invite, extension, ext, code, catch all, \
      risk, invalid, cc, bcc, reply to, from, billing, support, hr, login, rechnung, facturation, \
      facturación, suppressed, complaint, marketing, newsletter, \
      product, event, list, school, university, college, sequence, birth, parse, logo, \
      domain type, error, reason, premium, rank, level, start, end, since, years, months, \
      revenue, funding, cleaned, cleaned name, division, department, sub, competitor
      """
    ),
  ]

  /// All phrases, folded and without blanks.
  static let index: [String: HeaderConcepts] = {
    var index: [String: HeaderConcepts] = [:]
    for entry in owners + qualifiers + kinds {
      for phrase in entry.phrases.split(separator: ",") {
        let phrase = String(phrase).lowercased().filter { !$0.isWhitespace && $0 != "-" }
        for spelling in [phrase, Self.spelledOut(phrase)] {
          let folded = Self.folded(spelling).filter { $0 != "'" }
          // A phrase of two tables keeps its first meaning.
          if index[folded] == nil { index[folded] = entry.concepts }
        }
      }
    }
    return index
  }()

  /// The phrases by their number of characters.
  private static let byLength = Dictionary(
    grouping: index.map { (characters: Array($0.key), concepts: $0.value) }, by: \.characters.count)

  /// What a phrase, folded and without blanks, stands for; nil where it isn't known. A letter that
  /// a wrong encoding destroyed (U+FFFD) fits any.
  static func concepts(of phrase: String) -> HeaderConcepts? {
    if let concepts = index[phrase] { return concepts }
    guard phrase.unicodeScalars.contains("\u{FFFD}") else { return nil }
    let characters = Array(phrase)
    let fitting = byLength[characters.count, default: []].filter { entry in
      zip(entry.characters, characters).allSatisfy { $0 == $1 || $1 == "\u{FFFD}" }
    }
    let meanings = Set(fitting.map(\.concepts))
    return meanings.count == 1 ? meanings.first : nil
  }

  /// In lower case and without accents; ß is ss, and letters that fold to no base are replaced.
  static func folded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    let folded = text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
    var result = ""
    for character in folded.lowercased() {
      switch character {
      case "ß": result += "ss"
      case "ł": result += "l"
      case "ø": result += "o"
      case "æ": result += "ae"
      case "œ": result += "oe"
      case "đ": result += "d"
      case "ı": result += "i"
      default: result.append(character)
      }
    }
    return result
  }

  /// German umlauts as two letters, as systems without them write them.
  private static func spelledOut(_ text: String) -> String {
    text.replacing("ä", with: "ae").replacing("ö", with: "oe").replacing("ü", with: "ue")
  }
}
