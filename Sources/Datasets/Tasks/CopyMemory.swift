import Base
import Engine

/// The copying problem: a few symbols, a long wait, a signal, and then the symbols are to be said again.
///
///     x [delay + 2·items × symbols + 2]: items, blanks, signal, blanks      y: blanks, then the items
///
/// Class 0 is the blank, 1 … symbols are the symbols. A network that knows when to speak but remembers nothing has a
/// cross-entropy of items·ln(symbols) / steps.
///
/// Source: Hochreiter and Schmidhuber (1997); in this form Arjovsky, Shah and Bengio (2016), arXiv:1511.06464.
package struct CopyMemory: GeneratedTask {
    package var delay: Int
    package var count: Int
    package var symbols: Int
    package var items: Int

    package init(delay: Int, count: Int, symbols: Int = 8, items: Int = 10) {
        self.delay = delay
        self.count = count
        self.symbols = symbols
        self.items = items
    }

    package var steps: Int { delay + 2 * items }

    package func windows(seed: UInt64) -> Windows {
        var random = Random(seed: seed, .data)
        let width = symbols + 2
        var x = Tensor(zeros: [count, steps, width])
        var y = Tensor(zeros: [count, steps, 1])
        for example in 0..<count {
            var tokens = [Int](repeating: 0, count: steps)
            for item in 0..<items {
                tokens[item] = 1 + Int(clamping: random.uniform() * Double(symbols))
                y.values[(example + 1) * steps - items + item] = Real(tokens[item])
            }
            // The signal comes one step before the first answer.
            tokens[steps - items - 1] = symbols + 1
            for (step, token) in tokens.enumerated() { x.values[(example * steps + step) * width + token] = 1 }
        }
        let names = ["blank"] + (1...symbols).map { "s\($0)" } + ["signal"]
        var windows = Windows(inputs: x, targets: y, names: names)
        windows.task = self
        return windows
    }

    package func ceiling(back: Int?, ahead: Int) -> Ceiling? {
        if back == 0 {
            // Silence is known by the clock; of each item nothing but that it is one of the symbols.
            let share = Double(items) / Double(steps)
            return Ceiling(loss: share * log(Double(symbols)), accuracy: 1 - share + share / Double(symbols))
        }
        return back ?? steps >= delay + items ? Ceiling(loss: 0, accuracy: 1) : nil
    }
}
