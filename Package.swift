// swift-tools-version: 6.1
import PackageDescription

/// The test bundle is built without Embedded mode: an Embedded target contains its own weak
/// `swift_*` symbols, which must not be linked with libswiftCore in one process.
let embedded = Context.environment["PYMV_ORDINARY_SWIFT"] == nil

/// Sanitized libraries use the sanitizer runtime of the program that loads them.
let sanitized = Context.environment["PYMV_SANITIZE"] != nil

/// Builds libPyMemoryView for the object layout of free-threaded interpreters.
let freeThreaded = Context.environment["PYMV_FREE_THREADED"] != nil

let swiftSettings: [SwiftSetting] =
  embedded
  ? [
    .enableExperimentalFeature("Embedded"),
    .unsafeFlags([
      "-wmo", "-Xfrontend", "-function-sections", "-Xcc", "-I\(Context.packageDirectory)/Include",
    ]),
    .unsafeFlags(["-Xcc", "-DPYMV_ASSERTIONS"], .when(configuration: .debug)),
    .unsafeFlags(freeThreaded ? ["-Xcc", "-DPy_GIL_DISABLED"] : []),
  ]
  : []

/// For code that rarely runs, or whose many specializations would make up most of the library if
/// they were vectorized: halves its size without a relevant slowdown. Functions that the gates measure
/// are marked `@_optimize(speed)`.
let smallCode = swiftSettings + [.unsafeFlags(["-Osize"], .when(configuration: .release))]

let cSettings: [CSetting] = [
  .headerSearchPath("../../Include"),
  .unsafeFlags(["-fvisibility=default", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]),
  .define("PYMV_ASSERTIONS", .when(configuration: .debug)),
  .unsafeFlags(freeThreaded ? ["-DPy_GIL_DISABLED"] : []),
]

/// For C beside Swift. Few functions of Swift have tables for unwinding, so nothing unwinds through the
/// libraries, and those of C would take 10 KiB. Debuggers use the ones in the debug information.
let tableSettings =
  cSettings + [.unsafeFlags(["-Os", "-fno-asynchronous-unwind-tables"])]

/// Version of the ABI, the last part of sonames. A change that programs notice needs another one.
let abiVersion = "0"

/// Link settings of one shared library. The version script lists every exported symbol. Calls of
/// the library's own functions bind inside it, even if an interpreter exports the same names. The
/// library is never unloaded, because objects refer to its types, and exiting threads call it.
func libraryLinkage(_ name: String, _ exports: String, _ extra: [String] = []) -> [LinkerSetting] {
  let flags = [
    "-soname", "lib\(name).so.\(abiVersion)",
    "--version-script", "\(Context.packageDirectory)/\(exports)", "--no-undefined-version",
    "--gc-sections", "--icf=safe", "-Bsymbolic-functions", "-z", "now", "-z",
    "nodelete",
  ]
  let closed = sanitized ? [] : ["--no-undefined"]
  return [
    .unsafeFlags(["-use-ld=lld"] + (flags + closed + extra).flatMap { ["-Xlinker", $0] })
  ]
}

let shippedTargets: [Target] = [
  .systemLibrary(name: "CPyMemoryView", path: "Include"),

  .target(name: "CSupport"),
  // Nothing unwinds through kernels, and tables for it would be a tenth of their size.
  .target(
    name: "Kernels", dependencies: ["CSupport"],
    cSettings: cSettings + [.unsafeFlags(["-fno-asynchronous-unwind-tables"])]),
  .target(name: "Layout", swiftSettings: swiftSettings),
  .target(
    name: "StridedCopy", dependencies: ["Layout", "Kernels"], swiftSettings: smallCode),
  .target(
    name: "FormatTables", dependencies: ["CSupport"],
    cSettings: tableSettings),
  .target(
    name: "ItemFormat", dependencies: ["FormatTables", "Kernels"], swiftSettings: smallCode),
]

