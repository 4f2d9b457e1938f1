internal import Foundation

/// What one byte of a word stands for in an encoding.
struct Glyph: Equatable {
  enum Kind: Equatable {
    /// A letter of ASCII.
    case plain
    /// A Latin letter beyond ASCII.
    case latin
    /// A letter of another script, or a sign that goes with one.
    case other
    /// A sign that isn't part of words.
    case symbol(Rarity)
    /// A control character, or no character at all.
    case damage
  }

  enum Rarity: Equatable {
    case common, rare, unheardOf
  }

  let kind: Kind
  /// In lower case, if it is a letter.
  let letter: Unicode.Scalar
  let isCapital: Bool
  let isSmall: Bool
  let isVowel: Bool

  var isLetter: Bool { kind == .plain || isLatinOrOther }
  var isLatinOrOther: Bool { kind == .latin || kind == .other }

  init(ascii byte: UInt8) {
    kind = .plain
    letter = Unicode.Scalar(ByteClass.lowercased(byte))
    isCapital = byte < UInt8(ascii: "a")
    isSmall = !isCapital
    isVowel = Self.vowels.contains(letter)
  }

  /// - Parameter scalar: the character; nil: there is none.
  init(_ scalar: Unicode.Scalar?) {
    guard let scalar, scalar.value > 0x9F, scalar != "\u{FFFD}" else {
      (kind, letter, isCapital, isSmall, isVowel) = (.damage, "\u{FFFD}", false, false, false)
      return
    }
    kind = Self.kind(scalar)
    letter = Self.lowercased(scalar)
    let isLetter = kind == .latin || kind == .other
    isCapital = isLetter && scalar.properties.isUppercase
    isSmall = isLetter && scalar.properties.isLowercase
    isVowel = kind == .latin && Self.isVowel(letter)
  }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0xAA, 0xB5, 0xBA, 0xD7, 0xF7, 0x192: break
    case 0xC0...0x24F, 0x1E00...0x1EFF: return .latin
    case 0x300...0x36F: return .other
    case 0x370...0x1FFF: return isPartOfWords(scalar) ? .other : .symbol(.unheardOf)
    default: break
    }
    if commonSymbols.contains(scalar) { return .symbol(.common) }
    return .symbol(rareSymbols.contains(scalar) ? .rare : .unheardOf)
  }

  private static func isPartOfWords(_ scalar: Unicode.Scalar) -> Bool {
    let category = scalar.properties.generalCategory
    return scalar.properties.isAlphabetic || category == .nonspacingMark
  }

  /// The dotted capital of Turkish becomes the dotless letter, so that it stays beyond ASCII.
  private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar == "İ" { return "ı" }
    return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
  }

  private static func isVowel(_ letter: Unicode.Scalar) -> Bool {
    if "æœøı".unicodeScalars.contains(letter) { return true }
    let base = String(letter).decomposedStringWithCanonicalMapping.unicodeScalars.first
    return base.map(vowels.contains) ?? false
  }

  private static let vowels = Set("aeiouy".unicodeScalars)
  private static let commonSymbols = Set("’“”‘–—…«»„°™®©•€·ªº\u{A0}£§".unicodeScalars)
  private static let rareSymbols = Set("½¼¾²³¹±×÷¿¡´¨¸µ¶¬¯¢¥¤¦†‡‰‹›‚№".unicodeScalars)
}
