import Base
import Display
import Engine

/// The itemised table: row s is the loss of step s alone, column t how long its gradient is at the state of step t.
struct BackwardTable {
    private let view: BackwardView
    private let ink: Ink

    init(_ view: BackwardView, _ ink: Ink) {
        self.view = view
        self.ink = ink
    }

    func lines(width: Int, rows room: Int?) -> [StyledLine] {
        let count = max(1, (width - 9) / 9)
        let steps = view.trace.steps
        let first = room == nil ? 0 : min(max(0, view.cursor.step - count / 2), max(0, steps - count))
        let bands =
            room == nil
            ? stride(from: 0, to: steps, by: count).map { $0..<min(steps, $0 + count) }
            : [first..<min(steps, first + count)]
        return bands.flatMap { band($0, room: room) }
    }

    private func band(_ columns: Range<Int>, room: Int?) -> [StyledLine] {
        var head = StyledLine(ink.symbols(" ‖dL_s/d\(view.symbol)_t‖: rows the losses, columns the states"), Ink.faint)
        var numbers = StyledLine(Text.pad("", to: 9))
        for step in columns {
            numbers.append(Text.pad("t\(step + 1)", to: 9, .right), step == view.cursor.step ? Ink.strong : Ink.faint)
        }
        let all = view.tableRows
        let limit = max(1, (room ?? .max) - 2)
        let near = all.firstIndex { $0 >= view.cursor.step } ?? max(0, all.count - 1)
        let first = min(max(0, near - limit / 2), max(0, all.count - limit))
        let shown = all[first..<min(all.count, first + limit)]
        if shown.count < view.trace.stepLosses.count {
            head.append("; losses \(shown.first.map { $0 + 1 } ?? 0) to \(shown.last.map { $0 + 1 } ?? 0)", Ink.faint)
        }
        return [head, numbers] + shown.map { row($0, columns) }
    }

    private func row(_ position: Int, _ columns: Range<Int>) -> StyledLine {
        let isChosen = position == view.state.position
        var line = StyledLine(
            Text.pad((isChosen ? ">" : " ") + " L_\(position + 1)", to: 9), isChosen ? Ink.strong : .plain)
        let path = view.state.paths[position]
        for step in columns {
            let isBehind = view.layer.isBackwards ? step < position : step > position
            let text = isBehind ? "." : path.flatMap { $0[safe: step + 1] }.map { Numbers.significant($0, 3) } ?? "..."
            line.append(Text.pad(text, to: 9, .right), isChosen && step == view.cursor.step ? Ink.strong : .plain)
        }
        return line
    }
}

enum Decades {
    /// A power of ten alone: 4e3.
    static func brief(_ value: Double) -> String {
        let exponent = log10(abs(value)).rounded(.down)
        return "\(Int(clamping: (value / pow(10, exponent)).rounded()))e\(Int(clamping: exponent))"
    }

    static func log10(_ value: Double) -> Double { Glibc.log10(value) }
}
