import Base
import Datasets
import Display
import Engine
import Views

/// The examples that are asked after every epoch, in words: tokens as such, classes by name, numbers in their own unit.
struct SampleTexts: Sendable {
    private(set) var samples: [TrainingState.Sample]
    let write: @Sendable (SampleAnswer) -> String

    /// How many are asked.
    static let count = 5

    /// Places at equal distances, as neighbours in time look alike.
    static func places(in windows: Windows) -> [Int] {
        let count = min(count, windows.count)
        return (0..<count).map { $0 * windows.count / count }
    }

    /// `truths` are the targets of the examples at `places`.
    init(_ windows: Windows, _ places: [Int], _ truths: [SampleAnswer], outputs: Int, _ loss: Loss) {
        let names = windows.classNames(outputs, loss)
        let scalers = windows.targets.map(\.scalers)
        let write: @Sendable (SampleAnswer) -> String = { answer in
            let parts = answer.values.enumerated().map { index, value -> String in
                if loss == .categoricalCrossEntropy {
                    let place = Int(clamping: value)
                    return names.flatMap { $0.indices.contains(place) ? $0[place] : nil } ?? "\(place)"
                }
                if loss.isCrossEntropy { return value > 0.5 ? "1" : "0" }
                let scaler = scalers.isEmpty ? [] : scalers[index % scalers.count]
                return Numbers.significant(scaler.unscale(Double(value)), 3)
            }
            let hasMore = answer.positions > answer.values.count && loss == .categoricalCrossEntropy
            return Self.joined(parts) + (hasMore ? " .." : "")
        }
        self.write = write
        samples = zip(places, truths).map { place, truth in
            TrainingState.Sample(windows.question(place), write(truth))
        }
    }

    /// Single characters as one word, others with blanks between them.
    fileprivate static func joined(_ parts: [String]) -> String {
        let parts = parts.map { $0 == "blank" ? " " : $0 }
        let text = parts.joined(separator: parts.allSatisfy { $0.count <= 1 } && parts.count > 1 ? "" : " ")
        return Text.visible(text).trimmingBlanks
    }
}

extension Windows {
    /// What the numbers of the classes stand for, where that is known.
    fileprivate func classNames(_ outputs: Int, _ loss: Loss) -> [String]? {
        guard loss == .categoricalCrossEntropy else { return nil }
        if let known = targets.first?.vocabulary?.tokens { return known }
        if targets.count == outputs, outputs > 1 { return targets.map(\.name) }
        // A made task answers in the characters that it asks in.
        return task != nil && inputs.count == outputs ? inputs.map(\.name) : nil
    }

    /// An example as it would be read: its tokens, or its number.
    fileprivate func question(_ place: Int) -> String {
        let sequence = examples.inputs
        let rows = sequence.values(of: place).enumerated().filter { sequence.isReal($0.offset, of: place) }.map(
            \.element)
        if width == 1, let known = inputs[0].vocabulary?.tokens {
            let tokens = rows.map { Int(clamping: $0[0]) }.filter(known.indices.contains)
            return SampleTexts.joined(tokens.filter { $0 > 0 }.map { known[$0] })
        }
        if width > 1, rows.allSatisfy({ row in row.allSatisfy { $0 == 0 || $0 == 1 } && row.count { $0 == 1 } == 1 }) {
            let words = rows.map { row in inputs[row.firstIndex(of: 1) ?? 0].name }
            let isReversed = (task as? Addition)?.isReversed ?? false
            return SampleTexts.joined(isReversed ? words.reversed() : words)
        }
        return "ex \(place + 1)"
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        while text.first == " " { text.removeFirst() }
        return String(text)
    }
}
