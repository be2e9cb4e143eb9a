/// What a network says next, and next, and next: each answer is the input of the following step.
extension Model {
    /// `length` tokens after the prompt, or fewer if `end` is chosen, which is not among them.
    ///
    /// `never`: classes that are not chosen. `isStopped` is asked after each step and ends it early.
    package func generate(
        after prompt: [Int], length: Int, method: Sampler.Method, seed: UInt64, never: Set<Int> = [], end: Int? = nil,
        isStopped: () -> Bool = { false }
    ) throws(EngineError) -> [Int] {
        let stepper = try Stepper(self)
        try checkPrompt(prompt)
        var sampler = try Sampler(
            method, classes: output.features, never: never, random: Random(seed: seed, .sampling))
        for token in prompt { stepper.advance(token: token) }
        var tokens: [Int] = []
        while tokens.count < length, !isStopped() {
            let token = sampler.choose(stepper.answer())
            if token == end { break }
            tokens.append(token)
            stepper.advance(token: token)
        }
        return tokens
    }

    /// `length` rows after the given ones, in a network that answers with a row of its own kind.
    package func forecast(after rows: [[Real]], length: Int, isStopped: () -> Bool = { false }) throws(EngineError)
        -> [[Real]]
    {
        let stepper = try Stepper(self)
        guard !rows.isEmpty else { throw .noPrompt }
        guard output.features == input.features else { throw .notFedBack(output: output, input: input) }
        for row in rows {
            guard row.count == input.features else {
                throw .inputShape(needs: input, found: Shape(steps: rows.count, features: row.count))
            }
            for (feature, value) in row.enumerated() { stepper.row()[feature] = value }
            stepper.advance()
        }
        var result: [[Real]] = []
        while result.count < length, !isStopped() {
            let answer = Array(stepper.answer())
            result.append(answer)
            for (feature, value) in answer.enumerated() { stepper.row()[feature] = value }
            stepper.advance()
        }
        return result
    }

    /// Throws if the prompt is empty or holds what is no token, or if the answers are no tokens to go on with.
    func checkPrompt(_ prompt: [Int]) throws(EngineError) {
        guard !prompt.isEmpty else { throw .noPrompt }
        guard output.features > 1 else { throw .tooFewClasses(output: output) }
        let vocabulary = network.vocabulary(ofInputFrom: input)
        if let vocabulary, output.features > vocabulary { throw .notFedBack(output: output, input: input) }
        for (step, token) in prompt.enumerated() where token < 0 || token >= vocabulary ?? Int.max {
            throw .tokenOutOfRange(
                token: Double(token), vocabulary: vocabulary ?? output.features, example: 1, step: step + 1)
        }
    }
}

extension Network {
    /// How many tokens the first input knows: rows of an embedding, or features of a row with a single 1; nil for bare
    /// numbers.
    func vocabulary(ofInputFrom input: Shape) -> Int? {
        if input.features > 1 { return input.features }
        return nodes.lazy.compactMap { ($0.layer as? Embedding)?.vocabulary }.min()
    }
}
