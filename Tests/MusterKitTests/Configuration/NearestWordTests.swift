import MusterKit
import Testing

@Suite struct NearestWordTests {
  @Test(
    "The distance counts letters put in, taken out, replaced and swapped",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("list", "list", 0), ("list", "lsit", 1),
      ("keep", "kepe", 1), ("frist", "first", 1), ("ca", "abc", 3), ("kitten", "sitting", 3),
      ("ab", "ba", 1), ("é", "e", 1),
    ])
  func distance(
    _ first: String, _ second: String, _ expected: Int
  ) {
    #expect(NearestWord.distance(first, second) == expected)
    #expect(NearestWord.distance(second, first) == expected)
  }

  @Test(
    "A word that is nearly right is found",
    arguments: [
      ("emial", "email"), ("EMAIL", "email"), ("fist_name", "first_name"),
      ("firstName", "first_name"), ("hone", "phone"),
    ])
  func nearWord(_ word: String, _ expected: String) {
    #expect(NearestWord.find(word, in: ["phone", "first_name", "last_name", "email"]) == expected)
  }

  @Test(
    "A word that is far from all is not guessed at",
    arguments: ["", "xyz", "colour", "em", "telephone number", "x"])
  func farWord(_ word: String) {
    #expect(NearestWord.find(word, in: ["phone", "first_name", "email", "to"]) == nil)
  }

  @Test("Of equally near words the first one counts")
  func ties() {
    #expect(NearestWord.find("lest", in: ["list", "last"]) == "list")
    #expect(NearestWord.find("lest", in: ["last", "list"]) == "last")
  }

  @Test("No candidates, no word")
  func noCandidates() {
    #expect(NearestWord.find("email", in: []) == nil)
  }
}
