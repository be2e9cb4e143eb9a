import Base
import Content
import Display
import Language

@testable import Notebook

/// A cell of a notebook that is recorded: what it holds and what the file has of its outputs.
struct RecordedCell {
    var source: String
    var items: [Region.Item]?
    var isStale = false
    var words = ""

    static func text(_ source: String, _ lines: String...) -> RecordedCell {
        .init(source: source, items: [.text(lines)])
    }
}

extension Session {
    /// Prose, then cells with their outputs, as read from a file.
    init(
        prose: String = "# Title\n\nwords", recorded cells: [RecordedCell], builtins: Builtins = Fake.builtins,
        ledger: any OutputLedger = ListLedger(all: true)
    ) {
        let text = cells.map { "```unroll \($0.words)\n\($0.source)\n```\n" }.joined(separator: "\n")
        var document = Document((prose.isEmpty ? "" : prose + "\n\n") + text)
        let links = Session(document, builtins: builtins).links
        for (cell, block) in zip(cells, document.blocks.filter({ $0.kind == .code })) {
            guard let items = cell.items else { continue }
            let source = cell.isStale ? "00000001" : links[block.id]?.source ?? ""
            document.setOutput(of: block.id, source: source, items: items)
        }
        self.init(Document(document.bytes), path: "test.unroll.md", builtins: builtins, ledger: ledger)
    }
}

extension Recording {
    /// No record stands in a file of its own.
    init(_ session: Session) { self.init(session) { path, _ in .failure(.init(sentence: "no \(path)")) } }
}

extension Region.Item {
    /// The record of a loss plot, with the losses of `history`.
    static func lossChart(_ name: String, epochs: Int = 60) -> Region.Item {
        let losses = (1...epochs).map { Chart.Loss($0, 1 / Double($0), validation: 0.1 + 1 / Double($0)) }
        return .record(name: "chart", csv: Chart.losses(name, losses).record ?? [])
    }
}

extension [String] {
    /// `epoch,loss,validation` of so many epochs: 1/1, 1/2, 1/3 …
    static func history(_ epochs: Int) -> [String] {
        ["epoch,loss,validation"] + (1...epochs).map { "\($0),\(1 / Double($0)),\(0.1 + 1 / Double($0))" }
    }
}

/// Knows what was added to it, or everything.
final class ListLedger: OutputLedger {
    private let all: Bool
    private let digests = Lock<Set<String>>([])

    init(all: Bool = false) { self.all = all }

    func known(among asked: [String]) -> Set<String> { digests.with { all ? Set(asked) : $0.intersection(asked) } }
    func add(_ new: [String]) { digests.with { $0.formUnion(new) } }
    var count: Int { digests.with { $0.count } }
}
