import Base
import Glibc
import Testing

@testable import Engine

private let tokens: [Real] = [3, 0, 2, 2, 1, 4, 0, 3, 1, 1, 2, 4]

/// Networks on 5 tokens that answer at each step.
private let networks: [(String, [any Layer])] = [
    ("simple rnn", [SimpleRNN(units: 7, returnSequences: true)]),
    ("gru", [GRU(units: 7, returnSequences: true)]),
    ("gru, reset after", [GRU(units: 18, returnSequences: true, resetAfter: true)]),
    ("lstm", [LSTM(units: 20, returnSequences: true)]),
    (
        "stacked with dropout",
        [
            LSTM(units: 6, returnSequences: true), Dropout(rate: 0.5), GRU(units: 17, returnSequences: true),
            SimpleRNN(units: 5, returnSequences: true),
        ]
    ),
    (
        "layers on each step",
        [GRU(units: 6, returnSequences: true), LayerNorm(), Highway(), TimeDistributed(Dense(units: 4)), BatchNorm()]
    ),
    ("stateful", [LSTM(units: 6, returnSequences: true).with { $0.isStateful = true }]),
]

private func model(_ layers: [any Layer], masksZero: Bool = false, seed: UInt64 = 3) throws -> Model {
    let embedding = Embedding(vocabulary: 5, units: 4, maskZero: masksZero)
    return try Model(
        .sequential([embedding] + layers + [Dense(units: 5, activation: .softmax)]),
        input: Shape(steps: tokens.count, features: 1), seed: seed
    ).wilder()
}

extension RecurrentLayer {
    fileprivate func with(_ change: (inout RecurrentOptions) -> Void) -> Self {
        var result = self
        change(&result.options)
        return result
    }
}

extension Model {
    /// Weights five times as large, so that the answers differ from step to step.
    fileprivate func wilder() throws -> Model {
        var result = self
        try result.setWeights(weights.map { $0.tensor.map { $0 * 5 } })
        return result
    }
}

private func close(_ found: [Real], _ expected: [Real]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 }
}

/// The whole sequence in one pass: the answer at each step.
private func whole(_ model: Model, _ values: [Real]) throws -> [[Real]] {
    let sequence = Sequences(
        rows: values, width: model.input.features, starts: [0], steps: model.input.positions)
    return try model.predict(sequence)[row: 0].lists
}

@Test("one step after the other says what the whole sequence says", arguments: networks.indices, [false, true])
func oneStepAfterTheOtherSaysWhatTheWholeSequenceSays(index: Int, masksZero: Bool) throws {
    let model = try model(networks[index].1, masksZero: masksZero)
    let expected = try whole(model, tokens)
    let stepper = try Stepper(model)
    for round in 1...2 {
        for (step, token) in tokens.enumerated() {
            stepper.advance(token: Int(clamping: token))
            #expect(
                close(Array(stepper.answer()), expected[step]), "\(networks[index].0), round \(round), step \(step)")
        }
        stepper.reset()
    }
    // The steps do differ, so that the comparison says something.
    #expect(expected.indices.dropFirst().contains { !close(expected[$0], expected[$0 - 1]) })
}

@Test("a network that answers at its last step says at step t what it says of the first t steps")
func aNetworkThatAnswersAtItsLastStepSaysAtStepTWhatItSaysOfTheFirstTSteps() throws {
    let model = try Model(
        .sequential([GRU(units: 6, returnSequences: true), LSTM(units: 5), Dense(units: 2)]),
        input: Shape(steps: 4, features: 3), seed: 5
    ).wilder()
    var random = Random(seed: 1, .data)
    let rows = (0..<12).map { _ in (0..<3).map { _ in Real(random.normal()) } }
    let stepper = try Stepper(model)
    for step in rows.indices {
        for feature in 0..<3 { stepper.row()[feature] = rows[step][feature] }
        stepper.advance()
        let prefix = try Model(model, inputs: [Shape(steps: step + 1, features: 3)])
        let expected = try prefix.predict(
            Sequences(rows: Array(rows[...step].joined()), width: 3, starts: [0], steps: step + 1))
        #expect(close(Array(stepper.answer()), expected.values), "step \(step)")
    }
}

