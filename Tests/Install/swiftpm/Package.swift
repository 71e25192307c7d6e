// swift-tools-version: 5.9
import PackageDescription

let package = Package(
  name: "program",
  targets: [
    .systemLibrary(name: "CPyMV", pkgConfig: "pymv"),
    .executableTarget(name: "program", dependencies: ["CPyMV"]),
  ]
)
