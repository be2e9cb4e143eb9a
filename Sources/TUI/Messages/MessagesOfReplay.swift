import Display
import Notebook

/// What a replay says.
extension Phrases {
    static let goOn = "go on"
    static let again = "again"
    static func noFiles(_ path: String) -> String { "\(path) cannot be read from here" }

    /// `02-rnns-with-gru.unroll.md > replay > cell 4/15`
    static func replayPlace(_ session: Session, _ recording: Recording, _ moment: Timeline.Moment?) -> String {
        let file = session.path.map(fileName) ?? unnamed
        let cell = moment.map { recording.cells[$0.cell].cell }
        let place = cell?.number.map { " > cell \($0)/\(recording.count)" } ?? (cell == nil ? "" : " > text")
        return "\(file) > replay\(place)"
    }

    /// `2x  paused`, for the right end of the first line.
    static func playing(_ replay: ReplayScreen, _ glyphs: Glyphs) -> String {
        let state = replay.isAtEnd ? "end" : replay.clock.isPaused ? "paused" : "playing"
        return speed(replay.clock.speed, glyphs) + "  " + state
    }

    static func speed(_ speed: Double, _ glyphs: Glyphs) -> String {
        let isPlain = glyphs == .ascii
        let number =
            switch speed {
            case 0.25: isPlain ? "1/4" : "¼"
            case 0.5: isPlain ? "1/2" : "½"
            default: Numbers.short(speed)
            }
        return number + (isPlain ? "x" : "×")
    }

    /// What is seen, in one sentence; what could not be read comes first.
    static func sayReplay(_ replay: ReplayScreen) -> String {
        guard let moment = replay.moment else { return emptyReplay }
        let cell = replay.recording.cells[moment.cell]
        if moment.isWhole, let fault = cell.faults.first { return "cell \(cell.cell.number ?? 0): \(fault)." }
        return said(cell, moment) + (replay.isAtEnd ? " \(theEnd)" : "")
    }

    private static let emptyReplay = "this notebook has no cells: there is nothing to play."
    private static let theEnd = "The end."

    private static func said(_ cell: Recording.Cell, _ moment: Timeline.Moment) -> String {
        guard let number = cell.cell.number else { return "text, \"\(firstLine(cell.cell.source))\"." }
        switch moment.scene {
        case .history(let index, let epochs):
            let history = cell.histories[index]
            let name = history.variable.map { " \($0)" } ?? ""
            return "cell \(number) trains\(name) as recorded: \(history.chart.progress(after: epochs).collapsed)."
        case .steps(let index, let step):
            guard let lines = cell.stepLines(index, step: step) else { break }
            return "cell \(number), step \(step) of \(cell.steps[index].rows.count) as recorded: \(lines.movement)."
        case .still: break
        }
        return moment.isWhole ? whole(cell, number) : playing(cell, number, moment)
    }

    private static func playing(_ cell: Recording.Cell, _ number: Int, _ moment: Timeline.Moment) -> String {
        let stale = cell.standing == .stale ? ", ~ stale" : ""
        guard moment.outputs > 0 else { return "cell \(number)\(stale): what it gave comes next." }
        return "cell \(number)\(stale): output \(moment.outputs) of \(cell.outputs.count)."
    }

    private static func whole(_ cell: Recording.Cell, _ number: Int) -> String {
        switch cell.standing {
        case .stale: return "cell \(number) is stale (~): recorded before it or what it reads was changed."
        case .notRecorded: return "cell \(number): its output is not recorded, and nothing is run here."
        case .skipped: return "cell \(number) is skipped: it is shown, and never run."
        case .conflict: return "cell \(number) holds both sides of a merge."
        case .prose, .recorded, .unverified: break
        }
        if cell.outputs.contains(where: \.isError) { return "cell \(number) ended with an error when it was recorded." }
        let count = cell.outputs.count
        let outputs = count == 0 ? "no output" : count == 1 ? "1 output" : "\(count) outputs"
        let doubt = cell.standing == .unverified ? ", not verified on this machine" : ""
        return "cell \(number) as recorded\(doubt): \(outputs)."
    }

    /// Without the marks of a heading.
    private static func firstLine(_ source: String) -> String {
        let line = source.split(separator: "\n").first ?? ""
        return String(line.drop { $0 == "#" || $0 == " " })
    }
}

extension String {
    /// With one blank where several stand, and a comma for them.
    fileprivate var collapsed: String {
        split(separator: "  ").map { $0.drop { $0 == " " } }.joined(separator: ", ")
    }
}
