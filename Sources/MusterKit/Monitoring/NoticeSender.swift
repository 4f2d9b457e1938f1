// How notices get out: a webhook, a command, or both.

import Foundation
import Subprocess
import SystemPackage

/// Sends notices. Never throws, and takes no longer than was allowed: what goes wrong is said, and changes
/// nothing about the import.
package struct NoticeSender: Sendable {
  private let configuration: MusterConfiguration
  private let environment: [String: String]

  private var settings: NotifySettings { configuration.job.notify }

  package init(_ configuration: MusterConfiguration, environment: [String: String]) {
    self.configuration = configuration
    self.environment = environment
  }

  /// Whether there is any way to send one.
  package var hasWay: Bool {
    !settings.command.isEmpty || settings.webhookFile != nil || webhookText != nil
  }

  private var webhookText: String? {
    settings.webhookVariable.flatMap { environment[$0] }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// - Returns: what went wrong, as sentences; none where it got out by all ways there are.
  package func send(_ notice: Notice) async -> [String] {
    async let posted = post(notice)
    async let told = tell(notice)
    return await [posted, told].compactMap(\.self)
  }

  // MARK: The webhook

  /// - Throws: a `WebhookAddress.Mistake`.
  private func address() throws(WebhookAddress.Mistake) -> WebhookAddress? {
    if let file = settings.webhookFile {
      guard case .text(let text) = SecretFile.read(file) else { throw .unreadable(file) }
      return try WebhookAddress(text, from: file)
    }
    guard let text = webhookText, let variable = settings.webhookVariable else { return nil }
    return try WebhookAddress(text, from: variable)
  }

  private func post(_ notice: Notice) async -> String? {
    do {
      guard let address = try address() else { return nil }
      var request = HTTPRequest(
        .post, address.secret.reveal(),
        headers: [("Content-Type", "application/json"), ("User-Agent", "muster/\(musterVersion)")])
      request.body = notice.body(settings.webhookShape)
      let connection = try configuration.connection(to: address, environment: environment)
      return try await AsyncHTTPTransport.withTransport(connection) { transport in
        // A connection that fails for a moment doesn't lose a notice.
        let answer: HTTPAnswer
        do throws(TransportFailure) {
          answer = try await transport.send(request)
        } catch {
          guard !error.mayHaveArrived, error != .connectTimeout else {
            return Self.failed(address, error)
          }
          do throws(TransportFailure) {
            answer = try await transport.send(request)
          } catch {
            return Self.failed(address, error)
          }
        }
        return answer.isSuccess
          ? nil : "the webhook at \(address.host) answered HTTP \(answer.status)."
      }
    } catch let mistake as WebhookAddress.Mistake {
      return mistake.sentence
    } catch {
      return "the webhook can't be used: \(error)"
    }
  }

  private static func failed(_ address: WebhookAddress, _ failure: TransportFailure) -> String {
    "the webhook at \(address.host) can't be reached (\(failure.rawValue))."
  }

  // MARK: The command

  /// Gives the notice's text to the command as its input, and the rest in its environment. What the command
  /// prints isn't shown.
  private func tell(_ notice: Notice) async -> String? {
    guard let program = settings.command.first else { return nil }
    let environment = Environment.inherit.updating([
      "NOTICE_TITLE": notice.title,
      "NOTICE_EVENT": notice.event?.rawValue ?? "trial",
      "NOTICE_JSON": notice.json.canonicalText,
    ])
    var options = PlatformOptions()
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(1))]
    let arguments = settings.command.dropFirst().map {
      $0.replacing("{title}", with: notice.title)
    }
    let timeout = settings.timeout
    return await withTaskGroup(of: String?.self) { group in
      group.addTask { [options] in
        do {
          let result = try await run(
            program.contains("/") ? .path(FilePath(program)) : .name(program),
            arguments: Arguments(Array(arguments)), environment: environment,
            platformOptions: options,
            input: .fileDescriptor(try Self.pipe(of: notice.text), closeAfterSpawningProcess: true),
            output: .discarded,
            error: .discarded)
          return result.terminationStatus.isSuccess
            ? nil : "\(program) ended with \(result.terminationStatus)."
        } catch {
          return "\(program) can't be run."
        }
      }
      group.addTask {
        do { try await Task.sleep(for: timeout) } catch { return nil }
        return "\(program) took longer than \(timeout.words), and was ended."
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }

  /// The most of a notice that a command gets, in bytes: every pipe holds as much.
  private static let mostInput = 4096

  /// The end of a pipe from which a text can be read.
  ///
  /// It is in the pipe before the command starts: what Subprocess itself writes to a command that never reads,
  /// and is ended, makes the process crash (1.0.2).
  private static func pipe(of text: String) throws -> FileDescriptor {
    var bytes = Array(text.utf8.prefix(mostInput))
    if bytes.count < text.utf8.count {
      // Not within a character.
      bytes.removeLast(bytes.reversed().prefix { $0 & 0xC0 == 0x80 }.count + 1)
    }
    let ends = try FileDescriptor.pipe()
    try ends.writeEnd.closeAfter { _ = try ends.writeEnd.writeAll(bytes) }
    return ends.readEnd
  }
}
