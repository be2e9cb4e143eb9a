import Content
import Display
import Language
import Library
import Sandbox

/// Runs the program of a case and looks at all that it shows, in every form.
package enum CallRun {
    /// Values of all kinds, made once.
    private static let start: Environment = {
        var environment = Environment()
        let source = Source(
            name: "start",
            text: """
                numbers = [1, 2, 3, 4, 5, 6, 7, 8]
                series = scale(numbers)
                table = describe(numbers)
                tokens = characters("abababab")
                matrix = tensor([[1, 2], [3, 4]])
                empty = tensor([])
                windows = window(numbers, length = 2)
                net = gru(2) |> dense(1)
                run = fit(net, windows, epochs = 1)
                classes = fit(embedding(3, 2) |> gru(2) |> dense(3, activation = "softmax"), window(tokens, length = 3), epochs = 1)
                trace = trace(run, windows[1])
                """)
        let parsed = parse(source, builtins: Library.builtins)
        let outcome = Evaluator(builtins: Library.builtins).run(parsed.program, in: &environment, host: ShortHost(.max))
        let faults = (parsed.diagnostics + outcome.diagnostics).map { $0.render().joined(separator: "\n") }
        precondition(faults.isEmpty, faults.joined(separator: "\n"))
        return environment
    }()

    package static func broken(_ call: CallCase) -> String? {
        guard let overrides = try? Overrides(call.settings) else { return nil }
        let parsed = parse(Source(name: "cell 1", text: call.source), builtins: Library.builtins)
        guard parsed.diagnostics.isEmpty else { return unclear(parsed.diagnostics) }
        var environment = start
        let host = ShortHost(4, overrides)
        let outcome = Evaluator(builtins: Library.builtins).run(parsed.program, in: &environment, host: host)
        let shown = host.values + (outcome.result.map { [$0] } ?? [])
        return unclear(outcome.diagnostics + host.notes) ?? shown.lazy.compactMap(unplain).first
    }

    private static func unclear(_ diagnostics: [Diagnostic]) -> String? {
        firstBroken(
            (diagnostics.allSatisfy { !$0.head.isEmpty }, "an error without words"),
            (diagnostics.allSatisfy { $0.render().allSatisfy(isPlain) }, "an error with control codes"))
    }

    /// What a screen, a pipe, a page and a screen reader show of a value.
    private static func unplain(_ value: Value) -> String? {
        var texts = [value.text, value.excerpt(40)]
        if case .object(let object) = value {
            if let drawable = object as? any Drawable {
                texts += [drawable.text(width: 80), drawable.text(width: 7, glyphs: .ascii)]
            }
            if let described = object as? any Described {
                texts += described.content.spoken + [described.content.figure?.svg(.page) ?? ""]
            }
            if let recorded = object as? any Recorded { texts += recorded.records.map(\.csv) }
            texts += object.members.compactMap { object.member($0.name)?.excerpt(40) } + [object.size]
        }
        return firstBroken((texts.allSatisfy(isPlain), "a value with control codes: \(texts)"))
    }
}

/// A host that asks to stop after a few looks, so that a fit of 1e15 epochs ends as one of two does.
private final class ShortHost: Host, @unchecked Sendable {
    let folder = "/tmp"
    var access: FileAccess { FileAccess(folder: "/nowhere") }
    var seed: UInt64 = 1
    private(set) var values: [Value] = []
    private(set) var notes: [Diagnostic] = []
    let services: [any Sendable]
    private var looks = 0
    private let most: Int

    init(_ most: Int, _ overrides: Overrides = Overrides()) {
        self.most = most
        services = overrides.isEmpty ? [] : [overrides]
    }

    var isStopped: Bool {
        looks += 1
        return looks > most
    }
    func show(_ value: Value) { values.append(value) }
    func note(_ diagnostic: Diagnostic) { notes.append(diagnostic) }
    func report(_ progress: Language.Progress) { values.append(progress.picture) }
    func present(_ value: Value) { values.append(value) }
}
