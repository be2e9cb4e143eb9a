import Display
import Foundation
import Language
import Sandbox

@testable import Library

/// A host that keeps what it is told.
final class BenchHost: Language.Host, @unchecked Sendable {
    var folder: String
    var access: FileAccess
    var seed: UInt64 = 1
    var isStopped = false
    var shown: [Value] = []
    var notes: [Diagnostic] = []
    var reports: [Language.Progress] = []
    var presented: [Value] = []
    var services: [any Sendable] = []
    var cellID: String?
    /// What a screen would do when it sees a report.
    var onReport: ((Language.Progress) -> Void)?
    /// Ask to stop after so many reports.
    var stopsAfter = Int.max

    init(folder: String, reading: [String] = []) {
        self.folder = folder
        access = FileAccess(
            folder: folder, reading: reading, mayWrite: true, invocation: Invocation("unroll run", "n.unroll.md"))
    }

    func show(_ value: Value) { shown.append(value) }
    func note(_ diagnostic: Diagnostic) { notes.append(diagnostic) }
    func report(_ progress: Language.Progress) {
        reports.append(progress)
        onReport?(progress)
        if reports.count >= stopsAfter { isStopped = true }
    }
    func present(_ value: Value) { presented.append(value) }
}

/// A session in a folder of its own: cells run one after the other in one environment.
struct Bench {
    let host: BenchHost
    private var environment = Environment()
    private var cells = 0

    /// `files` are written into the folder first; `reading` is another folder whose files may be read.
    init(files: [String: String] = [:], reading: String? = nil) {
        let folder = NSTemporaryDirectory() + "unroll-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in files { try? Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name)) }
        host = BenchHost(folder: folder, reading: reading.map { [$0] } ?? [])
    }

    /// Removes the folder.
    func close() { try? FileManager.default.removeItem(atPath: host.folder) }

    mutating func run(_ text: String, name: String? = nil) -> Outcome {
        cells += 1
        let source = Source(name: name ?? "cell \(cells)", text: text)
        let parsed = parse(source, builtins: builtins)
        guard parsed.diagnostics.isEmpty else { return Outcome(diagnostics: parsed.diagnostics) }
        return Evaluator(builtins: builtins).run(parsed.program, in: &environment, host: host)
    }

    /// What the cell shows: its message, or its value drawn or on one line.
    mutating func text(_ source: String, name: String? = nil) -> String {
        let outcome = run(source, name: name)
        if !outcome.diagnostics.isEmpty {
            return outcome.diagnostics.map { $0.render().joined(separator: "\n") }.joined(separator: "\n\n")
        }
        guard let result = outcome.result else { return "" }
        if case .none = result { return "" }
        return outcome.isAssignment ? result.line : result.shown
    }
}

extension Value {
    var shown: String {
        if case .object(let object) = self, let drawable = object as? any Drawable {
            return drawable.text(width: 80, glyphs: .ascii)
        }
        return text
    }

    /// On one line, without drawing.
    var line: String { text }
}
