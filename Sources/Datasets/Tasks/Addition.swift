import Base
import Engine

/// Adding two whole numbers that are written as text, digit by digit.
///
///     x [2·digits + 1 × 12]: "52+9 " one character a step, or read from its end      y [digits + 1]: "61 "
///
/// The characters are numbered so that a digit is its own number: 0 … 9, then + and the blank. No question occurs twice,
/// in either order of the two numbers.
///
/// Source: Zaremba and Sutskever (2014), "Learning to execute", arXiv:1410.4615; the form is that of Keras's example.
package struct Addition: GeneratedTask {
    package var digits: Int
    package var count: Int
    package var isReversed: Bool

    package static let characters = Array("0123456789+ ")

    package init(digits: Int, count: Int, isReversed: Bool = true) {
        self.digits = digits
        self.count = count
        self.isReversed = isReversed
    }

    private static func power(_ digits: Int) -> Int { (0..<digits).reduce(1) { power, _ in power * 10 } }

    /// How many different questions may be asked for: all of them while they are few, then half, so that a new one is
    /// soon found.
    package static func limit(digits: Int) -> Int {
        let numbers = power(digits)
        let pairs = numbers * (numbers + 1) / 2
        return digits < 3 ? pairs : pairs / 2
    }

    package func windows(seed: UInt64) -> Windows {
        var random = Random(seed: seed, .data)
        func number() -> Int {
            let size = 1 + Int(clamping: random.uniform() * Double(digits))
            return Int(clamping: random.uniform() * Double(Self.power(size)))
        }
        var asked: Set<[Int]> = []
        var x: [Real] = []
        var y: [Real] = []
        while asked.count < count {
            let (a, b) = (number(), number())
            guard asked.insert([min(a, b), max(a, b)]).inserted else { continue }
            let question = Self.codes("\(a)+\(b)", length: 2 * digits + 1)
            for code in isReversed ? question.reversed() : question {
                x += Self.characters.indices.map { $0 == code ? 1 : 0 }
            }
            y += Self.codes("\(a + b)", length: digits + 1).map { Real($0) }
        }
        var windows = Windows(
            inputs: Tensor(x, shape: [count, 2 * digits + 1, Self.characters.count]),
            targets: Tensor(y, shape: [count, digits + 1, 1]),
            names: Self.characters.map { $0 == " " ? "blank" : String($0) })
        windows.task = self
        return windows
    }

    /// The characters' numbers, with blanks up to the length.
    private static func codes(_ text: String, length: Int) -> [Int] {
        let codes = text.map { characters.firstIndex(of: $0) ?? 0 }
        return codes + [Int](repeating: characters.count - 1, count: length - codes.count)
    }

    package func ceiling(back: Int?, ahead: Int) -> Ceiling? {
        back ?? .max > 2 * digits ? Ceiling(loss: 0, accuracy: 1) : nil
    }
}
