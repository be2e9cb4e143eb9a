import Language

/// A host that remembers what it was asked.
final class TestHost: Host, @unchecked Sendable {
    let folder = "."
    var seed: UInt64 = 1
    var isStopped = false
    var shown: [Value] = []
    var notes: [Diagnostic] = []

    func show(_ value: Value) { shown.append(value) }
    func note(_ diagnostic: Diagnostic) { notes.append(diagnostic) }
    func report(_ progress: Progress) {}
    func present(_ value: Value) { shown.append(value) }
}

/// A program that ran in a fresh environment, or in the one that was given.
struct Ran {
    var environment: Environment
    let outcome: Outcome
    let parsed: Parsed

    init(
        _ text: String, in environment: Environment = Environment(), host: TestHost = TestHost(),
        name: String = "cell 1"
    ) {
        parsed = parse(Source(name: name, text: text), builtins: .fake)
        var names = environment
        outcome =
            parsed.diagnostics.isEmpty
            ? Evaluator(builtins: .fake).run(parsed.program, in: &names, host: host)
            : Outcome(diagnostics: parsed.diagnostics)
        self.environment = names
    }

    var text: String? { outcome.result?.text }
    var messages: [String] { outcome.diagnostics.map { $0.render().joined(separator: "\n") } }
    var head: String? { outcome.diagnostics.first?.head }
    var label: String? { outcome.diagnostics.first?.labels.last?.text }
}