let libraryTargets: [Target] = [
  .systemLibrary(name: "CBufferProtocol", path: "Sources/CBufferProtocol"),
  .target(
    name: "BufferProtocol",
    dependencies: ["CPyMemoryView", "CBufferProtocol", "Layout", "StridedCopy"],
    swiftSettings: swiftSettings),
  .target(
    name: "MemoryViewTables", dependencies: ["CPyMemoryView", "CSupport"],
    cSettings: tableSettings),
  .target(
    name: "MemoryView",
    dependencies: [
      "CPyMemoryView", "MemoryViewTables", "BufferProtocol", "FormatTables", "ItemFormat",
      "Layout", "StridedCopy", "Kernels", "ObjectWatch",
    ],
    swiftSettings: smallCode),
  .target(
    name: "Arrow",
    dependencies: [
      "CPyMemoryView", "BufferProtocol", "MemoryViewTables", "MemoryView", "ItemFormat", "Layout",
    ],
    swiftSettings: smallCode),
  .target(
    name: "ObjectWatch", dependencies: ["CPyMemoryView", "MemoryViewTables"],
    cSettings: tableSettings),
  .target(
    name: "HostTables", dependencies: ["CPyMemoryView", "MemoryViewTables"],
    cSettings: tableSettings),
  .target(
    name: "HostInterpreter",
    dependencies: [
      "CPyMemoryView", "BufferProtocol", "MemoryViewTables", "HostTables", "ObjectWatch",
    ],
    swiftSettings: smallCode),
  .target(
    name: "PyMemoryView",
    dependencies: [
      "CPyMemoryView", "MemoryViewTables", "BufferProtocol", "ItemFormat", "Layout",
      "StridedCopy", "MemoryView", "Arrow", "HostTables", "HostInterpreter", "ObjectWatch",
    ],
    exclude: ["exports.map", "pymv-exports.map", "second-names.ld"],
    swiftSettings: smallCode,
    linkerSettings: libraryLinkage(
      freeThreaded ? "PyMemoryViewT" : "PyMemoryView", "Sources/PyMemoryView/exports.map",
      // The run path finds the other library in the same folder, wherever a wheel, LD_PRELOAD or
      // dlopen with a path has this one from. In a system folder it names what is searched anyway.
      [
        "-rpath", "$ORIGIN",
        "\(Context.packageDirectory)/Sources/PyMemoryView/second-names.ld",
        "--no-as-needed", "-lPyMemoryViewRuntime",
      ])),

  .target(
    name: "RuntimeTables", dependencies: ["CPyMemoryView", "CSupport"],
    cSettings: tableSettings),
  .target(
    name: "ObjectRuntime",
    dependencies: ["CPyMemoryView", "RuntimeTables", "BufferProtocol", "Layout"],
    exclude: ["exports.map"], swiftSettings: smallCode,
    linkerSettings: libraryLinkage("PyMemoryViewRuntime", "Sources/ObjectRuntime/exports.map")),

  // Ordinary Swift, for programs in Swift; needs libpymv.so as any program does.
  .target(
    name: "StridedViews", dependencies: ["CPyMemoryView"],
    swiftSettings: [.enableExperimentalFeature("Lifetimes")],
    linkerSettings: [.linkedLibrary("pymv")]),

  .executableTarget(
    name: "ffi-shim", cSettings: cSettings,
    // A plain C program: without these flags it would be linked to the Swift runtime library.
    linkerSettings: [
      .linkedLibrary("ffi"), .linkedLibrary("dl"), .linkedLibrary("m"),
      .unsafeFlags(["-enable-experimental-feature", "Embedded", "-no-toolchain-stdlib-rpath"]),
    ]),
]

let testTargets: [Target] = [
  .testTarget(name: "LayoutTests", dependencies: ["Layout"]),
  .testTarget(name: "StridedCopyTests", dependencies: ["Layout", "StridedCopy"]),
  .testTarget(name: "ItemFormatTests", dependencies: ["ItemFormat", "FormatTables"]),
]

let package = Package(
  name: "PyMemoryView",
  products: embedded
    ? [
      .library(name: "PyMemoryViewRuntime", type: .dynamic, targets: ["ObjectRuntime"]),
      .library(name: "PyMemoryView", type: .dynamic, targets: ["PyMemoryView"]),
      .executable(name: "ffi-shim", targets: ["ffi-shim"]),
      .library(name: "StridedViews", targets: ["StridedViews"]),
    ]
    : [],
  targets: shippedTargets + (embedded ? libraryTargets : testTargets)
)
