internal import Foundation

/// How often the letters beyond ASCII stand where, in the languages that lead files are in.
///
/// Counted over the commonest 30,000 words of each language (the wordfreq lists of R. Speer, 2021)
/// and 3,000 invented names, cities and companies (Faker), case folded.
enum LetterStatistics {
  /// A language's letters, and how much rarer it is in lead files than the commonest ones, as the
  /// logarithm of the odds.
  typealias Language = (expectation: Double, letters: String)

  /// A frequency is written as a letter: `a` is all of a language's letters beyond ASCII, and each
  /// step is half a unit of the natural logarithm; `z` is never, or next to it.
  static func frequency(_ code: UInt8) -> Double {
    code == UInt8(ascii: "z") ? 0 : exp(-Double(code - UInt8(ascii: "a")) / 2)
  }

  /// Latin letters by language, separated by spaces: each with nine frequencies, those of its
  /// places. Places go by what stands before and behind, a vowel, a consonant or the edge of the
  /// word: vowel–vowel, vowel–consonant, vowel–edge, consonant–vowel and so on to edge–edge.
  static let latin: [Language] = [
    // German
    (0, "üzqzzcpzhs ärnzhdmnjs özntscpzjs ßkjizzzzzz ézzzzqnzzz"),
    // French
    (
      0,
      """
      ékijfcesft èzhzzgzzrv êzozzhzzmz çmzzizzmzt ôztzziuztt îzjzzqzzpz àzzzzzmzzk \
      ëzjszzzzzz ïrkqzzzzzz âzpzzkzznu ûzmzzmqzzz œzzznvzozz
      """
    ),
    // Spanish
    (0, "ózfizfgzls ávjpjeipis íkimefjzmv éuikmfizlu ñezzzzzzzu úzlznhlzlz àzzzzunzzt"),
    // Portuguese
    (
      0,
      """
      ãhumeoktzu çezzfzzvzv ázjmmfhqjr érlmkfhzkk íphmmfstkz óznsnglzms úziszhszlz \
      êzlmphkzqt õnzzhzzzzz âzqzvizzkz ôzzzmjnzqu àzzzzzzznm
      """
    ),
    // Italian
    (
      0,
      """
      àzzhzzczzn òzzhzzezzz èzziqzgzzf ézzpqmfzol ìzzmzofzzz ùzzgzzhzzz özzzzkzzzz \
      ízzznomzzz ázqpznozqz ózpozopzzz úzznzzzzzz
      """
    ),
    // Catalan
    (
      -1.5,
      """
      ózldziizps àzkknegpjq èzjjlflzls íukljfizmz ézlmlhhzjs òzmzzfjzmz çislhzkzzz \
      úzrzthkzju ïpiozzzzzz üzpzjszzzz ázpzslozoz ñmzzzzzzzz
      """
    ),
    // Dutch
    (
      -0.5,
      """
      ëjddzzzzzz ézhihgfikp ïlgozzzzzz özkzzgqzzz èzizzilzpz âzzzzgzzzz çmzzhzzzzz \
      ûzzzzhzzzz ózkzlmnonz üzmzzkzznz áznzqkozqp ízzzlozzzz àzzzzzozzm êznzzpzzzz
      """
    ),
    // Swedish
    (-0.5, "övozpcisgr äwnusdozht årrimehuhq ézzzlinzzv"),
    // Danish
    (-0.5, "øzlznchkgq æzqzmdozjt åvqvjfgshr ézzzpolznz"),
    // Norwegian
    (-0.5, "øimifcgihs åsirldgthj æzrzzfqznr ézzzrqnzov"),
    // Finnish
    (-0.5, "ämfgdcdklu öoikjgirqv"),
    // Icelandic
    (
      -2,
      """
      óvnrkcnskt ðgghijlzzw ítprhfmqjm áwrxmgkqhm özwzufqzkv þmpzjnvhju úzvxkhnukt \
      æzqzpgqxlu ýzzzqilznx ézzzriozox
      """
    ),
    // Polish
    (
      0,
      """
      łehhfplitu ózkzzezzrv śzgizlnzhv ęzhkzghzzv ązjlzggzzv żhikkoriou ćzmgwtjzov \
      ńziizzszzz źzjpznmwoz
      """
    ),
    // Czech
    (
      0,
      """
      ázmzweezyv íztpzffzux šhhjjmukiw ězzzzfizzz čhiljnoimt řinkgprkux žhjkmnpjow \
      ýzzzthhzzz ézqzzihzuz ůzzyzijzzz úzszzrvzkw ňolmouxyzz ťuuplwoxzz üzzzzmzzzz \
      ďsspptvvzz
      """
    ),
    // Slovak
    (
      -0.5,
      """
      ázksredvqv šhhjinsjiu čgijippins íztosfjzrx ýzzzrhhzzx ézpzzihzux žijmmorjpw \
      úzquzhjzkx ľjjmlwzkxv ťmrikuknzx ňjolkzvqzz ďmqnoztkzx ôzzzzjzztz ózpzzkyzzv \
      äzzzzlrzzz
      """
    ),
    // Hungarian
    (
      0,
      """
      ávjvocnwju ézkvsdlxhu özizxfwzlv óslnoghwmu őznumgjzor ízkzwhxzmx üzozzhuzmx \
      úznqrjnzkw űzprqkmztz
      """
    ),
    // Slovenian
    (-1, "čegeglohjt šgfjgithhu žfhihnngkt ćzzizzzzzv"),
    // Croatian
    (-0.5, "ćhnckzzlzw šfgiimuhhu čfhkhpvhnv žgjniqsipv đisukzzkzv"),
    // Romanian
    (0, "ăzomjddtpt ţevkfvokzu şggilosjjt îzpzsnsoft âzqzmfzzzu"),
    // Turkish
    (-0.5, "ısimjdfsnr üsjskejpit şgghkxtgll çijkhmmgzu ğghmzzzqzx özmzlhtphu âzwvqlpxpz"),
    // Lithuanian
    (
      -1.5,
      """
      ėznzzdfzpu šhflljrhkt žgjoiouglt ųzngznfzsv ūzirzfzznv ązqlzkgzmt čgsqjzsmzu \
      įwpzzmiqim ęzzzzjizzw
      """
    ),
    // Latvian
    (
      -1.5,
      """
      āzkzodgziu īzrxzdlzmx ņfftlxzpzz šhkskhgknv ēzqzxekzkv ūzwzvgpzpx ļjmojuznzx \
      ķjzzluwnzz ģjxzmzzlxx žkpqmswmxw čmszqzwnzx
      """
    ),
    // Estonian
    (-2, "äzgzfdzzzz õzzzhdzhzz üzhzhfzzhz škzzgzzjjz žzhzzzzizz özjzjjzzzz"),
  ]

