import Testing

@testable import MusterKit

@Suite("Locks on contacts")
struct ContactLocksTests {
  private let scratch: ScratchDirectory
  private let path: String

  init() throws {
    scratch = try ScratchDirectory()
    path = scratch.file("locks")
  }

  private func claim(_ row: Int) -> ContactLocks.Claim {
    ContactLocks.Claim(run: RunID(rawValue: 1), target: .lemlist, row: row)
  }

  private func key(_ text: String) -> ContentHash { ContentHash(Array(text.utf8)) }

  @Test("keep others out until the contact's outcome is known, under any of its keys")
  func others() throws {
    let mine = ContactLocks(path: path)
    let other = ContactLocks(path: path)
    #expect(try mine.take(claim(1), [key("mail"), key("slug")]))
    #expect(try !other.take(claim(7), [key("slug")]))
    #expect(try !other.take(claim(7), [key("else"), key("mail")]))
    #expect(try other.take(claim(8), [key("else")]))
    mine.release(claim(1))
    #expect(try other.take(claim(7), [key("slug"), key("mail")]))
    #expect(try !mine.take(claim(1), [key("mail")]))
  }

  @Test("are taken all or none")
  func allOrNone() throws {
    let mine = ContactLocks(path: path)
    let other = ContactLocks(path: path)
    let names = (1...20).map { key("k\($0)") }
    #expect(try mine.take(claim(1), [names[9]]))
    #expect(try !other.take(claim(1), names))
    mine.release(claim(1))
    #expect(try mine.take(claim(2), names))
  }

  @Test("don't keep out their own process, and outlast the first of its claims")
  func own() throws {
    let mine = ContactLocks(path: path)
    let other = ContactLocks(path: path)
    #expect(try mine.take(claim(1), [key("mail")]))
    #expect(try mine.take(claim(1), [key("mail")]))
    #expect(try mine.take(claim(2), [key("mail")]))
    mine.release(claim(1))
    #expect(try !other.take(claim(1), [key("mail")]))
    mine.release(claim(2))
    #expect(try other.take(claim(1), [key("mail")]))
  }

  @Test("end with who holds them")
  func ended() throws {
    do {
      let gone = ContactLocks(path: path)
      #expect(try gone.take(claim(1), [key("mail")]))
    }
    #expect(try ContactLocks(path: path).take(claim(1), [key("mail")]))
  }
}
