import Pages
import Testing

@Suite struct PageTemplateTests {
  @Test(
    arguments: [
      ("<b>", "&lt;b&gt;"), ("a & b", "a &amp; b"),
      (#""x' onclick="y""#, "&quot;x&#39; onclick=&quot;y&quot;"),
      // Each stands before what it is one character with.
      ("\u{600}<script>", "\u{600}&lt;script&gt;"), ("\u{110BD}\"", "\u{110BD}&quot;"),
      ("<\u{338}", "&lt;\u{338}"), ("\r\n<", "\r\n&lt;"), ("{{name}}", "{{name}}"),
    ])
  func `no value becomes markup`(value: String, text: String) throws {
    let template = try #require(
      PageTemplate(Array("{{value}}|{{#part}}{{value}}{{/part}}".utf8)))
    #expect(template.render(["value": value, "part": ["a": "b"]]) == "\(text)|\(text)")
  }

  @Test func `a damaged template is none`() {
    #expect(PageTemplate(Array("{{#open}}".utf8)) == nil)
  }
}