  /// Letters of other scripts by language: each with one frequency, wherever it stands.
  static let other: [Language] = [
    // Russian
    (0, "оeаfеfиfнfвgрgсgтgлgкgмhдhпhуhгiбiяiьiзjыjйjхjчjшkфkжkюlцlщmэmёqъq"),
    // Ukrainian
    (-0.5, "аfоfнfкgеgрgиgвgіgсgтgлgдhмhуhпiбiьiяiчiгiзiйjхjшjцjюkжkєkїlщlфlґp"),
    // Bulgarian
    (-1, "аeоfиfеfнfвgрgтgкgлgсgдhпhмhяiуiзiбiчiгjъjцkхkшkжkйkфlщlюmьm"),
    // Macedonian
    (-2, "аeиfоfеfтfнfрgсgвgкhлhдhпhмhуhзiбiјiгiчjшjцjжkњlфlхmќmѓoџpљr"),
    // Greek
    (0, "αfοfσgτgρgιgνgεgκgλgηhυhπhμhςhάhίhδiγiόiέiήjύjβjωjχjφjθjζkώkξlψnϊpΐq"),
    // Hebrew
    (0, "יeוfרfהfלgאgמgבgתgשgנhדhעhחhןhסiםiקiגiפiכiטjזjצjץmךmףm"),
    // Arabic
    (0, "اeلeيfمgرgنgوgتgبhعhدhةhسhفhحiقiهiكiجiأiشjصjطjخjزkضkغlثlإlئlىlءlذlظlآmؤn"),
    // Persian
    (0, "اeیfرfنfمfوgدgهgتgسgبhلhيhشhکiزiفiعiگjحjپjجjخjقjآkصkطlكlغlچlضmذmثnژnئoظo"),
    // Thai
    (
      0,
      """
      าgนgรgกgอgเhมhงhัhยh่hิhดh้hตhสhวhลhีhหiบiแiคiทiพi์iุiชjะjขjูjปjจjไjโkืkถkำkธkศkผk็l\
      ซlษlภlณlญlใlฐmฟmึmฉnฤo๊o๋oฒpฝqฑqฬqฎr
      """
    ),
  ]
}
