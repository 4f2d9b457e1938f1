// The emulator through its sockets.

import AsyncHTTPClient
import Foundation
import NIOHTTP1
import Testing

@testable import Sandbox

@Suite struct WireTests {
  private static func lead(_ id: String) -> SandboxJSON {
    ["lead": ["linkedin_id": .string(id)], "list_uuid": .string(Bench.listID)]
  }

  @Test func `Both sides take upserts over HTTP`() async throws {
    try await withWire { wire in
      #expect(wire.sandbox.port > 0)
      let lead = try await wire.getSales(Self.lead("jane"))
      #expect(lead.status == 200)
      #expect(lead.json["linkedin"] == "jane")
      #expect(lead.headers["Content-Type"] == ["application/json"])
      #expect(!lead.headers.contains(name: "Retry-After"))
      let contact = try await wire.lemlist(["email": "jane@example.com"])
      #expect(contact.status == 201)
      #expect(contact.json["data"]?["created"] == true)
      #expect(contact.headers["Retry-After"] == ["2"])
      #expect(contact.headers["X-RateLimit-Limit"] == ["20"])
      #expect(contact.headers["X-RateLimit-Remaining"] == ["19"])
      #expect(
        contact.headers["X-RateLimit-Reset"].first?
          .hasSuffix("GMT+0100 (Central European Standard Time)") == true)
      let snapshot = await wire.sandbox.snapshot()
      #expect(snapshot.getSales.contacts.map(\.upserts) == [1])
      #expect(snapshot.lemlist.contacts.map(\.email) == ["jane@example.com"])
    }
  }

  @Test func `Errors come over HTTP as they are documented`() async throws {
    try await withWire {
      $0.lemlistKey = "right"
    } _: { wire in
      let anonymous = try await wire.getSales(Self.lead("jane"), key: nil)
      #expect(anonymous.status == 401)
      #expect(anonymous.json["error"]?["reason"] == "auth_exception")
      let wrong = try await wire.lemlist(["email": "a@example.com"], key: "wrong")
      #expect(wrong.status == 401)
      #expect(wrong.text == "The authentication you supplied is incorrect")
      #expect(wrong.headers["X-RateLimit-Remaining"] == ["19"])
      let none = try await wire.send(wire.sandbox.lemlistBaseURL + "/team", nil, nil)
      #expect(none.status == 400)
      #expect(none.text == "No API key provided")
    }
  }

  @Test func `Over the rate both sides answer 429, and the peak is counted`() async throws {
    try await withWire {
      $0.rate = .custom(requests: 3, window: .seconds(3600))
    } _: { wire in
      for status in [200, 200, 200, 429, 429] {
        let answer = try await wire.getSales(nil, at: "/leads/api/lists")
        #expect(answer.status == status)
      }
      for status in [200, 200, 200, 429] {
        let answer = try await wire.lemlist(nil, at: "/team")
        #expect(answer.status == status)
      }
      let refused = try await wire.lemlist(nil, at: "/team")
      #expect(refused.headers["Retry-After"].first.flatMap { Int($0) } ?? 0 > 3500)
      let snapshot = await wire.sandbox.snapshot()
      #expect(snapshot.peakArrivals(.getSales, key: "key") == 5)
      #expect(snapshot.peakArrivals(.lemlist, key: "key") == 5)
    }
  }

  @Test(arguments: [(ScriptedAction.drop, 0), (.dropAfterCommit, 1)])
  func `A dropped connection is an error for the client`(
    action: ScriptedAction, stored: Int
  ) async throws {
    try await withWire { wire in
      await wire.sandbox.script(action, on: .lemlist, matching: .upserts, times: 1)
      await #expect(throws: HTTPClientError.remoteConnectionClosed) {
        try await wire.lemlist(["email": "a@example.com"])
      }
      let snapshot = await wire.sandbox.snapshot()
      #expect(snapshot.lemlist.contacts.count == stored)
      #expect(snapshot.requests(.lemlist) == 1)
      let again = try await wire.lemlist(["email": "a@example.com"])
      #expect(again.status == 201 - stored)
    }
  }

  @Test func `A scripted answer comes with its headers and body`() async throws {
    try await withWire { wire in
      await wire.sandbox.script(
        .answer(503, headers: ["Retry-After": "9"], contentType: "text/html", body: "<p>no</p>"),
        on: .getSales, times: 1)
      let answer = try await wire.getSales(Self.lead("jane"))
      #expect(answer.status == 503)
      #expect(answer.headers["Retry-After"] == ["9"])
      #expect(answer.headers["Content-Type"] == ["text/html"])
      #expect(answer.text == "<p>no</p>")
      await wire.sandbox.script(.answer(500), on: .getSales)
      await wire.sandbox.clearScripts()
      let handled = try await wire.getSales(Self.lead("jane"))
      #expect(handled.status == 200)
    }
  }

  @Test func `A request that is never answered doesn't keep the sandbox from ending`() async throws
  {
    try await withThrowingTaskGroup(of: Void.self) { group in
      try await withWire { wire in
        await wire.sandbox.script(
          .silence(afterCommit: true, .seconds(3600)), on: .lemlist, times: 1)
        group.addTask {
          await #expect(throws: (any Error).self) {
            try await wire.lemlist(["email": "a@example.com"])
          }
        }
        while await wire.sandbox.snapshot().lemlist.contacts.isEmpty { await Task.yield() }
      }
      try await group.waitForAll()
    }
  }

  @Test func `A body that is too long is answered with 413`() async throws {
    try await withWire {
      $0.maximumBody = 1000
    } _: { wire in
      let text = SandboxJSON.string(String(repeating: "x", count: 2000))
      let long = try await wire.lemlist(["email": text])
      #expect(long.status == 413)
      let short = try await wire.lemlist(["email": "a@example.com"])
      #expect(short.status == 201)
    }
  }

  @Test func `Many requests at once make each contact once`() async throws {
    try await withWire {
      $0.rate = .none
    } _: { wire in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<200 {
          group.addTask {
            try await wire.lemlist(["email": .string("lead\(number % 50)@example.com")]).status
          }
        }
        var statuses: [Int: Int] = [:]
        for try await status in group { statuses[status, default: 0] += 1 }
        #expect(statuses == [201: 50, 200: 150])
      }
      let snapshot = await wire.sandbox.snapshot()
      #expect(snapshot.lemlist.contacts.map(\.upserts) == Array(repeating: 4, count: 50))
      #expect(snapshot.requests == ["POST /api/contacts": 200])
    }
  }

  @Test func `The page comes over HTTP`() async throws {
    try await withWire { wire in
      let page = try await wire.send(wire.sandbox.getSalesBaseURL + "/", nil, nil)
      #expect(page.status == 200)
      #expect(page.headers["Content-Type"] == ["text/html; charset=utf-8"])
      #expect(page.text.contains("muster"))
    }
  }

  @Test func `Two sandboxes have nothing in common`() async throws {
    try await withWire { first in
      try await withWire { second in
        let one = try await first.lemlist(["email": "a@example.com"])
        #expect(one.status == 201)
        let other = try await second.lemlist(["email": "a@example.com"])
        #expect(other.status == 201)
      }
      let again = try await first.lemlist(["email": "a@example.com"])
      #expect(again.status == 200)
    }
  }

  @Test func `A port that is taken is an error with one sentence`() async throws {
    try await withWire { wire in
      let error = await #expect(throws: SandboxError.self) {
        try await withWire {
          $0.port = wire.sandbox.port
        } _: { _ in
        }
      }
      #expect(error?.reason == .cannotListen)
      #expect(error?.description.contains("127.0.0.1:\(wire.sandbox.port)") == true)
    }
  }

  @Test func `What the body throws comes out, and the sandbox is gone`() async throws {
    struct Stop: Error { var port: Int }
    let stop = await #expect(throws: Stop.self) {
      try await withWire { throw Stop(port: $0.sandbox.port) }
    }
    try await expectNobody(at: try #require(stop?.port))
  }

  @Test func `A sandbox that runs by itself ends when its task is cancelled`() async throws {
    let (sandboxes, announcement) = AsyncStream.makeStream(of: Sandbox.self)
    let port = try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await runSandbox(logger: Wire.logger) { announcement.yield($0) }
      }
      var announced = sandboxes.makeAsyncIterator()
      let sandbox = try #require(await announced.next())
      let answer = try await Wire(sandbox: sandbox).lemlist(nil, at: "/team")
      #expect(answer.status == 200)
      group.cancelAll()
      try await group.waitForAll()
      return sandbox.port
    }
    try await expectNobody(at: port)
  }

  /// The port can be had again.
  private func expectNobody(at port: Int) async throws {
    try await withWire {
      $0.port = port
    } _: {
      #expect($0.sandbox.port == port)
    }
  }
}
