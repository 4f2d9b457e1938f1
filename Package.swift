// swift-tools-version: 6.2
import PackageDescription

// Versions are pinned: the same tree builds the same program everywhere. Package.resolved is
// left out of git, because the pins here say all that it would.
let package = Package(
  name: "muster",
  platforms: [.macOS(.v26)],  // Array.span and InlineArray
  products: [
    .executable(name: "muster", targets: ["muster"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
  ],
  targets: [
    // C enters here and nowhere else.
    .systemLibrary(
      name: "CLibCSV", providers: [.apt(["libcsv-dev"]), .brew(["libcsv"])]),
    .systemLibrary(
      name: "CXXHash", pkgConfig: "libxxhash",
      providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),
    .systemLibrary(
      name: "CUchardet", pkgConfig: "uchardet",
      providers: [.apt(["libuchardet-dev"]), .brew(["uchardet"])]),
    .systemLibrary(
      name: "CIDN2", pkgConfig: "libidn2",
      providers: [.apt(["libidn2-dev"]), .brew(["libidn2"])]),
    .systemLibrary(
      name: "CPSL", pkgConfig: "libpsl",
      providers: [.apt(["libpsl-dev"]), .brew(["libpsl"])]),
    .systemLibrary(
      name: "CIconv", providers: [.brew(["libiconv"])]),
    .systemLibrary(name: "CByteScan"),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(
      name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .target(
      name: "CSimdJSON",
      linkerSettings: [.linkedLibrary("simdjson")]),
    .target(
      name: "CRE2",
      linkerSettings: [.linkedLibrary("re2")]),

    // Web pages: the run's report, and the emulator's page.
    .target(
      name: "Pages", dependencies: [.product(name: "Mustache", package: "swift-mustache")]),

    // JSON texts as a whole: answers of the targets, and requests at the emulator.
    .target(name: "JSONTree", dependencies: ["CSimdJSON"]),

    // The library: a folder for every stage of a row's way. See Pipeline.swift.
    .target(
      name: "MusterKit",
      dependencies: [
        "CByteScan", "CIconv", "CIDN2", "CLibCSV", "CMalloc", "CPSL", "CRE2", "CSimdJSON",
        "CUchardet", "CXXHash", "CZip", "CZlib", "CZstd", "JSONTree", "Pages",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      resources: [.embedInCode("Reporting/Page/report.mustache")],
      linkerSettings: [.linkedLibrary("iconv", .when(platforms: [.macOS]))]),

    // The emulator of both APIs. It and MusterKit never import each other: only the wire
    // connects them.
    .target(
      name: "Sandbox",
      dependencies: [
        "JSONTree", "Pages",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [.embedInCode("page.mustache")]),

    .executableTarget(
      name: "muster",
      dependencies: [
        "MusterKit", "Sandbox",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),

    // Times whole processes and makes the files to time them on.
    .executableTarget(name: "muster-bench", path: "Benchmarks/muster-bench"),
    .executableTarget(
      name: "bare-libcsv", dependencies: ["CLibCSV"], path: "Benchmarks/bare-libcsv",
      linkerSettings: [.linkedLibrary("csv")]),
    .executableTarget(
      name: "muster-read", dependencies: ["MusterKit"], path: "Benchmarks/muster-read"),
    .executableTarget(
      name: "muster-judge", dependencies: ["MusterKit"], path: "Benchmarks/muster-judge"),
    .executableTarget(
      name: "muster-deliver",
      dependencies: ["MusterKit", .product(name: "Logging", package: "swift-log")],
      path: "Benchmarks/muster-deliver"),
    .executableTarget(
      name: "muster-identity", dependencies: ["MusterKit"], path: "Benchmarks/muster-identity"),

    .target(
      name: "TestSupport",
      dependencies: [.product(name: "Subprocess", package: "swift-subprocess")],
      path: "Tests/TestSupport"),
    .testTarget(
      name: "MusterKitTests",
      dependencies: [
        "CIconv", "MusterKit", "Pages",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    .testTarget(
      name: "SandboxTests",
      dependencies: [
        "Sandbox",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "MusterKit", "Sandbox", "TestSupport", "muster",
        .product(name: "Logging", package: "swift-log"),
      ],
      exclude: ["Cases", "Screens"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// One set of rules for all Swift targets: the features of the coming language mode, so that the
// code needn't change for it; strict memory safety, so that each unsafe step is visible; and no
// warnings, so that a new one is seen.
for target in package.targets where target.type != .system && !target.name.hasPrefix("C") {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ]
}
