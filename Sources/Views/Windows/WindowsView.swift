import Base
import Datasets
import Display

/// Windows over their raw series, full screen. Keys change length, shift and target shift, and the series is cut anew at
/// once by the one function that cuts; nothing is changed in the notebook, but the call to type is shown.
package struct WindowsView: Sendable {
    package enum Page: Hashable, Sendable { case drawing, audit, rows }

    package enum Setting: String, Hashable, Sendable {
        case length, shift
        case targetShift = "target_shift"
    }

    package enum Action: ViewAction, Hashable, Sendable {
        case later, earlier, firstRow, lastRow, next, previous, pageDown, pageUp, part
        case change(Setting, by: Int)
        case reshape, audit, rows, back, copy, help
    }

    package var place: String
    /// The parts of a split, or one that is not split, as they were opened and as they are cut now.
    private let opened: [Windows]
    package private(set) var parts: [Windows]
    /// Which part is drawn.
    package private(set) var part = 0
    /// The window that is looked at, from 0.
    package private(set) var chosen = 0
    /// The first row on a screen that shows some.
    package private(set) var firstRow = 0
    package private(set) var page = Page.drawing
    package private(set) var showsReshape = true
    /// Lines that the audit or the list of rows is moved up by.
    package private(set) var scroll = 0
    /// Nil for so many windows that they are judged only when asked.
    package private(set) var findings: [Audit.Finding]?
    /// What digits go to, and those typed so far.
    package private(set) var setting = Setting.length
    package private(set) var typed = ""
    let texts: RowTexts

    /// More windows than this are audited only on the page of the audit.
    static let auditedAtOnce = 20_000

    package init(_ parts: [Windows], place: String = "") {
        self.place = place
        opened = parts
        self.parts = parts
        let inputs = parts.first?.inputs ?? []
        texts = RowTexts(Array(inputs.prefix(32)), rows: parts.first?.rowCount ?? 0)
        judge()
        reveal()
    }

    var windows: Windows { parts[part] }
    var plan: Windows.Plan { windows.plan }

    package static let bindings: [Binding<Action>] = [
        .init(.character("L"), does: .change(.length, by: 1), short: "length", "one row longer; then digits set it"),
        .init(.character("l"), does: .change(.length, by: -1), "one row shorter"),
        .init(.character("S"), does: .change(.shift, by: 1), short: "shift", "each window one row later"),
        .init(.character("s"), does: .change(.shift, by: -1), "each window one row earlier"),
        .init(.character("T"), does: .change(.targetShift, by: 1), short: "target", "target one row later"),
        .init(.character("t"), does: .change(.targetShift, by: -1), "target one row earlier"),
        .init(.character("r"), does: .reshape, short: "reshape", "reshape and plain shift beside, or not"),
        .init(.character("a"), does: .audit, short: "audit", "the audit: what may be wrong, each judged"),
        .init(Key(.enter), does: .rows, short: "rows", "the rows of the chosen window as numbers"),
        .init(Key(.right), does: .later, short: "slide", "slide to later rows"),
        .init(Key(.left), does: .earlier, "slide to earlier rows"),
        .init(Key(.home), does: .firstRow, "the first rows"),
        .init(Key(.end), does: .lastRow, "the last rows"),
        .init(Key(.down), .character("j"), does: .next, short: "window", "next window"),
        .init(Key(.up), .character("k"), does: .previous, "window before"),
        .init(Key(.pageDown), does: .pageDown, "ten windows or a page on"),
        .init(Key(.pageUp), does: .pageUp, "ten windows or a page back"),
        .init(Key(.tab), does: .part, short: "part", "the next part of a split"),
        .back, .copy, .help,
    ]

    package var bindings: [Binding<Action>] { Self.bindings.filter { isValid($0.action) } }

    package func isValid(_ action: Action) -> Bool {
        switch action {
        case .later, .earlier, .firstRow, .lastRow: page == .drawing && windows.rowCount > 1
        case .next, .previous, .pageDown, .pageUp: page != .drawing || windows.count > 1
        case .change: page != .rows
        case .reshape: page == .drawing && windows.isSeries
        case .audit: page != .rows
        case .rows: page == .drawing && windows.count > 0
        case .part: parts.count > 1
        case .back, .copy, .help: true
        }
    }

    package mutating func update(_ action: Action) -> ViewerOutcome {
        typed = ""
        switch action {
        case .later: firstRow = min(max(0, windows.rowCount - 1), firstRow + slide)
        case .earlier: firstRow = max(0, firstRow - slide)
        case .firstRow: firstRow = 0
        case .lastRow: firstRow = max(0, windows.rowCount - plan.reach)
        case .next: move(1)
        case .previous: move(-1)
        case .pageDown: move(10)
        case .pageUp: move(-10)
        case .change(let setting, let by): return change(setting, to: value(of: setting) + by)
        case .reshape: showsReshape.toggle()
        case .audit: turn(to: page == .audit ? .drawing : .audit)
        case .rows: turn(to: .rows)
        case .part:
            part = (part + 1) % parts.count
            (chosen, scroll) = (0, 0)
            reveal()
        case .back:
            guard page != .drawing else { return .close }
            turn(to: .drawing)
        case .copy: return .copy(text(width: 100))
        case .help: return .help
        }
        return .stay
    }

    private mutating func turn(to page: Page) {
        (self.page, scroll) = (page, 0)
        if page == .audit, findings == nil { findings = Audit.findings(parts) }
    }

    /// Rows that one key slides by.
    private var slide: Int { max(1, plan.length / 4) }

    private mutating func move(_ by: Int) {
        guard page == .drawing else {
            scroll = min(max(0, scroll + by), max(0, lineCount - 1))
            return
        }
        chosen = min(max(0, chosen + by), max(0, windows.count - 1))
        reveal()
    }

    private var lineCount: Int { page == .rows ? plan.length + plan.targetSteps : 2 * (findings?.count ?? 0) }

    /// Slides to where the chosen window starts, with a little of what is before it.
    private mutating func reveal() {
        guard windows.starts.indices.contains(chosen) else { return }
        firstRow = max(0, windows.starts[chosen] - min(chosen, 1) * min(plan.shift, plan.length))
    }
}

