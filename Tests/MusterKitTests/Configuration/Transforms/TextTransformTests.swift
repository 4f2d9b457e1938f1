import Testing

@testable import MusterKit

func written(_ json: String) throws -> Transform {
  try Transform(written: try #require(JSONValue(parsing: json)))
}

@Suite struct TextTransformTests {
  @Test(arguments: [
    (#""trim""#, " \u{A0}a b \n", "a b"), (#""collapse_spaces""#, " a \t\u{A0} b\n\nc ", "a b c"),
    (#""lower""#, "ÄRGER İ", "ärger i̇"), (#""upper""#, "Straße i", "STRASSE I"),
    (#""first""#, "a ::: b; c", "a"), (#""last""#, "a ::: b; c", "b; c"),
    (#""first""#, "x, y\nz", "x, y"), (#""last""#, "x\r\ny;z\r\n", "y;z"),
    (#""first""#, ";; a | b ; c", "a | b"), (#""last""#, "a, b | c, d", "c, d"),
    (#""last""#, "a, b , ,", "b"), (#""first""#, ";;;", ""), (#""first""#, " alone ", "alone"),
    (#"{"first": " / "}"#, "a / b / c", "a"), (#"{"last": "/"}"#, "a / b / c", "c"),
    (#"{"last": "::"}"#, "a;b", "a;b"),
  ])
  func `words and lists`(json: String, value: String, expected: String) throws {
    #expect(try written(json).applied(to: value) == expected)
  }

  @Test(arguments: [
    #""trim""#, #""collapse_spaces""#, #""lower""#, #""title_case""#, #""strip_tags""#, #""first""#,
    #""last""#, #""number""#, #"{"date": "dd.MM.yyyy"}"#, #"{"replace": "^\\s*$", "with": "x"}"#,
  ])
  func `a blank value stays blank`(json: String) throws {
    for blank in ["", " ", "\t\n", "\u{A0}\u{FEFF}"] {
      #expect(try written(json).applied(to: blank) == "")
    }
  }

  @Test(arguments: [
    ("MARIA DE LA CRUZ", "Maria de la Cruz"), ("maria de la cruz", "Maria de la Cruz"),
    ("ANNA LA ROSA", "Anna La Rosa"), ("VAN DER BERG", "Van der Berg"), ("ANH DO", "Anh Do"),
    ("JOHN MCDONALD", "John McDonald"), ("JOHN MCA", "John Mca"), ("ANNA MACKEY", "Anna Mackey"),
    ("BRIAN O'NEILL", "Brian O'Neill"), ("brian o’neill", "Brian O’Neill"),
    ("CHIARA DELL'ACQUA", "Chiara Dell'Acqua"), ("ROCK'N'ROLL", "Rock'n'roll"),
    ("JANE'S SHOP", "Jane's Shop"), ("JEAN-LUC PICHON", "Jean-Luc Pichon"),
    ("AIX-EN-PROVENCE", "Aix-en-Provence"), ("OMAR AL-MASRI", "Omar al-Masri"),
    ("AL-MASRI, OMAR", "Al-Masri, Omar"), ("J.R. EWALD", "J.R. Ewald"),
    ("ÖZLEM ÇELİK", "Özlem Çeli̇k"), ("ΓΙΏΡΓΟΣ ΠΑΠΠΆΣ", "Γιώργος Παππάς"),
    ("CEO & HEAD OF SALES", "CEO & Head of Sales"), ("acme gmbh", "Acme GmbH"),
    ("HENRY III", "Henry III"), ("(acme)/berlin", "(Acme)/Berlin"),
    ("  TWO  BLANKS ", "  Two  Blanks "),
    ("John McDonald", "John McDonald"), ("iPhone shop", "iPhone shop"), ("Jane DOE", "Jane DOE"),
    ("STRAßE", "Straße"), ("123 -- 45", "123 -- 45"), ("王小明", "王小明"), ("3M", "3m"),
  ])
  func `title case`(value: String, expected: String) throws {
    #expect(try Transform.titleCase.applied(to: value) == expected)
    #expect(try Transform.titleCase.applied(to: expected) == expected)
  }

  @Test(arguments: [
    ("a <b>bold</b> word", "a bold word"), ("one<br>two<br/>three<BR />four", "one two three four"),
    ("<p>one</p><p>two</p>", "one two"), ("<ul><li>x</li>\n<li>y</li></ul>", "x\ny"),
    ("a < b and c > d", "a < b and c > d"), ("x <3 y", "x <3 y"), ("1<2>1", "1<2>1"),
    ("a &amp; b &lt;c&gt; &quot;d&quot; &apos;e&apos;", #"a & b <c> "d" 'e'"#),
    ("a&nbsp;b&#160;c", "a b c"), ("&#8364; &#x20AC; &#X20ac;", "€ € €"), ("&amp;lt;", "&lt;"),
    ("AT&T &copy; &#0; &#xD800; &#+5; &;", "AT&T &copy; &#0; &#xD800; &#+5; &;"),
    ("a<!-- <b> x --> b", "a b"), ("a<!-- open", "a"), ("a<!doctype html>b<?xml v?>c", "abc"),
    ("a<script>if (1 < 2) { x(\"</p>\") }</script>b", "a b"), ("a<STYLE>p {}</Style >b", "a b"),
    ("a<script>open", "a"), (#"<a href="x>y" title='>'>z</a>"#, "z"),
    ("it's <i>it's</i>", "it's it's"),
    ("<b", "<b"), ("a <b c", "a <b c"), ("<a <b>c", "<a c"), (#"<a x="open>c</a>"#, "c"),
    ("no markup", "no markup"), ("é<i>ü</i>", "éü"), ("</ b>", "</ b>"), ("<>", "<>"),
  ])
  func `tags are stripped`(value: String, expected: String) throws {
    #expect(try Transform.stripTags.applied(to: value) == expected)
  }

  @Test func `many unclosed tags take linear time`() throws {
    for piece in ["<a ", "<a ='", "<a =\"x'", "<!-", "<script>", "&#", "<a =\"> <b ='>"] {
      let value = String(repeating: piece, count: 20_000)
      #expect(try Transform.stripTags.applied(to: value).utf8.count <= value.utf8.count)
    }
  }

  @Test func `only dates and numbers may fail`() throws {
    #expect(try written(#""number""#).mayFail)
    #expect(try written(#"{"date": "yyyy-MM-dd"}"#).mayFail)
    for word in ["trim", "collapse_spaces", "lower", "upper", "title_case", "strip_tags", "first"] {
      #expect(try !written("\"\(word)\"").mayFail)
    }
    #expect(try !written(#"{"replace": "a"}"#).mayFail)
  }
}
