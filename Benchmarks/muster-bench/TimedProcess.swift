// One run of a command, timed by the kernel.

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What one run of a command took.
struct TimedProcess {
  /// From before the start until the end was noticed, in seconds.
  var wallSeconds: Double
  /// Processor time of the command and its children, user and system, in seconds.
  var processorSeconds: Double
  /// The most memory that was resident at any moment, in bytes.
  ///
  /// Linux counts from before `exec`, when the new process is still an image of this one; so a
  /// command that needs less than `ownPeakBytes` reads as `ownPeakBytes`.
  var peakBytes: Int
  /// The exit code, or 128 and the signal's number for a command that a signal ended.
  var exitCode: Int32

  /// The most memory of this process that was resident at any moment, in bytes.
  static var ownPeakBytes: Int {
    var usage = rusage()
    #if canImport(Darwin)
      let status = unsafe getrusage(RUSAGE_SELF, &usage)
    #else
      let status = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #endif
    return status == 0 ? bytes(usage.ru_maxrss) : 0
  }

  /// Runs `command` and waits for its end.
  ///
  /// A command without a slash is looked up in `PATH`. Standard input and output are `/dev/null`,
  /// standard error is that of this process. Of the environment the command gets only the
  /// variables that decide nothing about the work: `HOME`, `LANG`, `PATH` and `TMPDIR`.
  static func run(_ command: [String]) throws(BenchError) -> TimedProcess {
    let start = ContinuousClock.now
    let process = try spawn(command)

    var status: Int32 = 0
    var usage = rusage()
    while unsafe wait4(process, &status, 0, &usage) != process {
      guard errno == EINTR else { throw .system("can't wait for \(command[0])") }
    }
    let wall = ContinuousClock.now - start

    let signal = status & 0x7f
    return TimedProcess(
      wallSeconds: wall / .seconds(1),
      processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peakBytes: bytes(usage.ru_maxrss),
      exitCode: signal == 0 ? (status >> 8) & 0xff : 128 + signal)
  }

  private static func spawn(_ command: [String]) throws(BenchError) -> pid_t {
    #if canImport(Darwin)
      var files: posix_spawn_file_actions_t?
    #else
      var files = unsafe posix_spawn_file_actions_t()
    #endif
    unsafe posix_spawn_file_actions_init(&files)
    defer { unsafe posix_spawn_file_actions_destroy(&files) }
    unsafe posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0)

    let environment = ["HOME", "LANG", "PATH", "TMPDIR"].compactMap { name -> String? in
      guard let value = unsafe getenv(name) else { return nil }
      return unsafe "\(name)=\(String(cString: value))"
    }

    let arguments = unsafe cStrings(command)
    let variables = unsafe cStrings(environment)
    defer {
      for index in unsafe arguments.indices { unsafe free(arguments[index]) }
      for index in unsafe variables.indices { unsafe free(variables[index]) }
    }

    var process: pid_t = 0
    let status = unsafe posix_spawnp(&process, command[0], &files, nil, arguments, variables)
    guard status == 0 else { throw .failed("can't start \(command[0]): \(reason(status))") }
    return process
  }

  /// Copies of `strings` for C, to be freed by the caller, and a null pointer at the end.
  private static func cStrings(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
    unsafe strings.map { unsafe strdup($0) } + [nil]
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
  }

  /// The bytes in a `ru_maxrss`, which counts kilobytes, but bytes on Darwin.
  private static func bytes(_ maximum: Int) -> Int {
    #if canImport(Darwin)
      maximum
    #else
      maximum * 1024
    #endif
  }
}
