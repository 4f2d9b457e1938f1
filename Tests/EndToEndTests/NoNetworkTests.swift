#if os(Linux)
  import Foundation
  import Testing
  import TestSupport

  /// Proves that a command opens no socket: the C library's `socket` is replaced by one that writes
  /// down that it was called.
  @Suite struct NoNetworkTests {
    private static let spy = """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <fcntl.h>
      #include <stdlib.h>
      #include <unistd.h>
      int socket(int domain, int type, int protocol) {
        const char *path = getenv("SOCKET_SPY");
        if (path) {
          int file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
          if (write(file, "socket\\n", 7) < 0) abort();
          close(file);
        }
        int (*real)(int, int, int) = dlsym(RTLD_NEXT, "socket");
        return real(domain, type, protocol);
      }
      """

    /// How many sockets a command opens.
    private func sockets(_ arguments: [String], in directory: URL) async throws -> Int {
      let source = directory.appending(path: "spy.c")
      try Self.spy.write(to: source, atomically: true, encoding: .utf8)
      let built = try await Program.shell("cc -shared -fPIC -o spy.so spy.c -ldl", in: directory)
      try #require(built.exit == 0, "\(built.errors)")
      let log = directory.appending(path: "sockets-\(arguments[0])")
      let run = try await Program.muster(
        arguments, in: directory,
        environment: [
          "LD_PRELOAD": directory.appending(path: "spy.so").path, "SOCKET_SPY": log.path,
        ])
      #expect(run.exit <= 1, "\(run.errors)")
      let calls = try? String(contentsOf: log, encoding: .utf8)
      return calls?.split(separator: "\n").count ?? 0
    }

    @Test func `check opens no socket, and an import does`() async throws {
      try await withScratch { directory in
        let sample = Program.sample("messy.csv")
        let ofCheck = try await sockets(["check", sample], in: directory)
        #expect(ofCheck == 0)
        let ofImport = try await sockets(
          ["import", sample, "--sandbox", "--rate", "none", "--to", "lemlist"], in: directory)
        #expect(ofImport > 0)
      }
    }
  }
#endif
