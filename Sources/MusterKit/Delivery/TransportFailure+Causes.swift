/// What the errors of the HTTP client and of what lies below it mean.

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension TransportFailure {
  /// - Parameters:
  ///   - error: what sending threw.
  ///   - isProxied: whether connections are made by a proxy: it is then the proxy that can't be
  ///     connected to.
  init(_ error: any Error, isProxied: Bool = false) {
    let failure = Self.failure(error)
    switch failure {
    case .refused where isProxied, .dns where isProxied, .connectTimeout where isProxied:
      self = .proxyUnreachable
    default: self = failure
    }
  }

  private static func failure(_ error: any Error) -> TransportFailure {
    switch error {
    case let failure as TransportFailure: failure
    case is CancellationError: .cancelled
    case let error as HTTPClientError: failure(of: error)
    case let error as NIOConnectionError: failure(of: error)
    case let error as ChannelError: failure(of: error)
    case let error as IOError: failure(errno: error.errnoCode)
    case let error as NIOSSLError: failure(of: error)
    // Found in the handshake: a name that isn't the certificate's.
    case is NIOSSLExtraError: .tls
    // Found later: what came can't be deciphered.
    case is BoringSSLError: .reset
    case HTTPParserError.invalidEOFState: .reset
    default: failure(named: String(reflecting: type(of: error)))
    }
  }

  private static func failure(of error: HTTPClientError) -> TransportFailure {
    switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout: .connectTimeout
    case .httpProxyHandshakeTimeout, .socksHandshakeTimeout: .proxyUnreachable
    case .invalidProxyResponse: .proxyRefused
    case .proxyAuthenticationRequired: .proxyAuthentication
    case .readTimeout: .firstByteTimeout
    case .deadlineExceeded, .writeTimeout: .timeout
    case .remoteConnectionClosed: .reset
    case .cancelled, .requestStreamCancelled: .cancelled
    default: .other
    }
  }

  private static func failure(of error: NIOConnectionError) -> TransportFailure {
    let causes = error.connectionErrors.map { failure($0.error) }
    return causes.first ?? (error.dnsAError != nil || error.dnsAAAAError != nil ? .dns : .refused)
  }

  private static func failure(of error: ChannelError) -> TransportFailure {
    switch error {
    case .connectTimeout: .connectTimeout
    case .eof, .inputClosed, .outputClosed, .ioOnClosedChannel, .alreadyClosed: .reset
    default: .other
    }
  }

  /// A connection that ends without TLS' own farewell ends in the middle of an answer: the request
  /// may have arrived. Everything else is found before it is sent.
  private static func failure(of error: NIOSSLError) -> TransportFailure {
    switch error {
    case .uncleanShutdown, .writeDuringTLSShutdown, .shutdownFailed, .readInInvalidTLSState: .reset
    default: .tls
    }
  }

  private static func failure(errno code: CInt) -> TransportFailure {
    switch code {
    case ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL: .refused
    case ECONNRESET, EPIPE, ECONNABORTED, ENOTCONN: .reset
    case ETIMEDOUT: .timeout
    default: .other
    }
  }

  /// SOCKS errors come from a package that we don't depend on ourselves.
  private static func failure(named name: String) -> TransportFailure {
    name.hasPrefix("NIOSOCKS.") ? .proxyRefused : .other
  }
}
