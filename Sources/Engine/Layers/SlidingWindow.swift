/// What a window does at the ends of a sequence.
package enum WindowPadding: String, Hashable, Sendable, CaseIterable {
    /// It stays inside.
    case valid
    /// There are zeros before and after, so that (with strides of 1) as many steps come out as go in.
    case same
    /// The same, but all zeros are before: no step sees what comes after it.
    case causal
}

/// A window of several steps that moves over a sequence: step t of the output reads the steps
/// t·stride + k·dilation − before, for k = 0 … size − 1, as far as they exist.
struct SlidingWindow: Hashable, Sendable {
    var size: Int
    var stride: Int
    var dilation = 1
    var padding: WindowPadding

    /// Steps from its first to its last.
    var reach: Int { Sizes.sum(Sizes.product(dilation, size - 1), 1) }

    /// How many steps come out.
    func count(of steps: Int) throws(ShapeProblem) -> Int {
        guard padding == .valid else { return (steps - 1) / stride + 1 }
        guard steps >= reach else { throw ShapeProblem(needs: .steps(atLeast: reach)) }
        return (steps - reach) / stride + 1
    }

    /// Steps of padding before the first.
    func before(_ steps: Int) -> Int {
        switch padding {
        case .valid: return 0
        case .causal: return reach - 1
        case .same:
            let last = (steps - 1) / stride * stride
            return max(0, reach - (steps - last)) / 2
        }
    }

    /// Throws for what is less than 1.
    func check(owner: String, size name: String) throws(EngineError) {
        for (name, value) in [(name, size), ("strides", stride), ("dilation_rate", dilation)] where value < 1 {
            throw .setting(owner: owner, name: name, value: Double(value), range: .oneOrMore)
        }
    }
}

/// A window on sequences of a certain length.
struct WindowPlaces {
    let window: SlidingWindow
    let inputSteps: Int
    let outputSteps: Int
    private let before: Int

    init(_ window: SlidingWindow, input: Int, output: Int) {
        self.window = window
        inputSteps = input
        outputSteps = output
        before = window.before(input)
    }

    /// The input's step in place `tap` of the window of `step`; may lie outside.
    func step(_ step: Int, _ tap: Int) -> Int {
        Sizes.product(tap, window.dilation) - before + step * window.stride
    }

    /// The output's steps that have something real in place `tap`.
    func readers(of tap: Int) -> Range<Int> {
        let offset = step(0, tap)
        let first = offset < 0 ? (-offset - 1) / window.stride + 1 : 0
        let last = Sizes.sum(inputSteps - 1, -offset)
        let end = last < 0 ? 0 : min(outputSteps, Sizes.sum(last / window.stride, 1))
        return min(first, end)..<end
    }

    /// The steps in the window of `step` that exist, where the window has no gaps.
    func real(_ step: Int) -> Range<Int> {
        let first = self.step(step, 0)
        let start = max(0, first)
        return start..<max(start, min(Sizes.sum(first, window.size), inputSteps))
    }

    /// The places of the window of `step`, nil for padding.
    func places(_ step: Int) -> [Int?] {
        (0..<window.size).map { tap in
            let found = self.step(step, tap)
            return found >= 0 && found < inputSteps ? found : nil
        }
    }
}
