import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on loopback, of bytes rather than of HTTP: it waits for the head of a request and then
/// does to the connection what a test says.
final class WireServer: Sendable {
  enum Act: Sendable {
    case silence
    /// Says it and keeps the connection.
    case say(String)
    /// Says it and closes, with TLS' farewell where TLS is spoken.
    case sayAndClose(String)
    /// Says it and drops the connection beneath TLS.
    case sayAndDrop(String)
    /// Says it, and then an `x` every 5 ms for as long as the connection lasts.
    case trickle(String)
    /// Says it, and then 256 MiB for as long as they are taken.
    case flood(String)
    /// Agrees to a `CONNECT` and passes everything to a port of loopback.
    case tunnel(to: Int)
    /// Agrees to SOCKS and forbids the connection.
    case forbidBySOCKS
  }

  private struct State {
    var heads: [String] = []
    var received: [UInt8] = []
    var sent = 0
  }

  fileprivate let act: Act
  private let state = Mutex(State())
  /// Fulfilled when the first connection ends.
  private let ended = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Void.self)

  private init(_ act: Act) {
    self.act = act
  }

  /// The heads of the requests that came.
  var heads: [String] { state.withLock(\.heads) }
  /// All bytes that came, of all connections.
  var received: [UInt8] { state.withLock(\.received) }
  /// How many bytes of a flood were taken.
  var sent: Int { state.withLock(\.sent) }

  func waitForFirstEnd() async throws { try await ended.futureResult.get() }

  /// Runs a server for as long as `body` takes, which gets it and its port.
  static func run<Result>(
    _ act: Act, tls: NIOSSLContext? = nil,
    _ body: (_ server: WireServer, _ port: Int) async throws -> Result
  ) async throws -> Result {
    let server = WireServer(act)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
          try pipeline.addHandler(WireHandler(server))
          channel.closeFuture.cascade(to: server.ended)
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    defer {
      channel.close(promise: nil)
      server.ended.succeed()
    }
    return try await body(server, channel.localAddress?.port ?? 0)
  }

  fileprivate func noteHead(_ head: String) { state.withLock { $0.heads.append(head) } }
  fileprivate func noteBytes(_ bytes: ByteBuffer) {
    state.withLock { $0.received += bytes.readableBytesView }
  }
  fileprivate func noteSent(_ count: Int) -> Int {
    state.withLock { state in
      state.sent += count
      return state.sent
    }
  }
}

private final class WireHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let server: WireServer
  private var head = ""
  private var turn = 0
  private var relay: (any Channel)?

  init(_ server: WireServer) {
    self.server = server
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    server.noteBytes(bytes)
    if let relay { return relay.writeAndFlush(bytes, promise: nil) }
    if case .forbidBySOCKS = server.act {
      turn += 1
      let reply: [UInt8] = turn == 1 ? [5, 0] : [5, 2, 0, 1, 0, 0, 0, 0, 0, 0]
      return context.channel.writeAndFlush(ByteBuffer(bytes: reply), promise: nil)
    }
    head += String(buffer: bytes)
    guard head.contains("\r\n\r\n") else { return }
    server.noteHead(head)
    head = ""
    perform(context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    relay?.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func perform(_ context: ChannelHandlerContext) {
    let channel = context.channel
    func say(_ text: String) -> EventLoopFuture<Void> {
      channel.writeAndFlush(ByteBuffer(string: text))
    }
    switch server.act {
    case .silence, .forbidBySOCKS: break
    case .say(let text): _ = say(text)
    case .sayAndClose(let text): say(text).whenComplete { _ in channel.close(promise: nil) }
    case .sayAndDrop(let text):
      say(text).assumeIsolated().whenComplete { _ in
        let tls = try? context.pipeline.syncOperations.context(
          handlerType: NIOSSLServerHandler.self)
        (tls ?? context).close(promise: nil)
      }
    case .trickle(let text):
      _ = say(text)
      let pause = TimeAmount.milliseconds(5)
      channel.eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { task in
        if !channel.isActive { task.cancel() }
        channel.writeAndFlush(ByteBuffer(string: "x"), promise: nil)
      }
    case .flood(let text): say(text).whenSuccess { [server] in Self.flood(channel, server) }
    case .tunnel(let port): tunnel(to: port, context)
    }
  }

  private static func flood(_ channel: any Channel, _ server: WireServer) {
    let piece = ByteBuffer(repeating: UInt8(ascii: "x"), count: 1 << 18)
    channel.writeAndFlush(piece).whenSuccess {
      if server.noteSent(piece.readableBytes) < 256 << 20 { flood(channel, server) }
    }
  }

  private func tunnel(to port: Int, _ context: ChannelHandlerContext) {
    let channel = context.channel
    ClientBootstrap(group: context.eventLoop)
      .channelInitializer { peer in
        peer.eventLoop.makeCompletedFuture {
          try peer.pipeline.syncOperations.addHandler(Relay(to: channel))
        }
      }
      .connect(host: "127.0.0.1", port: port).assumeIsolated().whenSuccess { peer in
        self.relay = peer
        channel.writeAndFlush(
          ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"), promise: nil)
      }
  }

  private final class Relay: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let peer: any Channel

    init(to peer: any Channel) {
      self.peer = peer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      peer.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
      peer.close(promise: nil)
    }
  }
}
