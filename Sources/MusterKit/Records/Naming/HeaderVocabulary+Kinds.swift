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
      sähköposti, elektronische post, e posta adresi, email cím, adresă de email, електронна пошта, пошта, \
      ηλεκτρονικό ταχυδρομείο, alamat email, メールアドレス, メール, eメール, eメールアドレス, 電子メール, \
      電子メールアドレス, メアド, 邮箱, 郵箱, 电子邮箱, 电子邮件, 電子郵件, 邮件, 邮箱地址, 电子邮件地址, 電子郵件地址, 电邮, 信箱, \
      電子信箱, 이메일, 이메일 주소, 메일, 메일 주소, 전자우편
      """
    ),
    (
      .phone,
      """
      phone, phones, telephone, tel, telefon, telefonnummer, rufnummer, téléphone, teléfono, \
      telefono, telefone, telefoon, telefoonnummer, телефон, puhelin, tlf, contact number, \
      phone number, phone no, ph, numer telefonu, telefonní číslo, telefon numarası, telefonszám, τηλέφωνο, \
      nomor telepon, 電話番号, 電話, 连絡先電話番号, 电话, 电话号码, 電話號碼, 联系电话, 聯絡電話, 전화번호, 전화, 연락처
      """
    ),
    (
      [.phone, .mobile],
      """
      mobile, mobile phone, mobil, mobiltelefon, mobilnummer, mobilfunk, handy, handynummer, cell, \
      cell phone, cellphone, cellular, portable, téléphone mobile, tél mobile, móvil, celular, \
      cellulare, telemóvel, mobiel, komórka, telefon komórkowy, мобильный, мобильный телефон, sms, \
      gsm, mobilní telefon, matkapuhelin, cep telefonu, 携帯, 携帯電話, 携帯番号, 携帯電話番号, 手机, 手機, 手机号, \
      手机号码, 手機號碼, 移动电话, 行動電話, 휴대폰, 휴대폰 번호, 휴대전화, 휴대전화 번호, 핸드폰, 핸드폰 번호, 휴대전화번호
      """
    ),
    (
      .linkedin,
      "linkedin, linked in, linkedln, li profile, li url, li link, линкедин, li, リンクトイン, 领英, 領英, 링크드인"
    ),
    (
      .salesNavigator,
      "sales navigator, sales nav, salesnav, sn id, sn url, sn profile, linkedin sales navigator"
    ),
    (.profile, "profile, profiles, profil, perfil, profilo, profiel, профиль, プロフィール"),
    ([.profile, .id], "hash id, sn hash id"),
    (
      .url,
      "url, urls, uri, link, links, page, pages, página, pagina, href, lien, enlace, ссылка, hyperlink, リンク, 链接, 連結, 링크"
    ),
    (
      .website,
      """
      website, web site, web page, webpage, web, homepage, home page, site, site web, page web, \
      webseite, internetseite, internet, sitio web, página web, pagina web, sito web, sito, \
      strona www, strona internetowa, hemsida, webbplats, webové stránky, сайт, веб сайт, www, \
      webadresse, webbsida, website address, hjemmeside, nettside, nettsted, kotisivu, verkkosivu, weboldal, \
      honlap, web sitesi, internet sitesi, вебсайт, ιστοσελίδα, situs web, ウェブサイト, webサイト, ホームページ, サイト, 网站, \
      網站, 网址, 網址, 官网, 官網, 主页, 홈페이지, 웹사이트, 웹 사이트
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
      "name, names, nom, nombre, nome, naam, navn, namn, nazwa, název, имя и фамилия, nimi, név, nume, nama, 名前, お名前, 名字, 이름"
    ),
    (
      [.first, .name],
      """
      first name, firstname, fname, f name, given name, forename, vorname, vornamen, rufname, prénom, \
      primer nombre, nombre de pila, primeiro nome, nome próprio, voornaam, imię, förnamn, fornavn, \
      jméno, křestní jméno, имя, etunimi, nome di battesimo, keresztnév, utónév, prenume, meno, ім'я, όνομα, \
      nama depan, ön ad, isim, 名
      """
    ),
    (.first, "first, given, primeiro"),
    (
      [.last, .name],
      """
      last name, lastname, lname, l name, surname, family name, familyname, nachname, familienname, \
      zuname, nom de famille, nom famille, apellido, apellidos, primer apellido, cognome, sobrenome, \
      apelido, achternaam, familienaam, nazwisko, efternamn, etternavn, efternavn, příjmení, фамилия, \
      sukunimi, soyadı, soyad, soyisim, vezetéknév, nume de familie, priezvisko, прізвище, επώνυμο, \
      nama belakang, último nome, último apelido, último apellido, 姓, 苗字, 성, 성씨
      """
    ),
    (.last, "last, family"),
    (
      [.full, .name],
      """
      full name, fullname, display name, complete name, vor und nachname, vorname nachname, \
      vollständiger name, nom complet, nom et prénom, prénom et nom, nombre completo, \
      nombre y apellidos, nome completo, volledige naam, imię i nazwisko, fullständigt namn, \
      celé jméno, jméno a příjmení, фио, полное имя, first and last name, name surname, fulde navn, fullt navn, koko nimi, teljes név, \
      nume complet, nume și prenume, піб, ονοματεπώνυμο, nama lengkap, ad soyad, adı soyadı, ad ve soyad, \
      isim soyisim, 氏名, 姓名, ご氏名, フルネーム, 全名, 성명, 성함
      """
    ),
    (.full, "full, complete"),
    ([.full, .address], "raw address"),
    (.title, "title, titel, titre, título, titolo, tytuł, unvan, unvanı, ünvan, ünvanı, titteli"),
    (
      .position,
      """
      position, positions, poste, puesto, cargo, posizione, posição, funktion, fonction, función, \
      função, funzione, functie, qualifica, ruolo, rol, role, stanowisko, stellenbezeichnung, \
      berufsbezeichnung, jobbezeichnung, befattning, yrkestitel, arbetstitel, pozice, pracovní \
      pozice, должность, designation, intitulé du poste, intitulé de poste, intitulé, titre du poste, puesto de trabajo, cargo \
      actual, functietitel, stilling, jobtitel, tytuł zawodowy, título profesional, stillingsbetegnelse, tehtävänimike, asema, \
      beosztás, munkakör, funcție, посада, θέση, jabatan, pozisyon, görev, görevi, meslek, 役職, 役職名, 肩書, 肩書き, \
      職位, 職務, 职位, 职务, 職務名稱, 职称, 職稱, 头衔, 頭銜, 岗位, 직책, 직함, 직위, 직급, 직책명
      """
    ),
    (.job, "job, jobs, emploi"),
    (.description, "description, beschreibung, descripción, descrizione, descrição, omschrijving"),
    (.headline, "headline, tagline, occupation, subline, slogan"),
    (.about, "about, about me, summary, bio, biography, biographie, biografie"),
    (
      .location,
      "location, standort, localisation, ubicación, localização, posizione geografica, "
        + "emplacement, lokalizacja, locatie, plats, местоположение, geography, 所在地, 位置, 위치, 지역"
    ),
    (
      .address,
      """
      address, addresses, adresse, anschrift, dirección, indirizzo, endereço, adres, adress, adresa, \
      адрес, postal address, 住所, 地址, 주소
      """
    ),
    (
      .city,
      """
      city, town, cities, stadt, ort, wohnort, ville, ciudad, localidad, città, cidade, stad, plaats, \
      woonplaats, miasto, ort, město, город, city town, località, kaupunki, şehir, il, oraș, місто, πόλη, kota, 市, 市区町村, 城市, 도시, 시
      """
    ),
    (
      .country,
      "country, countries, land, pays, país, paese, kraj, země, страна, country region, land region, nation, pays région, maa, ülke, ország, țară, країна, χώρα, negara, 国, 国名, 国家, 國家, 국가, 나라"
    ),
    (
      .region,
      """
      state, province, region, county, state province, bundesland, bundesland kanton, kanton, \
      région, dép région, département, provincia, regione, estado, provincie, województwo, län, \
      kraj region, регион, область, 都道府県, 省, 省份, 州, 시도
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
      code postal, código postal, codice postale, cap, cep, kod pocztowy, postnummer, psč, индекс, postinumero, posta kodu, irányítószám, 郵便番号, 邮编, 邮政编码, 郵遞區號, 우편번호
      """
    ),
    (
      .industry,
      "industry, industries, branche, secteur, secteur d'activité, sector, settore, setor, branża, "
        + "bransch, obor, отрасль, industria, sektör, toimiala, iparág, галузь, 業種, 業界, 行业, 行業, 업종, 산업"
    ),
    (.timezone, "timezone, time zone, tz, zeitzone, fuseau horaire, zona horaria"),
    (
      .language,
      "language, languages, sprache, sprachen, langue, langues, idioma, idiomas, lingua, taal, język, språk, jazyk, язык, 言語, 语言, 語言, 언어"
    ),
    (
      .skill,
      "skill, skills, all skills, fähigkeiten, kenntnisse, compétences, habilidades, competenze"
    ),
    (
      .picture,
      "picture, img, photo, photos, image, avatar, foto, bild, profile picture, headshot, imagen, immagine, pic"
    ),
    (.lemlist, "lemlist"),
  ]
}