@Test("a token enters as a row with a single 1 where the network reads rows")
func aTokenEntersAsARowWithASingleOneWhereTheNetworkReadsRows() throws {
    let model = try Model(
        .sequential([LSTM(units: 6, returnSequences: true), Dense(units: 5, activation: .softmax)]),
        input: Shape(steps: tokens.count, features: 5), seed: 2
    ).wilder()
    let rows = tokens.flatMap { token in (0..<5).map { Real($0) == token ? Real(1) : 0 } }
    let expected = try whole(model, rows)
    let stepper = try Stepper(model)
    for (step, token) in tokens.enumerated() {
        stepper.advance(token: Int(clamping: token))
        #expect(close(Array(stepper.answer()), expected[step]))
    }
}

@Test("states can be saved, restored and change places") func statesCanBeSavedRestoredAndChangePlaces() throws {
    let model = try model([LSTM(units: 6, returnSequences: true), GRU(units: 3, returnSequences: true)])
    let stepper = try Stepper(model, places: 3)
    func advance(_ tokens: [Int]) -> [[Real]] {
        for (place, token) in tokens.enumerated() { stepper.put(token, place: place) }
        stepper.advance()
        return (0..<3).map { Array(stepper.answer($0)) }
    }
    _ = advance([1, 2, 3])
    let saved = stepper.saved
    let first = advance([4, 4, 4])
    stepper.restore(saved)
    #expect(advance([4, 4, 4]) == first)
    stepper.restore(saved)
    stepper.arrange([2, 0, 0])
    #expect(advance([4, 4, 4]) == [first[2], first[0], first[0]])
    #expect(first[0] != first[1] && first[1] != first[2])
}

@Test("where one step is not the same as the whole, the layer is named")
func whereOneStepIsNotTheSameAsTheWholeTheLayerIsNamed() throws {
    let counts = try Model(
        .sequential([GRU(units: 3, returnSequences: true), Flatten(), Dense(units: 2)]),
        input: Shape(steps: 4, features: 1), seed: 1)
    #expect(throws: EngineError.notStepwise(node: 1, layer: "flatten")) { try Stepper(counts) }
    let encoder = try Model(
        .sequential([GRU(units: 3), Repeat(4), GRU(units: 2)]), input: Shape(steps: 4, features: 1), seed: 1)
    #expect(throws: EngineError.notStepwise(node: 1, layer: "repeat")) { try Stepper(encoder) }
    let back = try Model(
        .sequential([GRU(units: 3).with { $0.goBackwards = true }]), input: Shape(steps: 4, features: 1), seed: 1)
    #expect(throws: EngineError.notStepwise(node: 0, layer: "gru")) { try Stepper(back) }
    let both = try Model(
        .sequential([Bidirectional(GRU(units: 3))]), input: Shape(steps: 4, features: 1), seed: 1)
    #expect(throws: EngineError.notStepwise(node: 0, layer: "bidirectional")) { try Stepper(both) }
    let wide = try Model(
        .sequential([Conv1D(filters: 3, kernelSize: 2), GRU(units: 3)]), input: Shape(steps: 4, features: 1), seed: 1)
    #expect(throws: EngineError.notStepwise(node: 0, layer: "conv1d")) { try Stepper(wide) }
    let vectors = try Model(.sequential([Dense(units: 2)]), input: Shape(3), seed: 1)
    #expect(throws: EngineError.notStepwise(node: 0, layer: "dense")) { try Stepper(vectors) }
    let two = Network.joining([Network().appending(GRU(units: 2)), Network().appending(GRU(units: 2))])
    let answers = try Model(two, input: Shape(steps: 3, features: 1), seed: 1)
    #expect(throws: EngineError.outputCount(needs: 2, found: 1)) { try Stepper(answers) }
}

@Test("branches that come together again go step by step") func branchesThatComeTogetherAgainGoStepByStep() throws {
    let start = Network().appending(Embedding(vocabulary: 5, units: 4))
    let branches = [
        start.appending(GRU(units: 3, returnSequences: true)), start.appending(LSTM(units: 4, returnSequences: true)),
    ]
    let joined = Network.joining(branches, by: .init(layer: Concat(), inputs: []))
    let model = try Model(
        joined.appending(Dense(units: 5, activation: .softmax)), input: Shape(steps: tokens.count, features: 1), seed: 8
    ).wilder()
    let expected = try whole(model, tokens)
    let stepper = try Stepper(model)
    for (step, token) in tokens.enumerated() {
        stepper.advance(token: Int(clamping: token))
        #expect(close(Array(stepper.answer()), expected[step]), "step \(step)")
    }
}

// MARK: - Choosing

private func choose(_ method: Sampler.Method, _ p: [Real], times: Int, seed: UInt64 = 1) throws -> [Int] {
    var sampler = try Sampler(method, classes: p.count, random: Random(seed: seed, .sampling))
    return (0..<times).map { _ in p.withUnsafeBufferPointer { sampler.choose($0) } }
}