// MARK: another plan

extension WindowsView {
    package func value(of setting: Setting) -> Int {
        switch setting {
        case .length: plan.length
        case .shift: plan.shift
        case .targetShift: plan.targetShift
        }
    }

    /// Cuts anew, or tells why not.
    private mutating func change(_ setting: Setting, to value: Int) -> ViewerOutcome {
        self.setting = setting
        var plan = plan
        let least = setting == .targetShift ? min(0, plan.targetShift) : 1
        guard value >= least else { return .tell(Phrases.atLeast(least, setting.rawValue)) }
        let wasReshape = plan.isReshape
        switch setting {
        case .length:
            plan.length = value
            if wasReshape { plan.shift = value }
        case .shift: plan.shift = value
        case .targetShift:
            plan.targetShift = value
            if plan.targets == .none { (plan.targets, plan.targetShift) = (.last, 0) }
        }
        return cut(plan)
    }

    private mutating func cut(_ plan: Windows.Plan) -> ViewerOutcome {
        guard opened[0].isSeries else { return .tell(Phrases.cannotCut) }
        // Whoever types a thousand digits means no row.
        let fits =
            plan.length <= windows.rowCount && plan.shift <= max(1, windows.rowCount)
            && plan.targetShift <= windows.rowCount && plan.count(rows: windows.rowCount) > 0
        guard fits else { return .tell(Phrases.tooLong(plan, rows: windows.rowCount)) }
        guard let whole = opened[0].cut(by: plan) else { return .tell(Phrases.whichTarget) }
        let row = windows.starts.indices.contains(chosen) ? windows.starts[chosen] : 0
        parts = parted(whole)
        chosen = min(max(0, (row + plan.shift - 1) / plan.shift), max(0, windows.count - 1))
        if let first = windows.starts.first, part > 0 || windows.part != nil {
            chosen = min(max(0, (row - first) / plan.shift), max(0, windows.count - 1))
        }
        judge()
        reveal()
        return .stay
    }

    /// The same shares of the examples as when it was opened.
    private func parted(_ whole: Windows) -> [Windows] {
        let count = opened[0].wholeStarts.count
        guard count > 0, opened[0].part != nil else { return [whole] }
        func border(_ old: Int) -> Int {
            Int(clamping: (Double(whole.count) * Double(old) / Double(count) + 1e-9).rounded(.down))
        }
        return opened.map { part in
            let first = border(part.earlier.count)
            let last = max(first, border(part.earlier.count + part.count))
            return whole.examples(first..<min(whole.count, last), part: part.part)
        }
    }

    private mutating func judge() {
        let isHuge = parts.reduce(0) { $0 + $1.count } > Self.auditedAtOnce
        findings = isHuge && page != .audit ? nil : Audit.findings(parts)
    }

