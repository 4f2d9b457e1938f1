// swift-tools-version: 6.2
import PackageDescription

// Programs for libFuzzer, apart from the main package because they have no `main` of their own. They
// need the reading part of the library only, and so nothing but the C libraries: that builds in
// a minute, and the sanitizers watch muster's own code. scripts/fuzz builds and runs them.
let package = Package(
  name: "muster-fuzz",
  platforms: [.macOS(.v26)],
  targets: [
    .systemLibrary(name: "CIconv"),
    .systemLibrary(name: "CLibCSV"),
    .systemLibrary(name: "CUchardet", pkgConfig: "uchardet"),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash"),
    .systemLibrary(name: "CZip", pkgConfig: "libzip"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd"),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
    .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(
      name: "MusterKit",
      dependencies: [
        "CIconv", "CLibCSV", "CRE2", "CSimdJSON", "CUchardet", "CXXHash", "CZip", "CZlib", "CZstd",
      ]),
    .executableTarget(name: "fuzz-csv", dependencies: ["MusterKit"]),
    .executableTarget(name: "fuzz-dialect", dependencies: ["MusterKit"]),
    .executableTarget(name: "fuzz-jsonl", dependencies: ["MusterKit"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

for target in package.targets where target.type != .system && !target.name.hasPrefix("C") {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
}