@Test("samples are as frequent as their probabilities") func samplesAreAsFrequentAsTheirProbabilities() throws {
    let p: [Real] = [0.5, 0.02, 0, 0.28, 0.2]
    for (temperature, expected) in [
        (1.0, p.map(Double.init)), (0.5, [0.25, 0.0004, 0, 0.0784, 0.04]),
        (2.0, p.map { Double($0).squareRoot() }),
    ] {
        let samples = try choose(.sampling(temperature: temperature), p, times: 20_000)
        let sum = expected.reduce(0, +)
        var square = 0.0
        for index in p.indices where expected[index] > 0 {
            let count = expected[index] / sum * 20_000
            let difference = Double(samples.count { $0 == index }) - count
            square += difference * difference / count
        }
        // χ² with 3 degrees of freedom is below 16.3 in 999 of 1000 cases.
        #expect(square < 16.3, "temperature \(temperature): \(square)")
        #expect(!samples.contains(2))
    }
}

@Test("a low temperature chooses as greedy does") func aLowTemperatureChoosesAsGreedyDoes() throws {
    let model = try model([GRU(units: 9, returnSequences: true)])
    let greedy = try model.generate(after: [1], length: 60, method: .greedy, seed: 1)
    let cold = try model.generate(after: [1], length: 60, method: .sampling(temperature: 1e-4), seed: 1)
    #expect(greedy == cold)
    #expect(Set(greedy).count > 1)
    // The first of equals, in both the greedy choice and the coldest possible sampling of different ones.
    #expect(try choose(.greedy, [0.4, 0.4, 0.2], times: 3) == [0, 0, 0])
    #expect(try choose(.sampling(temperature: 1e-300), [0.3, 0.4, 0.3], times: 3) == [1, 1, 1])
}

@Test("top k never leaves the k best") func topKNeverLeavesTheKBest() throws {
    var random = Random(seed: 9, .data)
    for count in [1, 2, 3, 7, 20] {
        let p = (0..<20).map { _ in Real(random.uniform() * 0.1) }
        let best = Set(p.indices.sorted { p[$0] > p[$1] }.prefix(count))
        let samples = Set(try choose(.sampling(temperature: 1.5, topK: count), p, times: 3_000))
        #expect(samples == best, "the best \(count)")
    }
    // Of equals the first stay.
    #expect(Set(try choose(.sampling(topK: 2), [0.25, 0.25, 0.25, 0.25], times: 100)) == [0, 1])
}

@Test("settings outside their range are refused") func settingsOutsideTheirRangeAreRefused() throws {
    let random = Random(seed: 1, .sampling)
    for temperature in [0, -1, Double.nan] {
        #expect(throws: EngineError.self) {
            try Sampler(.sampling(temperature: temperature), classes: 3, random: random)
        }
    }
    #expect(throws: EngineError.moreThanClasses(4, classes: 3)) {
        try Sampler(.sampling(topK: 4), classes: 3, random: random)
    }
    let model = try model([GRU(units: 3, returnSequences: true)])
    #expect(throws: EngineError.noPrompt) { try model.generate(after: [], length: 3, method: .greedy, seed: 1) }
    #expect(throws: EngineError.tokenOutOfRange(token: 5, vocabulary: 5, example: 1, step: 2)) {
        try model.generate(after: [1, 5], length: 3, method: .greedy, seed: 1)
    }
}

@Test("the same seed gives the same tokens, another seed others")
func theSameSeedGivesTheSameTokensAnotherSeedOthers() throws {
    let model = try model([LSTM(units: 5, returnSequences: true)])
    func sample(_ seed: UInt64) throws -> [Int] {
        try model.generate(after: [2, 1], length: 50, method: .sampling(), seed: seed)
    }
    let first = try sample(4)
    #expect(try sample(4) == first)
    #expect(try sample(5) != first)
    #expect(first.count == 50)
}

@Test("an end stops, what is never to be chosen is not, and a stop is heeded")
func anEndStopsWhatIsNeverToBeChosenIsNotAndAStopIsHeeded() throws {
    let model = try model([GRU(units: 9, returnSequences: true)])
    let free = try model.generate(after: [1], length: 40, method: .sampling(), seed: 1)
    let ended = try model.generate(after: [1], length: 40, method: .sampling(), seed: 1, end: 3)
    #expect(ended == Array(free.prefix { $0 != 3 }) && ended.count < 40)
    let without = try model.generate(after: [1], length: 40, method: .sampling(), seed: 1, never: [3, 0])
    #expect(without.allSatisfy { $0 != 3 && $0 != 0 })
    #expect(try model.generate(after: [1], length: 40, method: .greedy, seed: 1, isStopped: { true }) == [])
}

