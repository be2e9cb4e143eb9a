import Base
import Display
import Engine

/// What was measured inside the network after the latest epoch, and what it means.
struct InnerLines {
    private let view: TrainingView
    private let ink: Ink
    private let width: Int

    init(_ view: TrainingView, _ ink: Ink, width: Int) { (self.view, self.ink, self.width) = (view, ink, width) }

    private var training: TrainingState { view.training }
    private var last: EpochRecord? { training.history.last }
    var isEmpty: Bool { last == nil }

    // MARK: the gradient through time

    /// One line for each recurrent layer: log10 of ‖dL/dh_t‖ at steps from the first to the last.
    var gradients: [[StyledLine]] {
        (last?.throughTime ?? []).map { layer in
            let head = " gradient \(ink.symbols(layer.layer)), log10  "
            let verdict = Self.verdict(layer.lengths)
            let entries = layer.lengths.enumerated().map { "t\($0 + 1) \(Self.logarithm($1))" }
            let widest = entries.map { Text.width(of: $0) }.max() ?? 1
            let room = width - Text.width(of: head) - Text.width(of: verdict) - 1
            let places = Self.spread(entries.count, atMost: max(1, room / (widest + 2)))
            let line = head + places.map { entries[$0] + "  " }.joined() + verdict
            return [StyledLine(Text.clip(line, to: width, ellipsis: ".."))]
        }
    }

    static func logarithm(_ length: Double) -> String {
        if length == 0 { return "none" }
        guard length.isFinite else { return Numbers.fixed(length, 1) }
        return Numbers.fixed(log10(length), 1)
    }

    /// How the first step's gradient stands to the last one's.
    static func verdict(_ lengths: [Double]) -> String {
        guard let first = lengths.first, let last = lengths.last, first.isFinite, last.isFinite, last > 0 else {
            return lengths.allSatisfy { $0 == 0 } ? "no gradient" : "not a number"
        }
        return first < last / 1000 ? "vanishes" : first > last * 1000 ? "explodes" : "ok"
    }

    /// Places from the first to the last, evenly.
    static func spread(_ count: Int, atMost limit: Int) -> [Int] {
        guard count > limit else { return Array(0..<count) }
        guard limit > 1 else { return count > 0 ? [count - 1] : [] }
        return (0..<limit).map { ($0 * (count - 1) + (limit - 1) / 2) / (limit - 1) }
    }

    // MARK: gates

    var gates: [[StyledLine]] {
        (last?.gates ?? []).map { layer in
            let means = layer.gates.map { "\(ink.symbols($0.symbol)) \(Numbers.fixed($0.mean, 2))" }
            let saturated = layer.gates.map { "\(ink.symbols($0.symbol)) \(Numbers.percent($0.saturated))" }
            var words = ["\(means.joined(separator: " ")) ", "saturated \(saturated.joined(separator: " ")) "]
            if let dead = layer.deadUnits { words.append("dead units \(dead)/\(layer.units)") }
            return flow(words, after: " gates \(ink.symbols(layer.layer))  ", width: width)
        }
    }

    // MARK: what to watch

    /// Each with `[ok]`, `[!!]` where it has happened, `[--]` where nothing can be said yet.
    var watch: [StyledLine] {
        flow([finite, guess, plateau, gap].map { "\($0.mark) \($0.words) " }, after: " watch  ", width: width)
    }

    private typealias Sign = (mark: String, words: String)

    private func sign(_ isWell: Bool?) -> String { isWell.map { $0 ? "[ok]" : "[!!]" } ?? "[--]" }

    private var finite: Sign {
        let isFinite = training.ending != "not finite" && training.history.allSatisfy { $0.loss.isFinite }
        return (sign(last == nil && isFinite ? nil : isFinite), "finite")
    }

    /// Against guessing, or the first of the lines to beat.
    private var guess: Sign {
        guard let line = training.baselines.first(where: { $0.name == "guessing" }) ?? training.baselines.first else {
            return (sign(nil), "nothing to beat")
        }
        return (sign(last.map { training.figure($0) < line.value }), "below \(line.name)")
    }

    private var plateau: Sign {
        (
            sign(last == nil ? nil : training.waited < training.patience),
            "plateau \(training.waited)/\(training.patience)"
        )
    }

    /// Overfit: since its best epoch the validation loss has risen by a twentieth while the training loss fell below it.
    private var gap: Sign {
        guard let last, let validation = last.validation, let best = training.best else { return (sign(nil), "gap -") }
        let gap = validation.loss - last.loss
        let hasRisen = gap > 0 && validation.loss > training.figure(best) * 1.05 && last.loss < best.loss
        let text = (gap < 0 ? "" : "+") + Numbers.significant(gap, 2)
        return (sign(!hasRisen), "gap \(text)")
    }

    // MARK: changes and other runs

    var changes: [StyledLine] {
        flow(
            training.changes.map { "! epoch \($0.epoch), batch \($0.batch): \(ink.symbols($0.words)) " },
            after: " changed  ", width: width)
    }

    var runs: [StyledLine] {
        let own = training.best.map { ["this \(figure($0, training)) "] } ?? []
        let others = view.others.prefix(9).enumerated().map { index, other in
            let best = other.training.best.map { figure($0, other.training) } ?? "-"
            return "\(TrainingPlot.runMark(index)) \(other.name) \(best) "
        }
        let more = view.others.count > 9 ? ["and \(view.others.count - 9) more"] : []
        return flow(own + others + more, after: " runs  ", width: width)
    }

    private func figure(_ record: EpochRecord, _ training: TrainingState) -> String {
        "\(Numbers.significant(training.figure(record), 4))@\(record.epoch)"
    }
}
