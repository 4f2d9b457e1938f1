/// The months' names in English, German, French, Spanish, Italian, Portuguese and Dutch.
enum MonthName {
  /// The month of a name or its abbreviation, from 1, whatever the case; nil for another word.
  static func number(of name: Substring) -> Int? {
    numbers[name.lowercased()]
  }

  private static let numbers: [String: Int] = {
    var numbers: [String: Int] = [:]
    for (index, month) in names.enumerated() {
      for name in month.split(separator: " ") { numbers[String(name)] = index + 1 }
    }
    return numbers
  }()

  private static let names = [
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari",
    "february feb februar februari février fevrier févr fevr fév fev febrero febbraio fevereiro",
    "march mar märz maerz mär mrz mars marzo março marco maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug août aout agosto ago augustus",
    "september sep sept septembre septiembre setiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
  ]
}
