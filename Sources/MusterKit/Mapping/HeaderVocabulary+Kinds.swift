/// The words for what a column holds.
extension HeaderVocabulary {
  static let kinds: [Entry] = [
    (
      .email,
      """
      email, emails, e mail, e mails, mail, mails, email id, email ids, courriel, messagerie, \
      adresse de messagerie, adresse de courrier, courrier électronique, adresse électronique, \
      correo, correo electrónico, dirección de correo electrónico, posta elettronica, \
      endereço de email, adres email, emailadresse, emailadres, e postadress, epost, epostadress, \
      eposta, почта, электронная почта, адрес электронной почты, эл почта, имейл, poczta, \
      sähköposti, elektronische post
      """
    ),
    (
      .phone,
      """
      phone, phones, telephone, tel, telefon, telefonnummer, rufnummer, téléphone, teléfono, \
      telefono, telefone, telefoon, telefoonnummer, телефон, puhelin, tlf, contact number, \
      phone number, phone no, numer telefonu, telefonní číslo
      """
    ),
    (
      [.phone, .mobile],
      """
      mobile, mobile phone, mobil, mobiltelefon, mobilnummer, mobilfunk, handy, handynummer, cell, \
      cell phone, cellphone, cellular, portable, téléphone mobile, tél mobile, móvil, celular, \
      cellulare, telemóvel, mobiel, komórka, telefon komórkowy, мобильный, мобильный телефон, sms, \
      gsm
      """
    ),
    (.linkedin, "linkedin, linked in, linkedln, li profile, li url, li link, линкедин, li"),
    (
      .salesNavigator,
      "sales navigator, sales nav, salesnav, sn id, sn url, sn profile, linkedin sales navigator"
    ),
    (.profile, "profile, profiles, profil, perfil, profilo, profiel, профиль"),
    (.url, "url, urls, uri, link, links, href, lien, enlace, ссылка, hyperlink"),
    (
      .website,
      """
      website, web site, web page, webpage, web, homepage, home page, site, site web, page web, \
      webseite, internetseite, internet, sitio web, página web, pagina web, sito web, sito, \
      strona www, strona internetowa, hemsida, webbplats, webové stránky, сайт, веб сайт, www, \
      webadresse, webbsida, website address
      """
    ),
    (
      .domain,
      "domain, domains, domain name, domaine, dominio, domínio, domein, domena, doména, домен"
    ),
    (.id, "id, ids, identifier, uid, uuid, guid, identifiant, identificador, kennung, key"),
    (.slug, "slug, vanity name, handle"),
    (
      .urn,
      "public id, public identifier, public profile id, object urn, vmid, vm id, member urn, profile urn"
    ),
    (
      .name,
      "name, names, nom, nombre, nome, naam, navn, namn, nazwa, název, имя и фамилия, nimi"
    ),
    (
      [.first, .name],
      """
      first name, firstname, fname, f name, given name, forename, vorname, vornamen, rufname, prénom, \
      primer nombre, nombre de pila, primeiro nome, nome próprio, voornaam, imię, förnamn, fornavn, \
      jméno, křestní jméno, имя, etunimi, nome di battesimo
      """
    ),
    (.first, "first, given"),
    (
      [.last, .name],
      """
      last name, lastname, lname, l name, surname, family name, familyname, nachname, familienname, \
      zuname, nom de famille, nom famille, apellido, apellidos, primer apellido, cognome, sobrenome, \
      apelido, achternaam, familienaam, nazwisko, efternamn, etternavn, efternavn, příjmení, фамилия, \
      sukunimi, soyadı, soyad
      """
    ),
    (.last, "last, family"),
    (
      [.full, .name],
      """
      full name, fullname, display name, complete name, vor und nachname, vorname nachname, \
      vollständiger name, nom complet, nom et prénom, prénom et nom, nombre completo, \
      nombre y apellidos, nome completo, volledige naam, imię i nazwisko, fullständigt namn, \
      celé jméno, jméno a příjmení, фио, полное имя, first and last name, name surname
      """
    ),
    (.full, "full, complete"),
    (.title, "title, titel, titre, título, titolo, tytuł"),
    (
      .position,
      """
      position, positions, poste, puesto, cargo, posizione, posição, funktion, fonction, función, \
      função, funzione, functie, qualifica, ruolo, rol, role, stanowisko, stellenbezeichnung, \
      berufsbezeichnung, jobbezeichnung, befattning, yrkestitel, arbetstitel, pozice, pracovní \
      pozice, должность, designation, intitulé du poste, intitulé de poste, intitulé, titre du poste, puesto de trabajo, cargo \
      actual, functietitel, stilling, jobtitel, tytuł zawodowy, título profesional
      """
    ),
    (.job, "job, jobs, emploi"),
    (.description, "description, beschreibung, descripción, descrizione, descrição, omschrijving"),
    (.headline, "headline, tagline, occupation, subline, slogan"),
    (.about, "about, about me, summary, bio, biography, biographie, biografie"),
    (
      .location,
      "location, standort, localisation, ubicación, localização, posizione geografica, "
        + "emplacement, lokalizacja, locatie, plats, местоположение, geography"
    ),
    (
      .address,
      """
      address, addresses, adresse, anschrift, dirección, indirizzo, endereço, adres, adress, adresa, \
      адрес, postal address
      """
    ),
    (
      .city,
      """
      city, town, cities, stadt, ort, wohnort, ville, ciudad, localidad, città, cidade, stad, plaats, \
      woonplaats, miasto, ort, město, город, city town, località
      """
    ),
    (
      .country,
      "country, countries, land, pays, país, paese, kraj, země, страна, country region, land region, nation, pays région"
    ),
    (
      .region,
      """
      state, province, region, county, state province, bundesland, bundesland kanton, kanton, \
      région, dép région, département, provincia, regione, estado, provincie, województwo, län, \
      kraj region, регион, область
      """
    ),
    (
      .street,
      "street, straße, rue, calle, via, rua, straat, ulica, gata, ulice, улица, street address, address line"
    ),
    (
      .postalCode,
      """
      zip, zip code, postal code, postcode, post code, postal, zip postal code, plz, postleitzahl, \
      code postal, código postal, codice postale, cap, cep, kod pocztowy, postnummer, psč, индекс
      """
    ),
    (
      .industry,
      "industry, industries, branche, secteur, secteur d'activité, sector, settore, setor, branża, "
        + "bransch, obor, отрасль, industria"
    ),
    (.timezone, "timezone, time zone, tz, zeitzone, fuseau horaire, zona horaria"),
    (
      .language,
      "language, languages, sprache, sprachen, langue, langues, idioma, idiomas, lingua, taal, język, språk, jazyk, язык"
    ),
    (.skill, "skill, skills, fähigkeiten, kenntnisse, compétences, habilidades, competenze"),
    (
      .picture,
      "picture, photo, photos, image, avatar, foto, bild, profile picture, headshot, imagen, immagine, pic"
    ),
    (.lemlist, "lemlist"),
  ]
}
