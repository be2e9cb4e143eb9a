import Display
import Engine

/// The training dashboard: a fit while it goes on, with keys that pause, change and end it, or a run that came of one.
///
/// What it shows stands in `training`, which is handed in anew while the fit goes on; keys only leave a word with the fit.
package struct TrainingView: Sendable {
    package enum Action: ViewAction, Hashable, Sendable {
        case pause, worst, axis, compare, faster, slower, rate, clip, stop, copy, back, help
    }

    /// A number that is being typed.
    struct Entry: Hashable, Sendable {
        enum Kind: Hashable, Sendable { case rate, clip }
        var kind: Kind
        var text = ""
    }

    package internal(set) var training: TrainingState
    package var place: String
    var isLogarithmic = false
    /// Other runs: those that were named to compare with, then those of the notebook; and whether they are drawn.
    private(set) var others: [(name: String, training: TrainingState)] = []
    private var named: [(name: String, training: TrainingState)] = []
    var comparesRuns = false
    var entry: Entry?
    /// What the fit's control said last.
    var pausedAt: FitControl.Place?
    var isPauseWanted = false
    var isSeeking = false
    /// Set by a key, and not yet seen in what the fit tells.
    var wantedRate: Double?
    var wantedClip: Double?
    private var outcome: ViewerOutcome?

    /// `others` are drawn from the beginning.
    package init(
        _ training: TrainingState, place: String = "", isLogarithmic: Bool = false,
        others: [(name: String, value: any HasViewer)] = []
    ) {
        self.training = training
        self.place = place
        self.isLogarithmic = isLogarithmic
        named = comparable(others, beside: [])
        self.others = named
        comparesRuns = !named.isEmpty
        look()
    }

    package static let bindings: [Binding<Action>] = [
        .init(.character(" "), does: .pause, short: "pause", "pause the fit, or go on as if nothing had happened"),
        .init(Key(.enter), does: .worst, short: "worst example", "step into the example with the largest loss"),
        .init(.character("s"), does: .stop, short: "stop", "stop the fit; finished epochs are kept"),
        .init(.character("l"), does: .axis, short: "log axis", "logarithmic axis, or linear again"),
        .init(
            .character("c"), does: .compare, short: "compare", "draw earlier runs of the notebook, or leave them out"),
        .init(.character("+"), does: .faster, short: "rate", "learning rate times 1.78, four times make 10"),
        .init(.character("-"), does: .slower, "learning rate divided by 1.78"),
        .init(.character("r"), does: .rate, "type a learning rate"),
        .init(.character("k"), does: .clip, short: "clip", "type a limit for the length of the gradients"),
        .init(.character("y"), does: .copy, short: "copy", "copy all of it as text"),
        .back, .help,
    ]

    /// The keys that change something now.
    package var bindings: [Binding<Action>] { Self.bindings.filter { isValid($0.action) } }

    package func isValid(_ action: Action) -> Bool {
        switch action {
        case .pause, .faster, .slower, .rate, .clip, .stop: training.isLive
        case .worst: training.control != nil && (training.isLive || training.search != nil)
        case .compare: !others.isEmpty
        case .axis, .copy, .back, .help: true
        }
    }

    package mutating func update(_ action: Action) -> ViewerOutcome {
        switch action {
        case .pause: pause()
        case .worst: return seekWorst()
        case .axis: isLogarithmic.toggle()
        case .compare: comparesRuns.toggle()
        case .faster: return setRate(Self.step(rate, up: true))
        case .slower: return setRate(Self.step(rate, up: false))
        case .rate: entry = Entry(kind: .rate)
        case .clip: entry = Entry(kind: .clip)
        case .stop: return .stop
        case .copy: return .copy(text(width: 100, glyphs: .ascii))
        case .back: return .close
        case .help: return .help
        }
        return .stay
    }

    // MARK: words for the fit

    private mutating func pause() {
        isPauseWanted.toggle()
        training.control?.pause(isPauseWanted)
        look()
    }

    private mutating func seekWorst() -> ViewerOutcome {
        if training.isLive, pausedAt == nil { return .tell(Phrases.pauseFirst) }
        training.control?.seekWorst(training.isLive ? nil : training.search)
        look()
        return .tell(Phrases.seeking)
    }

    /// What the next step goes by, as far as this view knows.
    var rate: Double { wantedRate ?? training.rate ?? 0 }

    /// A quarter of a power of ten up or down, to ten digits, so that a step up and one down lead back.
    static func step(_ rate: Double, up: Bool) -> Double {
        let factor = 1.7782794100389228
        return Double(Numbers.significant(up ? rate * factor : rate / factor, 10)) ?? rate
    }

    private mutating func setRate(_ rate: Double) -> ViewerOutcome {
        guard rate > 0, rate.isFinite, rate < 1e6 else { return .tell(Phrases.noRate) }
        wantedRate = rate
        training.control?.setRate(rate)
        return .tell(Phrases.rateSet(rate))
    }

    private mutating func setClip(_ norm: Double) -> ViewerOutcome {
        guard norm >= 0, norm.isFinite else { return .tell(Phrases.noClip) }
        wantedClip = norm
        training.control?.setClipNorm(norm)
        return .tell(Phrases.clipSet(norm))
    }

    /// A key while a number is typed.
    private mutating func type(_ key: Key, _ now: Entry) -> ViewerOutcome {
        var now = now
        switch key.code {
        case .escape:
            entry = nil
            return .stay
        case .backspace:
            if !now.text.isEmpty { now.text.removeLast() }
        case .enter:
            entry = nil
            guard let number = Double(now.text) else {
                return .tell(now.kind == .rate ? Phrases.noRate : Phrases.noClip)
            }
            return now.kind == .rate ? setRate(number) : setClip(number)
        case .character(let letter) where letter.isNumber || ".e-+".contains(letter):
            if now.text.count < 12 { now.text.append(letter) }
        default: break
        }
        entry = now
        return .stay
    }

    /// Takes over what the control knows.
    mutating func look() {
        guard let control = training.control else {
            (pausedAt, isPauseWanted, isSeeking) = (nil, false, false)
            return
        }
        pausedAt = training.isLive ? control.pausedAt : nil
        isPauseWanted = training.isLive && control.isPauseWanted
        isSeeking = control.isSeeking
        guard let finding = control.takeFinding() else { return }
        if let source = finding.source {
            outcome = .open(
                source.viewer(place: [place, finding.words].filter { !$0.isEmpty }.joined(separator: " > ")))
        } else {
            outcome = .tell(finding.words)
        }
    }
}

