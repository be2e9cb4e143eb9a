import Datasets
import Engine
import Language

/// Going on: what a trained network says next, and next, and next.
let generatingRecords: [Builtin] = [generate]

private let generate = Builtin(
    "generate", "Let a trained network go on by itself: each answer is what it reads next. Nothing is run twice.",
    family: .text,
    [
        Parameter("run", .object(RunObject.kind), "the trained network", aliases: ["net", "model"]),
        Parameter(
            "prompt", .any, "what to go on from: a text, token numbers, or rows of a series, such as test[1]",
            aliases: ["start", "seed_text"]),
        Parameter("length", .whole(from: 1), "tokens or rows to add", default: .number(200)),
        Parameter(
            "temperature", .number, "1 keeps the probabilities; less is more careful, more is bolder",
            default: .number(1)
        ),
        Parameter("top_k", .whole(from: 1), "draw only from so many of the most probable", default: Value.none),
        Parameter("beam", .whole(from: 1), "sequences to look along for the most probable one", default: Value.none),
        Parameter(
            "method", .choice(["sample", "greedy", "beam"]),
            "draw by the probabilities, take the most probable, or look for the most probable sequence",
            default: Value.none),
        Parameter(
            "until", .text, "end before this token, such as \"\\n\"", default: Value.none, aliases: ["stop", "end"]),
        Parameter("seed", .whole(from: 0), "for the same text each time", default: Value.none),
        Parameter("original", .bool, "a forecast in the original unit, if it was scaled", default: .bool(true)),
    ],
    examples: [
        .init(
            """
            t = characters("abcabcabcabcabcabcabcabc")
            net = embedding(4, 4) |> gru(8, return_sequences = true) |> dense(4, activation = "softmax")
            run = fit(net, window(t, length = 6, targets = "all"), epochs = 60, optimizer = adam(0.03), seed = 1)
            generate(run, "ab", length = 7, method = "greedy")
            """, gives: "abcabcabc"),
        .init(
            """
            train, test = split(window(scale(load("lynx").trappings), length = 10), 0.8)
            run = fit(gru(8) |> dense(1), train, epochs = 20, optimizer = adam(0.01), seed = 1)
            generate(run, test[1], length = 5)
            """),
    ],
    aliases: ["sample"], reads: ["$seed"]
) { call in try Generating(call).result() }

/// One call of `generate`.
private struct Generating {
    private let call: Call
    private let run: RunObject
    private let length: Int

    init(_ call: Call) throws {
        self.call = call
        run = try call.object("run", as: RunObject.self)
        length = call.whole("length")
    }

    func result() throws -> Value {
        let beams = call.whole(ifGiven: "beam") ?? 1
        try call.reserve(Sizes.product(length, 64 + 8 * run.model.output.features, beams), at: "length")
        if let plan = run.plan, plan.targets == .none || plan.targetShift != 0 {
            throw Messages.notTheNextRow(plan, call)
        }
        guard case .node(let node) = run.model.network.output,
            run.model.network.nodes[node].layer.lastFunction == .softmax
        else { return try forecast() }
        let prompt = try prompt()
        let tokens = try tokens(after: prompt)
        guard let vocabulary = run.vocabulary else { return .list(tokens.map { .number(Double($0)) }) }
        return .text(vocabulary.text(of: prompt + tokens))
    }

    // MARK: - Tokens

    private func tokens(after prompt: [Int]) throws -> [Int] {
        let method = try method()
        let never: Set<Int> = run.vocabulary == nil ? [] : [Vocabulary.padding]
        let end = try end()
        let seed = call.whole(ifGiven: "seed").map(UInt64.init) ?? call.host.seed
        return try explained { () throws(EngineError) in
            guard let method else {
                return try run.model.beamSearch(
                    after: prompt, length: length, width: call.whole(ifGiven: "beam") ?? 5, never: never, end: end,
                    isStopped: { call.host.isStopped }
                ).tokens
            }
            return try run.model.generate(
                after: prompt, length: length, method: method, seed: seed, never: never, end: end,
                isStopped: { call.host.isStopped })
        }
    }

    /// nil for a beam search.
    private func method() throws -> Sampler.Method? {
        let temperature = call.number("temperature")
        let name = call.text(ifGiven: "method") ?? (call.isGiven("beam") ? "beam" : "sample")
        for other in ["temperature", "top_k", "beam"] where call.isGiven(other) {
            let isUsed = (name == "sample") != (other == "beam") && name != "greedy"
            if !isUsed { throw Messages.unused(other, method: name, call) }
        }
        guard temperature > 0, temperature.isFinite else { throw Messages.temperature(temperature, call) }
        switch name {
        case "beam": return nil
        case "greedy": return .greedy
        default: return .sampling(temperature: temperature, topK: call.whole(ifGiven: "top_k"))
        }
    }

    private func end() throws -> Int? {
        guard let text = call.text(ifGiven: "until") else { return nil }
        guard let vocabulary = run.vocabulary else { throw Messages.noVocabulary(call, at: "until") }
        let numbers = try numbers(text, vocabulary, at: "until")
        guard numbers.count == 1 else { throw Messages.notOneToken(numbers.count, vocabulary.tokeniser.unit, call) }
        return numbers[0]
    }

