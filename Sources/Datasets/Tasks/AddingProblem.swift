import Base
import Engine

/// The adding problem: two of many numbers are marked, one in each half, and their sum is asked at the end.
///
///     x [length × 2]: a number from 0 to 1, and a mark (1) or none (0)      y: the sum of the two marked numbers
///
/// Always saying 1 has a mean squared error of 1/6.
///
/// Source: Hochreiter and Schmidhuber (1997), section 5.4; in this form Arjovsky, Shah and Bengio (2016),
/// arXiv:1511.06464.
package struct AddingProblem: GeneratedTask {
    package var length: Int
    package var count: Int

    package init(length: Int, count: Int) {
        self.length = length
        self.count = count
    }

    package func windows(seed: UInt64) -> Windows {
        var random = Random(seed: seed, .data)
        var x: [Real] = []
        var sums: [Real] = []
        let half = length / 2
        for _ in 0..<count {
            let numbers = (0..<length).map { _ in Real(random.uniform()) }
            let first = Int(clamping: random.uniform() * Double(half))
            let second = half + Int(clamping: random.uniform() * Double(length - half))
            for (step, number) in numbers.enumerated() { x += [number, step == first || step == second ? 1 : 0] }
            sums.append(numbers[first] + numbers[second])
        }
        var windows = Windows(
            inputs: Tensor(x, shape: [count, length, 2]), targets: Tensor(sums, shape: [count, 1]),
            names: ["number", "mark"])
        windows.task = self
        return windows
    }

    package func ceiling(back: Int?, ahead: Int) -> Ceiling? {
        // Two numbers with a variance of 1/12 each.
        if back == 0 { return Ceiling(loss: 1.0 / 6) }
        return back ?? length >= length ? Ceiling(loss: 0) : nil
    }
}
