internal import Foundation

/// The words of columns' names, as data: what they stand for, in the languages of the exports.
/// A new word is a new entry here or in its other part.
enum HeaderVocabulary {
  typealias Entry = (concepts: HeaderConcepts, phrases: String)

  /// Phrases are set apart by commas; their words may be written together, apart or in camel case.
  static let owners: [Entry] = [
    (
      [.person, .contact],
      """
      contact, contacts, kontakt, ansprechpartner, ansprechperson, contacto, contato, contatto, \
      контакт, contactpersoon, kontaktperson, kontaktperzon, osoba kontaktowa, kontaktní osoba, \
      interlocuteur, コンタクト, 取引先責任者, 联系人, 聯絡人, 聯繫人, 연락 담당자
      """
    ),
    (
      .person,
      """
      person, people, lead, leads, prospect, prospects, candidate, member, individual, customer, \
      client, personne, persona, pessoa, persoon, osoba, interessent, recipient, subscriber, \
      attendee, registrant, invitee, respondent, guest, participant, teilnehmer, teilnehmerin, gast, \
      participante, partecipante, deelnemer, uczestnik, deltagare, リード, 見込み客, 客户, 潜在客户, 잠재고객
      """
    ),
    (
      .company,
      """
      company, companies, organization, organisation, org, employer, corporate, corporation, \
      business name, firma, firmenname, firmen, unternehmen, unternehmensname, arbeitgeber, \
      société, societe, entreprise, employeur, raison sociale, ragione sociale, razón social, razão social, empresa, compañía, organización, \
      azienda, società, ditta, organizzazione, bedrijf, bedrijfsnaam, organisatie, werkgever, \
      przedsiębiorstwo, företag, arbetsgivare, společnost, организация, компания, фирма, virksomhed, \
      yritys, şirket, firmanavn, företagsnamn, nazwa firmy, název firmy, organização, firmy, selskab, selskap, bedrift, \
      cég, cégnév, companie, întreprindere, компанія, підприємство, εταιρεία, perusahaan, \
      nama perusahaan, şirket adı, firma adı, kurum, 会社, 会社名, 企業, 企業名, 法人名, 社名, 貴社名, 御社名, 勤務先, \
      勤務先名, 所属企業, 公司, 公司名称, 公司名稱, 客户名称, 公司名, 企业, 企业名称, 企業名稱, 单位, 单位名称, 회사, 회사명, 회사 이름, \
      기업, 기업명, 업체명, 직장
      """
    ),
    ([.company, .account], "account, accounts, 取引先, 取引先名"),
    (.user, "user, users, benutzer, utilisateur, usuario, usuário, utente, gebruiker, użytkownik"),
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
      eigenaar, właściciel, ägare, vlastník, владелец, ответственный, owned by, responsible, responsible person, responsible user, \
      responsável, verantwortlich, verantwortlicher, betreuer, kundenbetreuer, assigned, assigned to, \
      assignee, assigned user, sales owner, event owner, opiekun, zugewiesen an, attribué à, asignado a, \
      assegnato a, toegewezen aan, ejer, eier, sahibi, 所有者, 営業担当, 営業担当者, 自社担当者, 负责人, 所有人, 소유자, \
      영업 담당자
      """
    ),
    (
      .secondPerson,
      """
      assistant, assistants, assistante, assistent, assistentin, asistente, assistente, asystent, \
      asistent, manager, managers, vorgesetzter, vorgesetzte, vorgesetzten, supervisor, boss, chef, \
      responsable, jefe, gerente, capo, reports to, reporting to, direct report, referred by, \
      referred, referrer, referral, empfohlen von, empfohlen, recommandé par, recomendado por, \
      referido por, consigliato da, connected by, connected via, mutual, mutual connection, \
      mutual connections, mutual contact, similar, lookalike, viewed, also viewed, our, unser, unsere, \
      nuestro, nuestra, notre, nostro, nosso, internal, intern, interner, interne, interno, wewnętrzny, \
      backup contact, introduced by, introducer, spouse, partner, partners, husband, \
      wife, ehepartner, ehegatte, ehefrau, conjoint, cónyuge, conyuge, coniuge, partenaire, child, \
      children, kinder, enfants, parent, parents, mother, father, emergency, emergency contact, \
      notfallkontakt, sales rep, sales representative, rep, representative, salesperson, uploader, uploaded by, \
      account executive, account manager, ae, sdr, bdr, csm, agent, broker, recruiter, \
      coach, sender, sent by, created by, modified by, updated by, added by, imported by, \
      last modified by, sourced by, contacted by, called by, author, creator, delegate, colleague, second contact, secondary contact, second \
      person, alternate contact, alternative contact, other contact, seller, inviter, invited by, \
      host, hosts, organizer, organiser, veranstalter, gastgeber, organisateur, organizador, teammate, secretary, sekretariat, secrétaire, secretaria, mentor, \
      friend, accountant, lawyer, attorney, supplier, vendor, closer, \
      billing contact, vertreter, bearbeiter, berater, \
      sachbearbeiter, commercial, vendeur, vendedor, venditore, менеджер, супруг, handläggare, ceo, coo, \
      cfo, cto, cmo, founder, founders, cofounder, gründer, mitgründer, fondateur, cofondateur, \
      fundador, cofundador, fondatore, oprichter, założyciel, grundare, geschäftsführer, investor, \
      investors, investisseur, inversor, investitore, consultant, advisor, adviser, teacher, lehrer, \
      trainer, mitarbeiter, mitarbeiterin, reseller, wiederverkäufer, distributor, händler, revendeur, \
      vertrieb, vertriebler, vertriebspartner, vertriebsmitarbeiter, außendienst, innendienst, \
      verkäufer, verkäuferin, ansprechpartner intern, gestionnaire, conseiller, conseillère, \
      apporteur, asesor, asesora, gestor, comercial responsable, del comercial, do comercial, comercial asignado, ejecutivo, ejecutiva, agente, \
      responsabile, commerciale, referente interno, rappresentante, representante, consultor, \
      corretor, handlowiec, handlowca, doradca, doradcy, sprzedawca, vertegenwoordiger, \
      accountmanager, verkoper, säljare, selger, sælger, myyjä, obchodník, satıcı, temsilci, \
      müşteri temsilcisi, продавец, консультант, партнёр, партнер, 上司, 紹介者, 代理店, 销售, 销售员, 销售人员, \
      业务员, 推荐人, 상사, 추천인
      """
    ),
  ]

  static let qualifiers: [Entry] = [
    (
      .primary,
      """
      primary, main, preferred, default, best, recommended, starred, principal, primär, haupt, \
      principale, primario, primária, hoofd, główny, huvud, hlavní, основной
      """
    ),
    (.direct, "direct, direkt, directo, diretto, durchwahl, ddi, did"),
    (
      .found,
      """
      enriched, found, professional enriched, corrected, new, final, current, b2b, third party, 3rd party
      """
    ),
    (
      .secondary,
      """
      secondary, second, tertiary, third, fourth, additional, alternate, alternative, alt, backup, \
      extra, supplemental, supplementary, sekundär, zweite, weitere, weiterer, weiteres, zusätzliche, secondaire, secundario, \
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
      his, her, your, my, what is, record, please enter, enter, vollständig, 様, 番号
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
      risk, invalid, registrar, registration, post, posts, press, presse, prensa, stampa, team, teams, \
      generic, general, generisch, generisk, career, careers, karriere, job board, invoice, invoices, \
      invoicing, accounting, accounts payable, finance, procurement, purchasing, reception, webmaster, \
      newsroom, buchhaltung, rechnungen, einkauf, empfang, comptabilité, contabilidad, contabilità, \
      administratie, księgowość, sales, ehemalige, ehemaliger, ehemaliges, frühere, früherer, vorherige, \
      vorheriger, précédent, précédente, ancien, ancienne, anterior, antiguo, antigua, precedente, \
      vorige, poprzedni, poprzednia, tidigare, cc, bcc, reply to, from, billing, support, hr, login, rechnung, facturation, \
      facturación, suppressed, complaint, marketing, newsletter, \
      product, event, list, school, university, college, sequence, birth, parse, logo, \
      domain type, error, reason, フリガナ, ふりがな, カナ, かな, セイ, メイ, 備考, メモ, 部署, 部署名, 所属部署, \
      性別, 生年月日, 状態, 状況, ステータス, 件名, 备注, 部门, 部門, 性别, 来源, 状态, 生日, 비고, 메모, 부서, 부서명, 성별, 생년월일, 상태, \
      출처, premium, rank, level, start, end, since, years, months, \
      revenue, funding, cleaned, cleaned name, division, department, sub, competitor
      """
    ),
  ]

  /// Words that mean this only where nothing else stands in the name: "Ad" is a first name in
  /// Turkish, and "Ad Name" an advertisement's.
  static let alone: [Entry] = [
    (.company, "co"),
    ([.first, .name], "ad, adı, adi"),
    (.city, "by"),
  ]

  /// Programs that find addresses: their name says where a value is from.
  private static let finders: [Entry] = [
    (
      .found,
      """
      dropcontact, from dropcontact, lusha, kaspr, snov, snovio, rocketreach, cognism, contactout, \
      fullenrich, datagma, findymail, prospeo, icypeas, skrapp, bettercontact, enrow, leadmagic, \
      wiza, surfe, zoominfo, from hunter, from lusha, from kaspr, from apollo
      """
    )
  ]

  /// All phrases, folded and without blanks.
  static let index = phrases(owners + qualifiers + finders + kinds)
  static let indexAlone = phrases(alone)

  private static func phrases(_ entries: [Entry]) -> [String: HeaderConcepts] {
    var index: [String: HeaderConcepts] = [:]
    for entry in entries {
      for phrase in entry.phrases.utf8.split(separator: UInt8(ascii: ",")) {
        for key in keys(of: Substring(phrase)) {
          // A phrase of two tables keeps its first meaning.
          if index[key] == nil { index[key] = entry.concepts }
        }
      }
    }
    return index
  }

  /// The spellings of a phrase, folded and without blanks. Most phrases are ASCII: to go by their bytes takes
  /// a tenth of the time, which each start of the program takes.
  private static func keys(of phrase: Substring) -> [String] {
    if phrase.isASCII {
      let bytes = phrase.utf8.filter {
        $0 > 0x20 && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "'")
      }
      return [String(decoding: bytes, as: UTF8.self).lowercased()]
    }
    let phrase = phrase.lowercased().filter { !$0.isWhitespace && $0 != "-" }
    let spelledOut = spelledOut(phrase)
    let spellings = spelledOut == phrase ? [phrase] : [phrase, spelledOut]
    return spellings.map { folded($0).filter { $0 != "'" } }
  }

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
    if text.isASCII { return text.lowercased() }
    let folded = text.folding(
      options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil)
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

  /// German umlauts in lower case as two letters, as systems without them write them.
  static func spelledOut(_ text: String) -> String {
    if text.isASCII { return text }
    return text.reduce(into: "") { result, character in
      switch character {
      case "ä": result += "ae"
      case "ö": result += "oe"
      case "ü": result += "ue"
      default: result.append(character)
      }
    }
  }
}
