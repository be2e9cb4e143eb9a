import Language
import Library

extension FuzzTarget {
    /// Lexer, parser, checker, printer, and what the editor asks while a cell is typed. The built-ins compute nothing.
    static let language = FuzzTarget(name: "language", limit: 600) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let parsed = parse(Source(name: "cell 1", text: text), builtins: silent)
        return readable(parsed.diagnostics) ?? printing(parsed) ?? running(parsed) ?? editing(text)
    }

    private static let silent = Builtins(
        Library.all.map { known in
            Builtin(
                known.name, known.sentence, family: known.family, known.parameters, examples: known.examples,
                aliases: known.aliases, reads: known.reads, changes: known.changes
            ) { _ in .none }
        }, habits: Library.builtins.habits)

    private static func readable(_ diagnostics: [Diagnostic]) -> String? {
        firstBroken(
            (diagnostics.count <= 3, "more than three errors"),
            (diagnostics.allSatisfy { $0.render().allSatisfy(isPlain) }, "an error with control codes"))
    }

    private static func printing(_ parsed: Parsed) -> String? {
        guard parsed.diagnostics.isEmpty else { return nil }
        let again = parse(Source(name: "cell 1", text: parsed.program.printed), builtins: silent)
        return firstBroken(
            (again.diagnostics.isEmpty, "what is printed has errors"),
            (again.program.printed == parsed.program.printed, "what is printed prints otherwise"))
    }

    private static func running(_ parsed: Parsed) -> String? {
        guard parsed.diagnostics.isEmpty else { return nil }
        var environment = Environment()
        let host = QuietHost()
        let outcome = Evaluator(builtins: silent).run(parsed.program, in: &environment, host: host)
        return readable(outcome.diagnostics)
    }

    private static func editing(_ text: String) -> String? {
        let stretches = highlight(text)
        let ends = zip(stretches, stretches.dropFirst())
        let places = [0, text.utf8.count / 2, text.utf8.count]
        for place in places { _ = openCall(text, at: place, builtins: silent) }
        _ = isUnfinished(text)
        return firstBroken(
            (ends.allSatisfy { $0.range.upperBound == $1.range.lowerBound }, "highlighting has gaps"),
            (stretches.last.map(\.range.upperBound) ?? 0 == text.utf8.count, "highlighting does not reach the end"),
            (
                places.allSatisfy { complete(text, at: $0, names: [:], builtins: silent).range.upperBound == $0 },
                "completion replaces what stands behind the cursor"
            ))
    }
}

/// A host that wants to hear nothing.
final class QuietHost: Host {
    let folder = "/nowhere"
    var seed: UInt64 {
        get { 1 }
        set {}
    }
    let isStopped = false
    func show(_ value: Value) {}
    func note(_ diagnostic: Diagnostic) {}
    func report(_ progress: Progress) {}
    func present(_ value: Value) {}
}
