import Base

/// The most probable sequence, looked for along several at a time.
///
/// At each step the `width` best continuations of all beams live on; their states change places with them. The greedy
/// sequence always lives on too, so that the answer is never less probable than it. Source: Lowerre (1976), "The Harpy
/// speech recognition system"; Sutskever, Vinyals and Le (2014), section 3.2.
package struct BeamSearch {
    private let stepper: Stepper
    private let never: Set<Int>
    private let end: Int?
    /// log p of each beam; −∞ for none.
    private var scores: [Double]
    /// The beam that is the greedy sequence, until it ends.
    private var greedy: Int? = 0
    /// The best continuations of this step, best first.
    private var best: [Candidate] = []
    private var history: [[Candidate]] = []
    /// The best sequence that has come to its end: the step at which it did, and its beam.
    private var ended: (score: Double, step: Int, beam: Int)?

    private struct Candidate {
        var score: Double
        var beam: Int
        var token: Int
    }

    package struct Answer: Sendable {
        package var tokens: [Int]
        /// Natural logarithm, of the end too if there is one.
        package var logProbability: Double
    }

    fileprivate init(_ stepper: Stepper, never: Set<Int>, end: Int?) {
        self.stepper = stepper
        self.never = never
        self.end = end
        scores = [0] + [Double](repeating: -.infinity, count: stepper.places - 1)
        best.reserveCapacity(stepper.places + 1)
    }

    fileprivate mutating func run(length: Int, isStopped: () -> Bool) -> Answer {
        var (order, step) = (Array(0..<stepper.places), 0)
        while step < length, !isStopped(), !isDecided {
            choose(step)
            guard !best.isEmpty else {
                // Every sequence has ended, or nothing is possible any more.
                if ended != nil { for place in scores.indices { scores[place] = -.infinity } }
                break
            }
            history.append(best)
            for (place, candidate) in best.enumerated() {
                scores[place] = candidate.score
                order[place] = candidate.beam
                stepper.put(candidate.token, place: place)
            }
            for place in best.count..<scores.count { scores[place] = -.infinity }
            stepper.arrange(order)
            stepper.advance()
            step += 1
        }
        return answer
    }

    /// A sequence that goes on only becomes less probable.
    private var isDecided: Bool { ended.map { $0.score >= scores.max() ?? 0 } ?? false }

    /// Fills `best` with the continuations of all beams.
    private mutating func choose(_ step: Int) {
        best.removeAll(keepingCapacity: true)
        var line: Candidate?
        for beam in scores.indices where scores[beam] > -.infinity {
            let isGreedy = beam == greedy
            var largest: Candidate?
            for (token, probability) in stepper.answer(beam).enumerated()
            where probability > 0 && !never.contains(token) {
                let candidate = Candidate(
                    score: scores[beam] + log(Double(probability)), beam: beam, token: token)
                if isGreedy, candidate.score > largest?.score ?? -.infinity { largest = candidate }
                if token != end {
                    insert(candidate)
                } else if candidate.score > ended?.score ?? -.infinity {
                    ended = (candidate.score, step, beam)
                }
            }
            if isGreedy { line = largest }
        }
        keep(line)
    }

    private mutating func insert(_ candidate: Candidate) {
        if best.count == stepper.places, let last = best.last, last.score >= candidate.score { return }
        let place = best.firstIndex { $0.score < candidate.score } ?? best.count
        best.insert(candidate, at: place)
        if best.count > stepper.places { best.removeLast() }
    }

    /// The greedy sequence stays, in the last place if it is not among the best.
    private mutating func keep(_ line: Candidate?) {
        guard let line, line.token != end else {
            greedy = nil
            return
        }
        greedy = best.firstIndex { $0.beam == line.beam && $0.token == line.token } ?? best.count - 1
        if let greedy { best[greedy] = line }
    }

    private var answer: Answer {
        let live = scores.indices.max { scores[$0] < scores[$1] } ?? 0
        if let ended, ended.score >= scores[live] {
            return Answer(tokens: tokens(before: ended.step, beam: ended.beam), logProbability: ended.score)
        }
        return Answer(tokens: tokens(before: history.count, beam: live), logProbability: scores[live])
    }

    private func tokens(before step: Int, beam: Int) -> [Int] {
        var (tokens, beam) = ([Int](), beam)
        for candidates in history[..<step].reversed() {
            tokens.append(candidates[beam].token)
            beam = candidates[beam].beam
        }
        return tokens.reversed()
    }
}

extension Model {
    /// The most probable `length` tokens after the prompt that a search along `width` beams finds; a sequence that reaches
    /// `end`, which is not among the tokens, is as long as it is.
    package func beamSearch(
        after prompt: [Int], length: Int, width: Int, never: Set<Int> = [], end: Int? = nil,
        isStopped: () -> Bool = { false }
    ) throws(EngineError) -> BeamSearch.Answer {
        guard width > 0 else {
            throw .setting(owner: "generate", name: "beam", value: Double(width), range: .oneOrMore)
        }
        let stepper = try Stepper(self, places: width)
        try checkPrompt(prompt)
        for token in prompt {
            for place in 0..<width { stepper.put(token, place: place) }
            stepper.advance()
        }
        var search = BeamSearch(stepper, never: never, end: end)
        return search.run(length: length, isStopped: isStopped)
    }
}
