import Testing

@testable import MusterKit

@Suite struct MapDialogueTests {
  /// Several columns could be the person's address.
  private static let leads = """
    Mailbox,Name,Account,City
    ann@acme.example,Ann Arbor,k81@x.example,Bonn
    bo@beta.example,Bo Derek,q07@y.example,Kiel
    cy@gamma.example,Cy Young,m55@z.example,Ulm
    di@delta.example,Di Cook,w23@w.example,Bonn

    """

  private func dialogue(_ text: String = leads, settings: String = "{}") throws -> MapDialogue {
    let source = try SettingsDirectory().source(text, settings: settings)
    return MapDialogue(source, width: 60)
  }

  private func field(_ index: Int, _ dialogue: MapDialogue) -> String? {
    dialogue.source.mapping.columns[index].field?.description
  }

  @Test func `as long as nobody is identified, columns that could do it are asked about`() throws {
    var dialogue = try dialogue()
    let first = dialogue.next() ?? ""
    #expect(first.contains("Mailbox") && first.hasSuffix("[email] > "))
    #expect(dialogue.take("-").isEmpty)
    let second = dialogue.next() ?? ""
    #expect(second.contains("2 of 2: Account"))
    _ = dialogue.take("email")
    #expect(dialogue.next() == nil)
    #expect(field(0, dialogue) == nil && field(2, dialogue) == "email")
  }

  @Test func `Enter keeps the proposal, and the columns after it aren't asked about`() throws {
    var dialogue = try dialogue()
    _ = dialogue.next()
    _ = dialogue.take("")
    #expect(dialogue.next() == nil)
    #expect(field(0, dialogue) == "email")
  }

  @Test func `a field that is taken from another column is said`() throws {
    var dialogue = try dialogue(
      "Email,Contact\na@x.example,Ann Arbor\nc@x.example,Bo Derek\n")
    let question = dialogue.next() ?? ""
    #expect(question.contains("Contact"))
    let said = dialogue.take("email")
    #expect(said == "  Email filled email so far, and goes nowhere now.\n")
    #expect(field(0, dialogue) == nil && field(1, dialogue) == "email")
  }

  @Test func `a question stays until it is answered`() throws {
    var dialogue = try dialogue()
    _ = dialogue.next()
    #expect(dialogue.take("emial") == "  There is no field emial. Did you mean email?\n")
    #expect(dialogue.next() == "  [email] > ")
    #expect(dialogue.take("?").contains("custom.NAME"))
    #expect(dialogue.next() == "  [email] > ")
    _ = dialogue.take("custom.mail")
    #expect(field(0, dialogue) == "custom.mail")
  }

  @Test func `q ends the questions`() throws {
    var dialogue = try dialogue()
    _ = dialogue.next()
    _ = dialogue.take("q")
    #expect(dialogue.next() == nil)
    #expect(field(0, dialogue) == "email")
  }

  @Test func `no line is wider than the terminal`() throws {
    var dialogue = try dialogue()
    let text = dialogue.start + (dialogue.next() ?? "") + "\n" + dialogue.take("?")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 }, "\(text)")
  }
}
