// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "matrix",
  dependencies: [.package(name: "PyMemoryView", path: "../../..")],
  targets: [
    .executableTarget(
      name: "matrix", dependencies: [.product(name: "StridedViews", package: "PyMemoryView")]),
    .testTarget(
      name: "StridedViewsTests",
      dependencies: [.product(name: "StridedViews", package: "PyMemoryView")],
      // For functions that return views.
      swiftSettings: [.enableExperimentalFeature("Lifetimes")]),
  ]
)
