import Display
import Engine
import Testing

@testable import Views

@Suite struct TrainingViewTests {
    private func screen(_ view: TrainingView, _ width: Int, _ height: Int, _ glyphs: Glyphs = .ascii) -> [String] {
        var grid = Grid(width: width, height: height)
        view.draw(into: &grid, area: grid.bounds, glyphs: glyphs)
        return (0..<height).map { grid.line($0) }
    }

    private func sentence(_ outcome: ViewerOutcome) -> String {
        if case .tell(let words) = outcome { words } else { "" }
    }

    // MARK: golden

    static let sizes = [(80, 24), (100, 30), (60, 15)]

    @Test("a fit at work", arguments: sizes) func aFitAtWork(_ width: Int, _ height: Int) throws {
        let view = TrainingView(Dashboards.addition(), place: "addition.md > cell 5")
        try expectGolden(
            screen(view, width, height).joined(separator: "\n"), is: "training-fit-\(width)x\(height)")
    }

    @Test("a run beside others, changed by hand", arguments: sizes)
    func aRunBesideOthers(_ width: Int, _ height: Int) throws {
        var faster = Dashboards.river()
        faster.history = faster.history.prefix(30).map { record in
            var record = record
            record.validation?.loss -= 0.05
            return record
        }
        let view = TrainingView(
            Dashboards.river(), place: "river.md > cell 2", others: [("fast", Dashed(training: faster))])
        try expectGolden(
            screen(view, width, height, .blocks).joined(separator: "\n"), is: "training-run-\(width)x\(height)")
    }

    @Test("a run as text, on a logarithmic axis") func aRunAsText() throws {
        let view = TrainingView(Dashboards.river(), isLogarithmic: true)
        try expectGolden(view.text(width: 80, glyphs: .ascii), is: "training-text-80")
    }

    // MARK: numbers

    @Test("every number of the screen stands in the text too", arguments: sizes)
    func everyNumberOfTheScreenStandsInTheTextToo(_ width: Int, _ height: Int) {
        for training in [Dashboards.addition(), Dashboards.river()] {
            let view = TrainingView(training)
            let text = Set(numbers(in: view.text(width: width, glyphs: .ascii)))
            // The axes have other ticks where there are other rows, and the note counts what is hidden.
            let lines = screen(view, width, height)
            let end = lines.dropFirst(2).firstIndex { $0.hasPrefix("---") || $0.contains("more line") } ?? 0
            let figures = lines[2..<end].map { String($0.dropFirst(width - TrainingFigures.width)) }
            let below = lines[end..<height - 2].filter { !$0.contains("more line") }
            let shown = numbers(in: (figures + below).joined(separator: "\n"))
            #expect(shown.count > 8)
            #expect(shown.filter { !text.contains($0) } == [], "\(width)x\(height)")
        }
    }

    private func numbers(in text: String) -> [String] {
        text.split { !($0.isNumber || $0 == ".") }.map(String.init).filter { $0.contains { $0.isNumber } }
    }

    @Test("nothing is wider than the screen, and no size crashes")
    func nothingIsWiderThanTheScreen() {
        for training in [Dashboards.addition(), Dashboards.river(), Dashboards.addition { $0.history = [] }] {
            for width in [1, 5, 20, 33, 59, 60, 79, 80, 140] {
                for height in [1, 3, 5, 6, 9, 12, 15, 24, 60] {
                    var view = TrainingView(
                        training, place: "n.md > cell 1", others: [("other", Dashed(training: Dashboards.river()))])
                    view.isLogarithmic = height % 2 == 0
                    let lines = TrainingLines(view, Ink(glyphs: .ascii)).lines(width: width, height: height)
                    #expect(lines.count <= height)
                    #expect(lines.allSatisfy { $0.width <= width }, "\(width)x\(height)")
                    #expect(screen(view, width, height).count == height)
                }
            }
        }
    }

