/// The names that exports use for columns, squashed (lower case, no accents, letters and digits
/// alone), the best first. As data: a new name is a new word here.
enum HeaderAliases {
  /// A field's names, and whether several columns may fill it.
  struct Entry: Sendable {
    var field: StandardField
    var names: [String]

    init(_ field: StandardField, _ names: String) {
      self.field = field
      self.names = names.split(separator: " ").map(String.init)
    }
  }

  static let entries: [Entry] = [
    Entry(
      .email,
      """
      email emailaddress workemail primaryemail businessemail professionalemail companyemail \
      enrichedemail recommendedemail email1value email1address mail mailaddress emailadresse \
      adressedemessagerie adressedecourrier adresseemail courriel correo correoelectronico \
      indirizzoemail emailwork emailid
      """),
    Entry(
      .additionalEmails,
      """
      secondaryemail tertiaryemail additionalemail otheremail otheremails alternateemail \
      personalemail directemail privateemail additionalemails email2value email3value email4value \
      email2address email3address email2adresse email3adresse adressedemessagerie2 \
      adressedemessagerie3 recommendedpersonalemail additionalemail1 additionalemail2 \
      personalemail2 personalemail3
      """),
    Entry(
      .linkedin,
      """
      linkedin linkedinurl linkedinprofile linkedinprofileurl linkedinprofilelink linkedinlink \
      personlinkedinurl personlinkedin prospectlinkedinurl linkedinurlpublic linkedinpublicurl \
      contactliprofileurl linkedincontactprofileurl contactlinkedinurl liprofileurl linkedinaddress \
      profilelinkpublicidentifier publicidentifier publicid linkedinslug linkedinid \
      prospectlinkedinidurl linkedinidurl linkedinprofileid linkedinmemberid memberlinkedinid \
      linkedinurluniqueid objecturn vmid profileurl profilelink url
      """),
    Entry(
      .salesNavigator,
      """
      salesnavigator salesnavigatorurl salesnavigatorprofileurl prospectsalesnavigatorurl \
      linkedinurlsalesnav linkedinsalesnav linkedinsalesnavigator linkedinsalesnavigatorurl \
      salesnavurl salesnavprofileurl salesnavigatorid memberlinkedinsalesnavid salesnavid snid
      """),
    Entry(
      .firstName,
      "firstname fname givenname forename prenom vorname nombre nome voornaam prospectfirstname"),
    Entry(
      .lastName,
      "lastname lname surname familyname nachname nom apellido apellidos cognome achternaam "
        + "prospectlastname"),
    Entry(
      .fullName,
      "fullname name contactfullname contactname displayname prospectname prospectfullname contact"),
    Entry(
      .companyName,
      """
      companyname company organization organisation organizationname organization1name accountname \
      currentcompany currentcompanyname employer companyaccount prospectcompany firma unternehmen \
      societe entreprise empresa azienda bedrijf
      """),
    Entry(
      .companyDomain,
      """
      companydomain companywebsite companywebsiteurl corporatewebsite employerdomain domain website \
      websiteurl webpage webpage1 pageweb webseite sitioweb sitoweb
      """),
    Entry(
      .companyLinkedin,
      """
      companylinkedinurl companylinkedin companylinkedinprofileurl linkedincompanyprofileurl \
      companyliprofileurl companylinkedinlink corporatelinkedinurl employerlinkedin \
      organizationlinkedinurl companylinkedinurluniqueid companyurl
      """),
    Entry(.companyID, "lemlistcompanyid"),
    Entry(
      .jobTitle,
      """
      jobtitle prospectposition position currentjob currentjobtitle organizationtitle \
      organization1title currentposition role funktion poste cargo qualifica functie title titre
      """),
    Entry(.jobDescription, "jobdescription positiondescription currentjobdescription"),
    Entry(.headline, "headline profileheadline linkedinheadline tagline occupation"),
    Entry(.about, "about summary profilesummary linkedinsummary bio biography"),
    Entry(
      .phone,
      """
      phone phonenumber workphone workdirectphone directphone directphonenumber businessphone \
      primaryphone mobilephone mobile mobilenumber cellphone phone1value phone1 contactphone1 \
      telephone telephonebureau telefon telefongeschaftlich mobiltelefon telmobile haupttelefon \
      telefono corporatephone
      """),
    Entry(
      .location,
      """
      location prospectlocation contactlocation personlocation profilelocation address1formatted \
      emplacement standort ubicacion city ville ort ciudad contactcity workcity mailingcity
      """),
    Entry(
      .industry,
      "industry companyindustry profileindustry linkedinindustry primaryindustry "
        + "companymainindustry industries branche secteur"),
    Entry(.timezone, "timezone"),
    Entry(.languages, "languages language langue langues sprache sprachen idioma"),
    Entry(.skills, "skills topskills topskillswithendorsements"),
    Entry(
      .picture,
      "picture pictureurl profilepicture profilepictureurl profileimageurl prospectprofilepicture "
        + "photo photourl imagelink avatar avatarurl"),
    Entry(.owner, "contactowner owner leadowner ownerid"),
    Entry(.contactID, "contactid lemlistcontactid"),
  ]

  /// The owner that a name may start with where the person's own fields are meant.
  static let personWords = [
    "person", "contact", "lead", "prospect", "profiles", "profile", "member", "data", "attributes",
    "properties", "fields", "values", "user",
  ]

  /// Fields that several columns may fill: the first identifier of each kind counts, and all
  /// additional addresses.
  static func takesSeveral(_ field: StandardField) -> Bool {
    field == .linkedin || field == .salesNavigator || field == .additionalEmails
  }
}
