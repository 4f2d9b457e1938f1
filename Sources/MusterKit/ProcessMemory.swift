internal import CMalloc
internal import Foundation

/// How the process takes memory, and whom it leaves it to.
package enum ProcessMemory {
  /// Keeps what several threads free fit for use by others: call it first of all.
  ///
  /// Batches are made by one thread and freed by another, and glibc gives each thread an arena of its
  /// own: a large file then takes a third more than a small one. With two arenas it doesn't, and nothing
  /// is slower.
  package static func shareArenas() {
    malloc_limit_arenas(2)
  }

  /// Gives back what a stage took and has freed, which glibc keeps otherwise: call it where much has been, and
  /// hours may follow that need little. Takes some milliseconds.
  package static func giveBack() {
    malloc_give_back()
  }

  /// Keeps a crash from showing memory, in which there are keys: no core file is written, and no
  /// backtrace, which shows what registers point at, unless somebody asks for it.
  ///
  /// - Parameter environment: asks for a backtrace with `SWIFT_BACKTRACE`; without it, Swift would
  ///   write one on a terminal.
  package static func keepPrivate(environment: [String: String]) {
    forbidCoreFiles()
    guard environment["SWIFT_BACKTRACE"] == nil else { return }
    for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
      _ = signal(number, SIG_DFL)
    }
  }

  private static func forbidCoreFiles() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    #if canImport(Glibc)
      let core = __rlimit_resource_t(RLIMIT_CORE.rawValue)
    #else
      let core = RLIMIT_CORE
    #endif
    _ = unsafe setrlimit(core, &none)
  }
}