    private func prompt() throws -> [Int] {
        if let text = call.text(ifGiven: "prompt") {
            guard let vocabulary = run.vocabulary else { throw Messages.noVocabulary(call, at: "prompt") }
            return try numbers(text, vocabulary, at: "prompt")
        }
        let rows = try rows()
        return try rows.map { row in
            // A number, or a row with a single 1.
            let token = row.count == 1 ? Int(exactly: row[0]) : row.firstIndex(of: 1)
            guard let token else { throw Messages.notTokenNumbers(call) }
            return token
        }
    }

    private func numbers(_ text: String, _ vocabulary: Vocabulary, at name: String) throws -> [Int] {
        do throws(Vocabulary.Stranger) { return try vocabulary.numbers(in: text) } catch {
            throw Messages.stranger(error, vocabulary, call, at: name)
        }
    }

    // MARK: - Forecasts

    private func forecast() throws -> Value {
        guard run.model.output.features == run.model.input.features else {
            throw Messages.noClasses(run.model.output, run.model.input, call)
        }
        if call.text(ifGiven: "prompt") != nil { throw Messages.noVocabulary(call, at: "prompt") }
        for name in ["temperature", "top_k", "beam", "method", "until"] where call.isGiven(name) {
            throw Messages.unused(name, method: "forecast", call)
        }
        if run.inputs.map(\.name) != run.targets.map(\.name) { throw Messages.otherColumns(run, call) }
        let given = try rows()
        let found = try explained { () throws(EngineError) in
            try run.model.forecast(after: given, length: length, isStopped: { call.host.isStopped })
        }
        let columns = (0..<run.model.output.features).map { place -> Column in
            var column = run.targets.isEmpty ? Column("x\(place + 1)", .numbers([])) : run.targets[place]
            column.values = .numbers(found.map { Double($0[place]) })
            return call.flag("original") ? column.unscaled : column
        }
        return columns.count == 1 ? .object(SeriesObject(columns[0])) : .object(TableObject(Table(columns)))
    }

    /// The prompt's rows, as the network reads them.
    private func rows() throws -> [[Real]] {
        if case .object(let table as TableObject) = call.value("prompt") {
            let columns = table.table.numberColumns.compactMap(\.numbers)
            return (0..<table.table.rowCount).map { row in columns.map { Real($0[row]) } }
        }
        let windows = try ExampleInputs(call, "prompt", for: run.model.input).windows
        guard windows.count == 1 else { throw Messages.manyPrompts(windows.count, call) }
        return windows.examples.inputs.values(of: 0)
    }

    private func explained<Result>(_ work: () throws(EngineError) -> Result) throws -> Result {
        do throws(EngineError) { return try work() } catch {
            if case .tokenOutOfRange(let token, let vocabulary, _, let step) = error {
                throw Messages.promptOutOfRange(token, vocabulary, step, call)
            }
            throw Messages.message(error, run.description, run.model.inputs, call)
        }
    }
}

extension Messages {
    static func temperature(_ found: Double, _ call: Call) -> Diagnostic {
        call.fail(
            "`temperature` must be more than 0, but it is \(short(found))", at: "temperature",
            found == 0 ? "for the most probable token each time: method = \"greedy\"" : "1 keeps the probabilities")
    }

    static func unused(_ name: String, method: String, _ call: Call) -> Diagnostic {
        let label =
            method == "forecast"
            ? "the network answers with numbers"
            : "leave it out, or choose another method"
        return call.fail(
            "`\(name)` says nothing to \(method == "forecast" ? "a forecast" : "method \"\(method)\"")", at: name, label
        )
    }

    static func noClasses(_ output: Shape, _ input: Shape, _ call: Call) -> Diagnostic {
        call.fail(
            "this network has no classes to choose from, and no row to read next", at: "run",
            "it gives \(output) and reads \(input)",
            notes: ["to go on with tokens:  end with dense(size, activation = \"softmax\")"])
    }

    static func otherColumns(_ run: RunObject, _ call: Call) -> Diagnostic {
        call.fail(
            "the network forecasts other columns than it reads", at: "run",
            "it needs all of what it reads to go on",
            notes: [
                "reads: " + run.inputs.map(\.name).joined(separator: ", "),
                "forecasts: " + run.targets.map(\.name).joined(separator: ", "),
            ])
    }

    static func notTheNextRow(_ plan: Windows.Plan, _ call: Call) -> Diagnostic {
        call.fail(
            "the network was not trained on the row that comes next", at: "run",
            plan.targets == .none ? "its examples have no targets" : "its target_shift is \(plan.targetShift), not 0")
    }

    static func noVocabulary(_ call: Call, at name: String) -> Diagnostic {
        call.fail(
            "the run knows no tokens: it was trained on numbers", at: name,
            "needs numbers, or a network that was trained on characters(…) or words(…)")
    }

    static func notOneToken(_ count: Int, _ unit: Tokeniser.Unit, _ call: Call) -> Diagnostic {
        call.fail(
            "`until` must be one token, but it has \(count)", at: "until",
            unit == .characters ? "one character, such as \"\\n\"" : "one word")
    }

    static func notTokenNumbers(_ call: Call) -> Diagnostic {
        call.fail("the prompt holds what is no token number", at: "prompt", "whole numbers, one at a step")
    }

    static func promptOutOfRange(_ token: Double, _ vocabulary: Int, _ step: Int, _ call: Call) -> Diagnostic {
        call.fail(
            "\(short(token)) is not a token from 0 to \(vocabulary - 1)", at: "prompt", "number \(step) of the prompt")
    }

    static func manyPrompts(_ count: Int, _ call: Call) -> Diagnostic {
        call.fail("there are \(count) examples to go on from", at: "prompt", "choose one: test[1]")
    }
}
