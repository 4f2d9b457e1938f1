// The only part that touches sockets: Hummingbird on one side, ``World`` on the other.

import Hummingbird
import Logging

/// Serves until the task is cancelled, and then returns. `onListening` is given the port. Throws
/// a ``SandboxError`` if the port can't be had.
func serve(
  _ engine: SandboxEngine, logger: Logger,
  onListening: @escaping @Sendable (Int) async -> Void
) async throws {
  // Hummingbird's own remarks on starting and stopping are no news to a user of muster.
  var logger = logger
  logger.logLevel = max(logger.logLevel, .warning)
  let application = Application(
    responder: SandboxResponder(engine: engine),
    configuration: ApplicationConfiguration(
      address: .hostname("127.0.0.1", port: engine.configuration.port)),
    onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
    logger: logger)
  do {
    try await application.run()
  } catch {
    // Once it listens, only cancellation ends it.
    if Task.isCancelled { return }
    throw SandboxError(
      reason: .cannotListen,
      description: "The sandbox can't listen on 127.0.0.1:\(engine.configuration.port): \(error).")
  }
}

/// What goes with a request: a way to close its connection.
private struct SandboxContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let close: @Sendable () async throws -> Void

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    let channel = source.channel
    close = { try await channel.close() }
  }
}

private struct SandboxResponder: HTTPResponder {
  let engine: SandboxEngine

  func respond(to request: Request, context: SandboxContext) async throws -> Response {
    let arrival = engine.now
    var call = Call(method: request.method.rawValue, target: request.head.path ?? "/")
    call.authorization = request.headers[.authorization]
    call.contentType = request.headers[.contentType]
    call.userAgent = request.headers[.userAgent]
    call.teamID = HeaderField.Name("Team-ID").flatMap { request.headers[$0] }
    call.host = request.head.authority
    do {
      let body = try await request.body.collect(upTo: engine.configuration.maximumBody)
      call.body = Array(body.readableBytesView)
    } catch {
      // Or the connection is gone, and nobody reads this.
      return Response(Reply.text(413, "The body is too long"))
    }
    let reply = engine.answer(call, at: arrival)
    // Ends early when the emulator shuts down.
    if reply.delay > .zero { try? await Task.sleep(for: reply.delay) }
    if reply.dropsConnection { try? await context.close() }
    return Response(reply)
  }
}

/// `HTTPField`, which Hummingbird doesn't hand on by name.
private typealias HeaderField = HTTPFields.Element

extension Response {
  fileprivate init(_ reply: Reply) {
    var headers = HTTPFields()
    headers[.contentType] = reply.contentType
    for header in reply.headers {
      guard let name = HeaderField.Name(header.name) else { continue }
      headers.append(HeaderField(name: name, value: header.value))
    }
    self.init(
      status: HTTPResponse.Status(code: reply.status), headers: headers, body: Self.body(reply))
  }

  /// Announced at its full length; an error in its middle closes the connection.
  private static func body(_ reply: Reply) -> ResponseBody {
    guard let end = reply.cutAfter else {
      return ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body))
    }
    return ResponseBody(contentLength: reply.body.count) { writer in
      try await writer.write(ByteBuffer(bytes: reply.body.prefix(end)))
      throw CancellationError()
    }
  }
}
