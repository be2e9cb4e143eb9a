import Display
import Engine

/// The same few examples after every epoch: what the network said to them, a column for each epoch.
///
/// Where not all epochs have room: the first one, those at a round distance, and the latest.
struct SampleLines {
    private let training: TrainingState
    private let ink: Ink
    private let label: Int
    private let cell: Int
    private let epochs: [EpochRecord]

    init(_ training: TrainingState, _ ink: Ink, width: Int) {
        self.training = training
        self.ink = ink
        label = min(
            max(27, training.samples.map { Text.width(of: Self.name($0)) + 3 }.max() ?? 0), max(8, width * 2 / 5))
        let last = training.history.suffix(20).flatMap { record in
            record.samples.map { Text.width(of: ink.symbols(training.write($0))) }
        }
        cell = min(max(6, last.max() ?? 0), max(6, (width - label) / 3)) + 2
        epochs = Self.chosen(training.history, atMost: max(1, (width - label) / (cell)))
    }

    private static func name(_ sample: TrainingState.Sample) -> String { "\(sample.question) = \(sample.truth)" }

    /// Records that stand for all of them.
    static func chosen(_ history: [EpochRecord], atMost count: Int) -> [EpochRecord] {
        guard history.count > count, let first = history.first, let last = history.last else { return history }
        guard count > 2 else { return Array(history.suffix(count)) }
        let step = roundSteps.first { (last.epoch - 1) / $0 - first.epoch / $0 <= count - 2 } ?? last.epoch
        let middle = history.dropFirst().dropLast().filter { $0.epoch % step == 0 }
        return [first] + middle.suffix(count - 2) + [last]
    }

    /// 1, 2, 5, 10, 20, …
    private static let roundSteps: [Int] = {
        var steps = [1, 2, 5]
        for _ in 0..<7 { steps += steps.suffix(3).map { $0 * 10 } }
        return steps
    }()

    /// nil where nothing is to be shown.
    var head: StyledLine? {
        guard !epochs.isEmpty, !training.samples.isEmpty || figure != nil else { return nil }
        return row("same examples every epoch", epochs.map { ("e\($0.epoch)", Style.plain) }, Ink.faint)
    }

    /// What the samples stand for: the share of right answers, or the error.
    var figure: StyledLine? {
        let name = training.hasValidation ? "validation" : "training"
        func of(_ record: EpochRecord) -> Evaluation? { record.validation ?? record.training }
        if epochs.contains(where: { of($0)?.accuracy != nil }) {
            return row(
                "\(name) accuracy", epochs.map { (of($0)?.accuracy.map { Numbers.fixed($0, 3) } ?? "-", .plain) })
        }
        guard epochs.contains(where: { of($0)?.meanSquaredError != nil }) else { return nil }
        return row(
            "\(name) rmse",
            epochs.map { (of($0)?.meanSquaredError.map { Numbers.significant($0.squareRoot(), 3) } ?? "-", .plain) })
    }

    var rows: [StyledLine] {
        training.samples.enumerated().map { index, sample in
            row(
                name(sample),
                epochs.map { record in
                    guard record.samples.indices.contains(index) else { return ("-", .plain) }
                    let answer = record.samples[index]
                    let isRight = training.isRight(answer, index)
                    let text = Text.clip(ink.symbols(training.write(answer)), to: cell - 2, ellipsis: "..")
                    return (text + (isRight ? "*" : " "), isRight ? Style(.skyBlue, bold: true) : .plain)
                })
        }
    }

    /// The truth is kept whole where the question is too long.
    private func name(_ sample: TrainingState.Sample) -> String {
        let truth = Text.clip(" = " + ink.symbols(sample.truth), to: label - 3, ellipsis: "..")
        return " " + Text.clip(ink.symbols(sample.question), to: label - 2 - Text.width(of: truth), ellipsis: "..")
            + truth
    }

    private func row(_ name: String, _ cells: [(String, Style)], _ style: Style = .plain) -> StyledLine {
        var line = StyledLine(Text.pad(" " + name, to: label), style)
        for (text, own) in cells {
            // A mark stands behind the number, so that numbers end below each other.
            let isMarked = text.last == "*" || text.last == " "
            line.append(Text.pad(isMarked ? text : text + " ", to: cell, .right), style == .plain ? own : style)
        }
        return line
    }
}
