import Base
import Display
import Language
import Sandbox

@testable import Notebook

/// Built-ins for tests: just enough to define, read, fail, draw and take time.
enum Fake {
    static let builtins = Builtins([
        Builtin("fail", "Fails.", family: .notebook, [], examples: []) { throw $0.fail("it failed on purpose") },
        Builtin(
            "load", "Names a file.", family: .data, [Parameter("name", .text, "the file", namesFile: true)],
            examples: []
        ) { .text("data of " + $0.text("name")) },
        Builtin(
            "seed", "Sets the seed.", family: .notebook, [Parameter("n", .number, "the seed")], examples: [],
            changes: ["$seed"]
        ) { call in
            call.host.seed = UInt64(clamping: call.number("n"))
            return .none
        },
        Builtin("random", "The seed in force.", family: .arithmetic, [], examples: [], reads: ["$seed"]) {
            .number(Double($0.host.seed))
        },
        Builtin("picture", "Something to draw.", family: .looking, [], examples: []) { _ in .object(Picture()) },
        Builtin(
            "print", "Shows a text.", family: .looking, [Parameter("text", .text, "what to show")], examples: []
        ) { call in
            call.host.show(.text(call.text("text")))
            return .none
        },
        Builtin(
            "fit", "Counts.", family: .training,
            [
                Parameter("epochs", .whole(from: 1), "how many"),
                Parameter("loss", .number, "the last loss", default: .number(0.5)),
            ], examples: []
        ) { call in
            let epochs = call.whole("epochs")
            var done = 0
            while done < epochs, !call.host.isStopped {
                done += 1
                call.host.report(Progress(fraction: Double(done) / Double(epochs), line: "epoch \(done)/\(epochs)"))
            }
            return .object(Counted(epochs: done, loss: call.number("loss")))
        },
        Builtin("wait", "Waits until it is stopped.", family: .training, [], examples: []) { call in
            call.host.report(Progress(fraction: 0, line: "waiting"))
            while !call.host.isStopped {}
            return .object(Counted(epochs: 0, loss: 1))
        },
        Builtin("step", "Opens a view.", family: .looking, [], examples: []) { call in
            call.host.present(.object(Picture()))
            return .object(Picture())
        },
    ])
}

struct Counted: Recorded {
    static let kind: Kind = "run"
    let epochs: Int
    let loss: Double
    var summary: String { "run: \(epochs) epochs, loss \(loss)" }
    var records: [(name: String, csv: String)] {
        [("history", "epoch,loss\n" + (0..<epochs).map { "\($0 + 1),\(loss)\n" }.joined())]
    }
}

struct Picture: Recorded, Drawable {
    static let kind: Kind = "plot"
    let summary = "plot"
    let records = [(name: "steps", csv: "t,h1\n1,0.5\n"), (name: "table", csv: "a\n1\n")]
    func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { 2 }
    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        grid.put(glyphs == .ascii ? "***" : "⣿⣿⣿", x: area.x, y: area.y)
        grid.put("axis", x: area.x, y: area.y + 1)
    }
}

extension Session {
    /// A notebook of these cells, not run.
    init(_ sources: String...) {
        self.init(Document(sources.map { "```unroll\n\($0)\n```\n" }.joined(separator: "\n")), builtins: Fake.builtins)
    }

    /// Carries out what it asks for, on this thread, until nothing is left to do.
    @discardableResult
    mutating func perform(_ edit: Edit) -> [Effect] {
        var others: [Effect] = []
        var effects = apply(edit)
        while !effects.isEmpty {
            let effect = effects.removeFirst()
            guard case .evaluate(let evaluation) = effect else {
                others.append(effect)
                continue
            }
            for told in Fake.evaluate(evaluation) { effects += apply(told) }
        }
        return others
    }

    var statuses: [NotebookCell.Status] { cells.filter { $0.kind == .code }.map(\.status) }
    var shown: [[String]] {
        cells.filter { $0.kind == .code }.map { $0.outputs.flatMap { $0.lines(width: 80, glyphs: .ascii) } }
    }
}

extension Fake {
    /// What the worker tells while it runs one cell.
    static func evaluate(_ evaluation: Evaluation) -> [Edit] {
        let told = Lock<[Edit]>([])
        Worker.run(evaluation, builtins: builtins, access: FileAccess(folder: "."), flag: StopFlag()) { edit in
            told.with { $0.append(edit) }
        }
        return told.with { $0 }
    }
}