extension TrainingView: Viewer {
    package var title: String { Phrases.trainingTitle }

    package var help: [HelpLine] { bindings.map(\.helpLine) }

    /// While something was asked for that the fit has not come to.
    package var isMoving: Bool { isSeeking || isPauseWanted != (pausedAt != nil) || outcome != nil }

    package mutating func tick() { look() }

    package mutating func press(_ key: Key) -> ViewerOutcome {
        look()
        if let entry { return type(key, entry) }
        guard let action = bindings.first(where: { $0.keys.contains(key) })?.action else { return .stay }
        return update(action)
    }

    package mutating func takeOutcome() -> ViewerOutcome? {
        defer { outcome = nil }
        return outcome
    }

    /// The fit goes on whoever looks; Ctrl-C ends it, as in the notebook.
    package mutating func interrupt() -> ViewerOutcome { training.isLive ? .stop : .close }

    package mutating func refresh(from source: any HasViewer) {
        guard let source = source as? any HasTraining else { return }
        training = source.training
        if !training.isLive { (entry, wantedRate, wantedClip) = (nil, nil, nil) }
        if training.rate == wantedRate { wantedRate = nil }
        if training.clipping.lengthLimit ?? 0 == wantedClip { wantedClip = nil }
        look()
    }

    package mutating func see(others: [(name: String, value: any HasViewer)]) {
        self.others = named + comparable(others, beside: named)
        if self.others.isEmpty { comparesRuns = false }
    }

    /// Runs with the same kind of loss that are not this one itself, nor one of these, under another name.
    private func comparable(
        _ values: [(name: String, value: any HasViewer)], beside known: [(name: String, training: TrainingState)]
    ) -> [(name: String, training: TrainingState)] {
        var found: [(name: String, training: TrainingState)] = []
        for value in values {
            guard let other = (value.value as? any HasTraining)?.training, let last = other.history.last,
                other.lossName == training.lossName,
                !([training] + (known + found).map(\.training)).contains(where: { $0.history.last == last })
            else { continue }
            found.append((value.name, other))
        }
        return found
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        frame(glyphs, area.width).draw(into: &grid, area: area, glyphs: glyphs) { width, height in
            TrainingLines(self, Ink(glyphs: glyphs)).lines(width: width, height: height)
        }
    }

    package func text(width: Int, glyphs: Glyphs) -> String {
        ViewFrame.text(lines(width: width, glyphs: glyphs))
    }

    /// All of it with its frame, for a text.
    package func lines(width: Int, height: Int? = nil, glyphs: Glyphs) -> [StyledLine] {
        let body = TrainingLines(self, Ink(glyphs: glyphs)).lines(width: width, height: height.map { max(0, $0 - 3) })
        let framed = frame(glyphs, width).lines(around: body, width: width, glyphs: glyphs)
        return framed.dropLast() + Text.wrap(framed.last?.text ?? "", to: width).map { StyledLine($0) }
    }

    /// The network's layers stand in the first line where they have room.
    private func frame(_ glyphs: Glyphs, _ width: Int) -> ViewFrame {
        let (kind, network) = (training.isLive ? "fit" : "run", Ink(glyphs: glyphs).symbols(training.network))
        let right = Phrases.epoch(self)
        let isShown = Text.width(of: " \(kind) > \(network)  \(right)") < width
        return ViewFrame(
            crumbs: [place, kind, isShown ? network : ""], right: right, statusLine: statusLine(glyphs), keys: footer)
    }

    package func statusLine(_ glyphs: Glyphs) -> String { entry.map { Phrases.typing($0) } ?? Phrases.say(self) }

    package var isTyping: Bool { entry != nil }

    private var footer: [String] {
        if entry != nil { return ["Enter sets it", "Esc leaves it"] }
        return bindings.compactMap { binding in
            guard let short = binding.short else { return nil }
            switch binding.action {
            case .pause: return "Space \(isPauseWanted ? "go on" : short)"
            case .faster: return "+/- r \(short)"
            case .axis: return "l \(isLogarithmic ? "linear axis" : short)"
            default: return "\(binding.keys[0].label) \(short)"
            }
        }
    }
}
