/// What parts the items of a list in one cell.
enum ListSeparator {
  /// The items without blanks around them; blank ones are left out.
  ///
  /// Without a separator of one's own, the first of these that occurs is taken: ` ::: `, line ends,
  /// `;`, `|`, `,`. The others then belong to the items.
  static func items(of value: String, _ separator: String?) -> [String] {
    parts(of: value, separator).map { String($0).trimmingBlanks() }.filter { !$0.isEmpty }
  }

  private static func parts(of value: String, _ separator: String?) -> [Substring] {
    if let separator { return value.split(separator: separator) }
    if value.contains(" ::: ") { return value.split(separator: " ::: ") }
    if value.contains(where: \.isNewline) { return value.split(whereSeparator: \.isNewline) }
    let mark: Character? = [";", "|", ","].first { value.contains($0) }
    return mark.map { value.split(separator: $0) } ?? [value[...]]
  }
}