// MARK: - Beams

/// log p of tokens after a prompt, from the whole sequence at once.
private func logProbability(_ model: Model, _ prompt: [Int], _ tokens: [Int]) throws -> Double {
    let all = (prompt + tokens).map { Real($0) }
    let longer = try Model(model, inputs: [Shape(steps: all.count, features: 1)])
    let answers = try whole(longer, all)
    return tokens.indices.reduce(0) { $0 + log(Double(answers[prompt.count - 1 + $1][tokens[$1]])) }
}

/// All sequences of `length` tokens below 5.
private func sequences(_ length: Int) -> [[Int]] {
    length == 0 ? [[]] : sequences(length - 1).flatMap { start in (0..<5).map { start + [$0] } }
}

@Test("wide beams find what a search through all sequences finds", arguments: [1, 2, 3])
func wideBeamsFindWhatASearchThroughAllSequencesFinds(seed: Int) throws {
    let model = try model([LSTM(units: 8, returnSequences: true)], seed: UInt64(seed))
    let all = try sequences(4).map { ($0, try logProbability(model, [1, 3], $0)) }
    let best = try #require(all.max { $0.1 < $1.1 })
    let found = try model.beamSearch(after: [1, 3], length: 4, width: 125)
    #expect(found.tokens == best.0)
    #expect(abs(found.logProbability - best.1) < 1e-5)
}

@Test("wide beams find the best sequence that may end early", arguments: [1, 2, 3, 4])
func wideBeamsFindTheBestSequenceThatMayEndEarly(seed: Int) throws {
    let model = try model([GRU(units: 8, returnSequences: true)], seed: UInt64(seed))
    // Token 0 ends. All sequences of 4 tokens without it, and all shorter ones that it follows.
    var all: [([Int], Double)] = []
    for length in 0...4 {
        for tokens in sequences(length) where !tokens.contains(0) {
            let ended = length < 4 ? tokens + [0] : tokens
            all.append((tokens, try logProbability(model, [2], ended)))
        }
    }
    let best = try #require(all.max { $0.1 < $1.1 })
    let found = try model.beamSearch(after: [2], length: 4, width: 64, end: 0)
    #expect(found.tokens == best.0)
    #expect(abs(found.logProbability - best.1) < 1e-5)
}

@Test("beams are never less probable than the greedy sequence, and one beam is that sequence")
func beamsAreNeverLessProbableThanTheGreedySequenceAndOneBeamIsThatSequence() throws {
    for seed in 1...12 {
        let model = try model([SimpleRNN(units: 8, returnSequences: true)], seed: UInt64(seed))
        let greedy = try model.generate(after: [1], length: 12, method: .greedy, seed: 1)
        let one = try model.beamSearch(after: [1], length: 12, width: 1)
        #expect(one.tokens == greedy)
        #expect(abs(one.logProbability - (try logProbability(model, [1], greedy))) < 1e-4)
        for width in [2, 3, 8] {
            let found = try model.beamSearch(after: [1], length: 12, width: width)
            #expect(found.logProbability >= one.logProbability, "seed \(seed), \(width) beams")
            #expect(abs(found.logProbability - (try logProbability(model, [1], found.tokens))) < 1e-4)
        }
    }
}

// MARK: - Forecasts

@Test("a forecast feeds its answers back") func aForecastFeedsItsAnswersBack() throws {
    let model = try Model(
        .sequential([GRU(units: 6), Dense(units: 2)]), input: Shape(steps: 3, features: 2), seed: 1)
    let given: [[Real]] = [[0.1, 0.5], [0.3, -0.2], [-0.4, 0.9]]
    let found = try model.forecast(after: given, length: 4)
    var rows = given
    for row in found {
        let prefix = try Model(model, inputs: [Shape(steps: rows.count, features: 2)])
        let next = try prefix.predict(
            Sequences(rows: Array(rows.joined()), width: 2, starts: [0], steps: rows.count))
        #expect(close(row, next.values))
        rows.append(row)
    }
    #expect(found.count == 4)
    let other = try Model(
        .sequential([GRU(units: 6), Dense(units: 1)]), input: Shape(steps: 3, features: 2), seed: 1)
    #expect(throws: EngineError.notFedBack(output: other.output, input: other.input)) {
        try other.forecast(after: given, length: 1)
    }
}