    private mutating func type(_ digit: Character) -> ViewerOutcome {
        guard page != .rows, let value = Int(typed + String(digit)), typed.count < 9 else { return .stay }
        typed.append(digit)
        let typed = typed
        let outcome = change(setting, to: value)
        self.typed = typed
        return outcome
    }
}

// MARK: as a screen and as text

extension WindowsView: Viewer {
    package var title: String { "windows" }

    package var help: [HelpLine] {
        let digits = HelpLine(
            keys: "0-9, Backspace", words: "type the length, shift or target shift last changed", run: [])
        return bindings.map(\.helpLine) + (page == .rows ? [] : [digits])
    }

    package mutating func press(_ key: Key) -> ViewerOutcome {
        if key.modifiers.isEmpty, case .character(let letter) = key.code, letter.isASCII, letter.isNumber {
            return type(letter)
        }
        if key == Key(.backspace), !typed.isEmpty {
            typed.removeLast()
            guard let value = Int(typed) else { return .stay }
            let typed = typed
            let outcome = change(setting, to: value)
            self.typed = typed
            return outcome
        }
        guard let action = bindings.first(where: { $0.keys.contains(key) })?.action else { return .stay }
        return update(action)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        frame(glyphs).draw(into: &grid, area: area, glyphs: glyphs) { width, height in
            switch page {
            case .drawing: lines(width: width, height: height, glyphs: glyphs)
            case .audit: scrolled(auditLines(width: width, Ink(glyphs: glyphs)), height)
            case .rows: rowLines(width: width, height: height, glyphs: glyphs)
            }
        }
    }

    package func text(width: Int, glyphs: Glyphs = .ascii) -> String {
        let body =
            switch page {
            case .drawing:
                lines(width: width, height: nil, glyphs: glyphs)
                    + (findings == nil ? Audit.findings(parts) : []).flatMap {
                        Self.wrapped($0, width, Ink(glyphs: glyphs))
                    }
            case .audit: auditLines(width: width, Ink(glyphs: glyphs))
            case .rows: rowLines(width: width, height: nil, glyphs: glyphs)
            }
        return ViewFrame.text(frame(glyphs).lines(around: body, width: width, glyphs: glyphs))
    }

    private func frame(_ glyphs: Glyphs) -> ViewFrame {
        let name = windows.part ?? "windows"
        let call = "\(name)(L=\(plan.length), shift=\(plan.shift), target shift=\(plan.targetShift))"
        let page = page == .audit ? "audit" : page == .rows ? "window \(chosen + 1)" : ""
        return ViewFrame(
            crumbs: [place, plan.targets == .none ? "\(name)(L=\(plan.length), shift=\(plan.shift))" : call, page],
            right: typed.isEmpty
                ? Phrases.counted(windows.rowCount, "row") : Phrases.typing(setting.rawValue, typed),
            statusLine: statusLine(glyphs), keys: footer(glyphs))
    }

    package func statusLine(_ glyphs: Glyphs) -> String { Ink(glyphs: glyphs).symbols(sentence) }

    private var sentence: String {
        switch page {
        case .drawing:
            return Phrases.sayWindows(windows, dropped: windows.dropped.map { $0 + plan.reach })
        case .audit:
            let findings = findings ?? []
            return Phrases.sayAudit(findings.count { $0.level == .fault }, of: findings.count)
        case .rows:
            let start = windows.starts[safe: chosen] ?? 0
            let isScaled = windows.inputs.contains { !$0.scalers.isEmpty }
            return Phrases.sayRows(chosen + 1, of: windows.count, start..<(start + plan.length), isScaled: isScaled)
        }
    }

    private func footer(_ glyphs: Glyphs) -> [String] {
        let pair = glyphs == .ascii ? ("<-/->", "up/dn") : ("←→", "↑↓")
        return bindings.filter { $0.short != nil }.map { binding in
            let key =
                switch binding.action {
                case .later: pair.0
                case .next: pair.1
                case .change(.length, _): "L/l"
                case .change(.shift, _): "S/s"
                case .change(.targetShift, _): "T/t"
                default: binding.keys[0].label
                }
            let short = page != .drawing && binding.action == .next ? "scroll" : binding.short ?? ""
            return "\(key) \(short)"
        }
    }

    private func scrolled(_ lines: [StyledLine], _ height: Int) -> [StyledLine] {
        let top = min(scroll, max(0, lines.count - height))
        let below = lines.count - top - height
        guard below > 0, height > 1 else { return Array(lines.dropFirst(top).prefix(height)) }
        let note = StyledLine("  ... " + Phrases.moreBelow(below + 1), Ink.faint)
        return Array(lines.dropFirst(top).prefix(height - 1)) + [note]
    }
}
