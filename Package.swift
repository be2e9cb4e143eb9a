// swift-tools-version: 6.0
import PackageDescription

// A target may import what is in its `dependencies` and nothing else; .ci/run checks it.
// docs/architecture.md says each in a word; levels rise from top to bottom.
let package = Package(
    name: "unroll",
    products: [.executable(name: "unroll", targets: ["CLI"])],
    dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")],
    targets: [
        // Level 0: they import nothing of ours but C.
        .target(name: "CLandlock"),
        .target(name: "Base"),
        .target(name: "Sandbox", dependencies: ["Base", "CLandlock"]),
        .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-ffp-contract=fast"])]),
        .target(name: "Engine", dependencies: ["Base", "CKernels"]),
        .target(name: "Language", dependencies: ["Base", "Sandbox"]),
        .systemLibrary(name: "CMarkdown"),
        .target(name: "Content"),
        .target(name: "Display", dependencies: ["Base", "CMarkdown", "Content"]),
        .systemLibrary(name: "CTerminal"),
        .target(name: "CGuard"),
        .systemLibrary(name: "CSQLite"),

        // Level 1
        .target(name: "Experiments", dependencies: ["Base", "CSQLite", "Sandbox"]),
        .target(name: "Datasets", dependencies: ["Base", "Engine"]),
        .target(name: "Notebook", dependencies: ["Base", "Content", "Sandbox", "Language", "Display", "CMarkdown"]),
        .target(name: "Terminal", dependencies: ["Base", "Display", "CTerminal", "CGuard"]),

        // Level 2
        .target(name: "Views", dependencies: ["Base", "Content", "Engine", "Datasets", "Display"]),

        // Level 3
        .target(
            name: "Library",
            dependencies: [
                "Base", "Content", "Sandbox", "Language", "Engine", "Datasets", "Display", "Views", "Experiments",
            ]),
        .target(
            name: "TUI",
            dependencies: ["Base", "Content", "Sandbox", "Notebook", "Language", "Display", "Engine", "Views"]),

        .target(name: "Exporting", dependencies: ["Base", "Content", "Notebook", "Language", "Display"]),

        // Level 4
        .executableTarget(
            name: "CLI",
            dependencies: [
                "Base", "Sandbox", "Engine", "Language", "Display", "Datasets", "Views", "Notebook", "Terminal",
                "Library",
                "TUI", "Experiments", "Exporting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Tests: one target for each of ours, and the kit that drives the real binary in a pseudo-terminal.
        .target(name: "TestKit", path: "Tests/TestKit"),
        .target(name: "CPty", path: "Tests/CPty"),
        .systemLibrary(name: "CVterm", path: "Tests/CVterm"),
        .target(name: "TerminalKit", dependencies: ["CPty", "CVterm"], path: "Tests/TerminalKit"),
        .executableTarget(name: "ScreenProbe", dependencies: ["Terminal", "Display"], path: "Tests/ScreenProbe"),
        // The engine once more, in double precision, for checking gradients; Tests/EngineDouble is a link to its sources.
        .target(
            name: "EngineDouble", dependencies: ["Base", "CKernels"], path: "Tests/EngineDouble",
            swiftSettings: [.define("REAL_DOUBLE")]),
        // What the readers are fed with: seeds in Tests/Corpus, changed at random in the tests; scripts/fuzz wants more.
        .target(
            name: "FuzzKit",
            dependencies: [
                "Base", "Content", "Sandbox", "Datasets", "Display", "Experiments", "Exporting", "Language", "Library",
                "Notebook",
            ],
            path: "Tests/FuzzKit"),
        // Hostile folders around the real binary; scripts/attack runs it.
        .executableTarget(name: "Attack", dependencies: ["TerminalKit"], path: "Tests/Attack"),
        // Runs calls with extreme numbers in a process of its own, which may crash.
        .executableTarget(name: "CallProbe", dependencies: ["Base", "FuzzKit", "Sandbox"], path: "Tests/CallProbe"),
        .testTarget(name: "FuzzTests", dependencies: ["Base", "FuzzKit", "TerminalKit", "CallProbe"]),
        .testTarget(name: "BaseTests", dependencies: ["TestKit", "Base"]),
        .testTarget(name: "SandboxTests", dependencies: ["Base", "Sandbox", "CPty"]),
        .testTarget(
            name: "EngineTests", dependencies: ["Base", "Engine", "EngineDouble", "CKernels"], exclude: ["Fixtures"]),
        .testTarget(name: "LanguageTests", dependencies: ["TestKit", "Base", "Language"]),
        .testTarget(name: "ContentTests", dependencies: ["Content"]),
        .testTarget(name: "DisplayTests", dependencies: ["TestKit", "Base", "Content", "Display"]),
        .testTarget(name: "TerminalTests", dependencies: ["Base", "TerminalKit", "ScreenProbe"]),
        .testTarget(name: "DatasetsTests", dependencies: ["Base", "Datasets", "Engine"]),
        .testTarget(name: "ExperimentsTests", dependencies: ["Base", "Experiments", "CSQLite", "TerminalKit"]),
        .testTarget(name: "ViewsTests", dependencies: ["TestKit", "Base", "Views", "Engine", "Datasets", "Display"]),
        .testTarget(
            name: "NotebookTests", dependencies: ["Base", "Content", "Sandbox", "Notebook", "Language", "Display"]),
        .testTarget(
            name: "LibraryTests",
            dependencies: [
                "TestKit", "Base", "Content", "Sandbox", "Library", "Language", "Engine", "Datasets", "Display",
                "Experiments",
            ],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "TUITests",
            dependencies: [
                "TestKit",
                "Base", "Content", "Sandbox", "TUI", "Notebook", "Language", "Display", "Engine", "Views", "Terminal",
                "TerminalKit",
            ]),
        .testTarget(
            name: "ExportingTests",
            dependencies: ["TestKit", "Base", "Content", "Exporting", "Notebook", "Language", "Display"],
            exclude: ["Fixtures"]),
        .testTarget(name: "CLITests", dependencies: ["TestKit", "Base", "TerminalKit", "CLI"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu11
)

// Only for scripts/fuzz: it links libFuzzer, which an ordinary build does not have.
if Context.environment["UNROLL_FUZZ"] != nil {
    package.targets += [
        .target(name: "CFuzzer", path: "Tests/CFuzzer"),
        .executableTarget(name: "Fuzz", dependencies: ["FuzzKit", "CFuzzer"], path: "Tests/Fuzz"),
    ]
}

// Where all of it is checked, a warning ends the build.
if Context.environment["UNROLL_STRICT"] != nil {
    for target in package.targets where target.type != .system && target.type != .plugin {
        target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-warnings-as-errors"])]
    }
}

// For scripts/sanitize: only these tests and what they need, since everything is built once more for each sanitizer.
if let tests = Context.environment["UNROLL_TESTS"]?.split(separator: ",").map(String.init) {
    var needed = Set(tests)
    var count = 0
    while count != needed.count {
        count = needed.count
        for target in package.targets where needed.contains(target.name) {
            for case .byNameItem(let name, _) in target.dependencies { needed.insert(name) }
        }
    }
    package.targets.removeAll { !needed.contains($0.name) }
    package.products = []
}
