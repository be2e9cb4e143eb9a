import Content
import Display
import Foundation
import Language
import TestKit
import Testing
import Views

@testable import Notebook
@testable import TUI

/// A replay on a fake screen, with a clock that a test moves.
final class ReplayBench {
    let screen: FakeScreen
    let app: App
    private final class Log {
        var now = 0.0
        var copied: [String] = []
        var evaluated = 0
    }
    private let log = Log()
    private(set) var status = AppStatus.running

    init(
        _ session: Session, width: Int = 80, height: Int = 24, glyphs: Glyphs = .ascii,
        start: ReplayStart = ReplayStart(isAlone: true),
        record: @escaping RecordReader = { path, _ in
            .failure(.init(sentence: "cannot open \(path): there is no such file"))
        }
    ) {
        screen = FakeScreen(width, height)
        screen.glyphs = glyphs
        let log = log
        app = App(
            session, screen: screen,
            services: Services(
                evaluate: { _ in log.evaluated += 1 }, copy: { log.copied.append($0) }, record: record,
                seconds: { log.now }))
        app.open(.replay(start))
        app.draw()
    }

    var text: String { screen.grid.text() }
    var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    var say: String { lines[lines.count - 2] }
    var copied: [String] { log.copied }
    var evaluated: Int { log.evaluated }

    /// Plays so many seconds, 10 frames in each.
    func play(_ seconds: Double) {
        for _ in 0..<Int((seconds * 10).rounded()) {
            log.now += 0.1
            status = app.handle(.frame)
        }
    }

    func press(_ keys: Key...) { for key in keys { status = app.handle(.key(key)) } }
    func type(_ letters: String) { for letter in letters { press(.character(letter)) } }

    func resize(_ width: Int, _ height: Int) {
        (screen.width, screen.height) = (width, height)
        status = app.handle(.resize(width: width, height: height))
    }

    /// Compares the screen with the file in Tests/Golden/replay.
    func expectGolden(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let golden = GoldenFile("replay", "\(name)-\(screen.width)x\(screen.height)")
        #expect(golden.expected(insteadOf: text) == text, sourceLocation: sourceLocation)
    }
}

/// A notebook with something of everything that is recorded, read from its text.
enum Recorded {
    static let history = ["epoch,loss,validation"] + (1...24).map { "\($0),\(1 / Double($0)),\(0.2 + 1 / Double($0))" }
    static let steps = [
        "t,h1,h2,z1,z2", "1,-0.227405,0.0433788,0.512844,0.632541", "2,-0.370423,-0.132917,0.554568,0.635337",
        "3,-0.511351,0.208403,0.516728,0.633874",
    ]

    /// As a fit has left it in the file.
    static let chart: Chart = {
        let losses = (1...24).map { Chart.Loss($0, 1 / Double($0), validation: 0.2 + 1 / Double($0)) }
        return Chart.losses("mse", losses, baselines: [.init("last value", 0.31)])
    }()

    static let plot: [String] = {
        let text = chart.text(width: 80, glyphs: .ascii)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }()

    static let cells: [(source: String, words: String, items: [Region.Item]?, isStale: Bool)] = [
        ("rows = [1, 2]\ncount(rows)", "", [.text(["2"])], false),
        (
            "run = fit(net, train, epochs = 24)", "",
            [
                .text(plot), .record(name: "chart", csv: chart.record ?? []), .text(["run: 24 epochs, loss 0.04167"]),
                .record(name: "history", csv: history),
            ], false
        ),
        ("step(run, test[1])", "", [.text(["a trace"]), .record(name: "steps", csv: steps)], false),
        ("rows + 1", "", [.error(["error: a list and a number"])], true),
        ("never()", "skip", nil, false),
        ("late = 1", "", nil, false),
    ]

    /// Calling any of these built-ins is an error of the test.
    static let untouched = Builtins(
        ["count", "fit", "step", "never"].map { name in
            Builtin(name, "Must not be called.", family: .notebook, [], examples: []) { _ in
                Issue.record("\(name) was called")
                return .none
            }
        })

    static func session(builtins: Builtins = untouched, ledger: any OutputLedger = WholeLedger()) -> Session {
        let text = cells.map { "```unroll \($0.words)\n\($0.source)\n```\n" }.joined(separator: "\n")
        var document = Document("# Will it rain?\n\nTwo years of it.\n\n" + text)
        let links = Session(document, builtins: builtins).links
        for (cell, block) in zip(cells, document.blocks.filter({ $0.kind == .code })) {
            guard let items = cell.items else { continue }
            let source = cell.isStale ? "00000001" : links[block.id]?.source ?? ""
            document.setOutput(of: block.id, source: source, items: items)
        }
        return Session(Document(document.bytes), path: "rain.unroll.md", builtins: builtins, ledger: ledger)
    }
}

/// Knows all outputs, as if they had been computed here.
struct WholeLedger: OutputLedger {
    func known(among digests: [String]) -> Set<String> { Set(digests) }
    func add(_ digests: [String]) {}
}
