// Outages, garbage and what the emulator shows of itself, through its sockets.

import AsyncHTTPClient
import Testing

@testable import Sandbox

@Suite struct WireViewTests {
  @Test func `Counts, requests and contacts come over HTTP`() async throws {
    try await withWire { wire in
      _ = try await wire.lemlist(["email": "jane@example.com"])
      let base = wire.sandbox.getSalesBaseURL
      let stats = try await wire.send(base + "/_stats", nil, nil)
      #expect(stats.json["lemlist"]?["answers_by_status"] == ["201": 1])
      let requests = try await wire.send(base + "/_requests?limit=1", nil, nil)
      #expect(requests.json["route"] == "POST /api/contacts")
      let contacts = try await wire.send(base + "/_contacts?side=lemlist", nil, nil)
      #expect(contacts.json["email"] == "jane@example.com")
      let found = try await wire.send(base + "/?q=JANE", nil, nil)
      #expect(found.text.contains("1 contact matches"))
    }
  }

  @Test func `In an outage connections are closed without an answer`() async throws {
    try await withWire {
      $0.outages = [SandboxOutage(length: .seconds(3600), start: .zero)]
    } _: { wire in
      await #expect(throws: HTTPClientError.remoteConnectionClosed) {
        try await wire.lemlist(["email": "jane@example.com"])
      }
      let stats = try await wire.send(wire.sandbox.getSalesBaseURL + "/_stats", nil, nil)
      #expect(stats.json["lemlist"]?["dropped"] == 1)
    }
  }

  @Test func `Garbage is an answer that ends where its length says`() async throws {
    let faults = try SandboxFaults(parsing: "garbage:100%")
    try await withWire {
      $0.faults = faults
    } _: { wire in
      let answer = try await wire.lemlist(["email": "jane@example.com"])
      #expect(answer.status == 201)
      #expect(answer.json == .null)
    }
  }
}