    @Test("what has no room is counted, and digits stay") func whatHasNoRoomIsCounted() {
        let lines = screen(TrainingView(Dashboards.addition()), 60, 15)
        #expect(lines.contains { $0.contains("now   t 0.763   v 0.744") })
        #expect(lines.contains { $0.contains("best  v 0.699 @5") })
        #expect(lines.contains { $0.contains(" more lines: y copies all") })
    }

    // MARK: keys

    @Test("Space pauses and goes on, and says where the fit stands") func spacePausesAndGoesOn() throws {
        let training = Dashboards.addition()
        var view = TrainingView(training)
        let control = try #require(training.control)
        _ = view.press(.character(" "))
        #expect(control.isPauseWanted && view.isMoving)
        #expect(screen(view, 80, 24)[22].hasPrefix(" SAY: pausing; "))
        control.stands(at: .init(epoch: 7, batch: 121, batches: 235))
        view.tick()
        #expect(!view.isMoving)
        #expect(
            screen(view, 80, 24)[22].hasPrefix(
                " SAY: paused at epoch 7, batch 121 of 235; validation loss 0.744, rising"))
        #expect(screen(view, 80, 24)[23].hasPrefix(" Space go on"))
        _ = view.press(.character(" "))
        #expect(!control.isPauseWanted)
        control.stands(at: nil)
        view.tick()
        #expect(screen(view, 80, 24)[22].hasPrefix(" SAY: epoch 6; validation loss 0.744, rising; 2 of 3 sample"))
    }

    @Test("Enter asks for the worst example of a paused fit, and opens it when it is found")
    func enterAsksForTheWorstExample() throws {
        let training = Dashboards.addition()
        let control = try #require(training.control)
        var view = TrainingView(training, place: "n.md > cell 1")
        #expect(sentence(view.press(Key(.enter))) == Phrases.pauseFirst)
        #expect(!control.takeOrders().seeksWorst)
        control.stands(at: .init(epoch: 7, batch: 1, batches: 235))
        #expect(sentence(view.press(Key(.enter))) == Phrases.seeking)
        #expect(control.takeOrders().seeksWorst && view.isMoving)
        control.found(.init(Dashed(training: Dashboards.river()), "worst of 60 at epoch 7, batch 1"))
        view.tick()
        guard case .open(let other) = view.takeOutcome() else {
            Issue.record("nothing was opened")
            return
        }
        #expect(other.place == "n.md > cell 1 > worst of 60 at epoch 7, batch 1")
        #expect(view.takeOutcome() == nil)
    }

    @Test("a run that is over looks for its worst example by itself") func aRunLooksForItsWorstExample() {
        var training = Dashboards.river()
        training.control = FitControl()
        #expect(!TrainingView(training).isValid(.worst))
        training.search = { .init(nil, "none here") }
        var view = TrainingView(training)
        _ = view.press(Key(.enter))
        var words: String?
        for _ in 0..<100_000 where words == nil {
            view.tick()
            if case .tell(let found) = view.takeOutcome() { words = found }
        }
        #expect(words == "none here")
        for key in [" ", "s", "+", "r", "k"] { #expect(!view.help.contains { $0.run == [.character(Character(key))] }) }
    }

    @Test("the rate goes up and down in quarters of a power of ten") func theRateGoesInQuarters() throws {
        let training = Dashboards.addition()
        let control = try #require(training.control)
        var view = TrainingView(training)
        for rate in [0.00177827941, 0.00316227766, 0.005623413252, 0.01] {
            #expect(
                sentence(view.press(.character("+"))).hasPrefix(
                    "Learning rate \(Numbers.significant(rate, 4)) from the next batch on"))
            #expect(control.takeOrders().rate == rate)
        }
        #expect(screen(view, 80, 24).contains { $0.contains("lr    0.01 adam") })
        for _ in 0..<4 { _ = view.press(.character("-")) }
        #expect(control.takeOrders().rate == 0.001)
    }

    @Test("a rate and a limit can be typed, and what is none is refused") func aRateAndALimitCanBeTyped() throws {
        let training = Dashboards.addition()
        let control = try #require(training.control)
        var view = TrainingView(training)
        func type(_ text: String) -> ViewerOutcome {
            for letter in text { _ = view.press(.character(letter)) }
            return view.press(Key(.enter))
        }
        _ = view.press(.character("r"))
        #expect(screen(view, 80, 24)[22] == " SAY: learning rate: _")
        // A letter that no number has is left out, Backspace takes one back.
        for letter in "0.0x35" { _ = view.press(.character(letter)) }
        _ = view.press(Key(.backspace))
        #expect(screen(view, 80, 24)[22] == " SAY: learning rate: 0.03_")
        #expect(sentence(view.press(Key(.enter))).hasPrefix("Learning rate 0.03 from"))
        #expect(control.takeOrders().rate == 0.03)
        for wrong in ["0", "-1", "1e", "", "1e400"] {
            _ = view.press(.character("r"))
            #expect(sentence(type(wrong)) == Phrases.noRate)
            #expect(control.takeOrders().rate == nil)
        }
        _ = view.press(.character("k"))
        #expect(sentence(type("0.5")).hasPrefix("Gradients are cut to length 0.5"))
        #expect(control.takeOrders().clipNorm == 0.5)
        _ = view.press(.character("k"))
        #expect(sentence(type("-2")) == Phrases.noClip)
        _ = view.press(.character("k"))
        #expect(sentence(type("0")).hasPrefix("Gradients are not cut"))
        #expect(control.takeOrders().clipNorm == 0)
        _ = view.press(.character("r"))
        #expect(view.press(Key(.escape)).isStay && view.entry == nil)
    }

    @Test("s and Ctrl-C end a fit that goes on; Ctrl-C leaves a run that is over") func sAndCtrlCEndAFit() {
        var view = TrainingView(Dashboards.addition())
        if case .stop = view.press(.character("s")) {} else { Issue.record("s does not stop") }
        if case .stop = view.interrupt() {} else { Issue.record("Ctrl-C does not stop") }
        var over = TrainingView(Dashboards.river())
        #expect(over.press(.character("s")).isStay)
        #expect(over.interrupt().isClose && over.press(Key(.escape)).isClose)
    }

    @Test("l changes the axis, c draws other runs, y copies the text") func axisOthersAndText() {
        var view = TrainingView(Dashboards.river())
        #expect(!view.isValid(.compare))
        view.see(others: [
            ("itself", Dashed(training: Dashboards.river())), ("other loss", Dashed(training: Dashboards.addition())),
            ("old", Dashed(training: short)),
        ])
        #expect(view.others.map(\.name) == ["old"])
        #expect(screen(view, 100, 30).contains { $0.contains(" runs  this 0.4@12  1 old 0.75@10") })
        #expect(!plot(view).contains("1"))
        _ = view.press(.character("c"))
        #expect(plot(view).contains("1"))
        _ = view.press(.character("l"))
        #expect(view.isLogarithmic)
        guard case .copy(let text) = view.press(.character("y")) else {
            Issue.record("nothing was copied")
            return
        }
        #expect(text.contains("watch") && text.contains("SAY: epoch 60"))
    }

    private var short: TrainingState {
        var short = Dashboards.river()
        short.history = short.history.prefix(10).map { record in
            var record = record
            record.validation?.loss += 0.3
            return record
        }
        return short
    }

    /// The area of the curves, without the numbers at its left.
    private func plot(_ view: TrainingView) -> String {
        screen(view, 100, 30)[2..<14].map { line in String(line.drop { !"|+".contains($0) }.prefix(55)) }.joined()
    }

    @Test("a newer state of the fit is taken over, another value is not") func aNewerStateIsTakenOver() {
        var view = TrainingView(Dashboards.addition())
        _ = view.press(.character("+"))
        view.refresh(from: Traced())
        #expect(view.training.history.count == 6)
        view.refresh(from: Dashed(training: Dashboards.addition { $0.rate = 0.00177827941 }))
        #expect(view.wantedRate == nil && view.rate == 0.00177827941)
        view.refresh(from: Dashed(training: Dashboards.river()))
        #expect(screen(view, 80, 24)[0].hasSuffix("60 epochs, finished"))
    }

    private struct Traced: HasViewer {
        func viewer(place: String) -> any Viewer { StepView(Course.lstm) }
    }

    // MARK: what is watched

    @Test(
        "the watch line tells what has happened",
        arguments: [
            ("finite", [1.0, .nan], [1.0, 1.0], "[!!] finite"),
            ("guessing", [3, 2.9], [3, 2.9], "[!!] below guessing"),
            ("plateau", [1, 0.9, 0.8, 0.7, 0.6, 0.5], [0.5, 0.6, 0.6, 0.6, 0.6, 0.6], "[!!] plateau 5/5"),
            ("gap", [1, 0.5], [0.7, 0.8], "[!!] gap +0.3"), ("well", [1, 0.5], [0.7, 0.6], "[ok] gap +0.1"),
        ])
    func theWatchLine(_ name: String, _ losses: [Double], _ validation: [Double], _ words: String) {
        let training = Dashboards.addition { state in
            state.history = zip(losses, validation).enumerated().map { index, pair in
                var record = state.history[index]
                record.loss = pair.0
                record.validation?.loss = pair.1
                return record
            }
        }
        let lines = InnerLines(TrainingView(training), Ink(glyphs: .ascii), width: 100).watch.map(\.text)
        #expect(lines.joined().contains(words), "\(name): \(lines)")
    }

    @Test("gradients that vanish, explode or are none are called so") func gradientsAreCalledByName() {
        #expect(InnerLines.verdict([1e-6, 1e-3, 1]) == "vanishes")
        #expect(InnerLines.verdict([2000, 10, 1]) == "explodes")
        #expect(InnerLines.verdict([0.1, 1]) == "ok")
        #expect(InnerLines.verdict([0, 0]) == "no gradient")
        #expect(InnerLines.verdict([.nan, 1]) == "not a number")
        #expect(InnerLines.logarithm(0.001) == "-3.0" && InnerLines.logarithm(0) == "none")
        #expect(InnerLines.spread(500, atMost: 5) == [0, 125, 250, 374, 499])
    }

    @Test("where not all epochs have room, the first, round ones and the latest stay")
    func whereNotAllEpochsHaveRoom() {
        let history = Dashboards.river().history
        #expect(SampleLines.chosen(history, atMost: 8).map(\.epoch) == [1, 10, 20, 30, 40, 50, 60])
        #expect(SampleLines.chosen(history, atMost: 4).map(\.epoch) == [1, 20, 40, 60])
        #expect(SampleLines.chosen(history, atMost: 2).map(\.epoch) == [59, 60])
        #expect(SampleLines.chosen(Array(history.prefix(5)), atMost: 6).map(\.epoch) == [1, 2, 3, 4, 5])
        let odd = Array(history.prefix(57))
        #expect(SampleLines.chosen(odd, atMost: 5).map(\.epoch) == [1, 20, 40, 57])
    }
}

@Suite struct FitControlTests {
    @Test("orders are taken once, a pause stays until it is taken back") func ordersAreTakenOnce() {
        let control = FitControl()
        control.setRate(0.1)
        control.setClipNorm(2)
        control.seekWorst()
        control.pause(true)
        let first = control.takeOrders()
        #expect(first.rate == 0.1 && first.clipNorm == 2 && first.seeksWorst && first.isPaused)
        let second = control.takeOrders()
        #expect(second.rate == nil && second.clipNorm == nil && !second.seeksWorst && second.isPaused)
        control.pause(false)
        #expect(!control.takeOrders().isPaused)
    }

    @Test("what a fit that has ended was asked for is answered with nothing") func aFitThatHasEndedAnswers() {
        let control = FitControl()
        control.seekWorst()
        control.close()
        #expect(control.takeFinding()?.source == nil && !control.isSeeking)
        control.seekWorst()
        #expect(control.takeFinding()?.words == Phrases.nothingToStepInto)
        #expect(!control.isSeeking)
    }
}
