/// Dates as HTTP servers write them.

/// Reads the date forms that stand in HTTP headers.
enum HTTPDate {
  /// The seconds since 1970-01-01 00:00 UTC; nil if the text is no date of a known form.
  ///
  /// Known are the three forms of RFC 9110, section 5.6.7 (`Tue, 16 Feb 2021 08:02:42 GMT`,
  /// `Tuesday, 16-Feb-21 08:02:42 GMT`, `Tue Feb 16 08:02:42 2021`) and the text of a JavaScript
  /// date, which lemlist sends
  /// (https://developer.lemlist.com/api-reference/getting-started/rate-limits):
  /// `Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Standard Time)`. The bracket may be
  /// missing or in any language. Month names are English; the day of the week isn't checked.
  static func parse(_ text: String) -> Int? {
    let plain = text.prefix { $0 != "(" }
    var parts = plain.split { $0 == " " || $0 == "," || $0 == "-" && !plain.contains("GMT-") }
    guard let first = parts.first, first.allSatisfy(\.isLetter) else { return nil }
    parts.removeFirst()
    guard parts.count >= 4 else { return nil }
    if monthNumber(parts[0]) != nil {
      // `Feb 16 2021 09:02:42 GMT+0100` or `Feb 16 08:02:42 2021`.
      let hasYearFirst = !parts[2].contains(":")
      return seconds(
        day: parts[1], month: parts[0], year: hasYearFirst ? parts[2] : parts[3],
        time: hasYearFirst ? parts[3] : parts[2],
        zone: hasYearFirst ? parts.dropFirst(4).first ?? "" : "GMT")
    }
    return seconds(
      day: parts[0], month: parts[1], year: parts[2], time: parts[3],
      zone: parts.dropFirst(4).first ?? "")
  }

  private static func seconds(
    day: Substring, month: Substring, year: Substring, time: Substring, zone: Substring
  ) -> Int? {
    guard let month = monthNumber(month), let day = number(day, in: 1...31),
      var year = number(year, in: 0...9999), let offset = offset(of: zone)
    else { return nil }
    // RFC 9110: a year of two digits is the one nearest to now that isn't far in the future.
    if year < 70 { year += 2000 } else if year < 100 { year += 1900 }
    let clock = time.split(separator: ":", omittingEmptySubsequences: false)
    guard clock.count == 3, let hour = number(clock[0], in: 0...23),
      let minute = number(clock[1], in: 0...59), let second = number(clock[2], in: 0...60)
    else { return nil }
    return days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second
      - offset
  }

  /// `GMT`, `GMT+0100`, `GMT-0330`: in seconds east of Greenwich.
  private static func offset(of zone: Substring) -> Int? {
    guard zone.hasPrefix("GMT") || zone == "UTC" else { return nil }
    let digits = zone.dropFirst(3)
    guard let sign = digits.first else { return 0 }
    guard digits.count == 5, sign == "+" || sign == "-",
      let hours = number(digits.dropFirst().prefix(2), in: 0...14),
      let minutes = number(digits.suffix(2), in: 0...59)
    else { return nil }
    return (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
  }

  private static func number(_ text: Substring, in range: ClosedRange<Int>) -> Int? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text),
      range.contains(value)
    else { return nil }
    return value
  }

  private static func monthNumber(_ name: Substring) -> Int? {
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return names.firstIndex { $0 == name }.map { $0 + 1 }
  }

  /// The days from 1970-01-01 in the Gregorian calendar: years are counted from March, so that the
  /// leap day is a year's last (https://howardhinnant.github.io/date_algorithms.html).
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
