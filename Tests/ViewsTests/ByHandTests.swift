import Display
import Testing

@testable import Engine
@testable import Views

private func press(_ view: inout StepView, _ keys: Key...) { for key in keys { _ = view.press(key) } }
private func type(_ view: inout StepView, _ text: String) {
    for character in text { _ = view.press(.character(character)) }
}

@Test("an input is set by its name, and the rest of the sequence flows anew")
func anInputIsSetByItsName() throws {
    let subject = try Course.iceCreamSubject()
    var view = StepView(subject, cursor: StepCursor(step: 1))
    press(&view, .character("e"), Key(.tab))
    type(&view, "rainy")
    press(&view, Key(.enter))
    #expect(view.entry == nil)
    #expect(view.trace.inputLabels?[1] == "rainy")
    #expect(view.trace.input[1] == [0, 0, 1])
    #expect(view.trace.layers[0].states[0] == subject.trace.layers[0].states[0])
    #expect(view.trace.layers[0].states[1] != subject.trace.layers[0].states[1])
    // Mock-up a: |h-h'| t2..t9.
    let expected = [1.23, 0.85, 1.14, 0.86, 0.34, 0.16, 0.12, 0.02]
    for (found, value) in zip(view.distances.dropFirst(), expected) { #expect(abs(found - value) < 6e-3) }
    press(&view, .character("x"))
    #expect(view.changes.isEmpty && view.trace.output == subject.trace.output)
}

@Test("a state in mid-sequence, a state before the first step, a weight and a gate can be set")
func statesWeightsAndGatesCanBeSet() throws {
    let subject = try Course.subject([LSTM(units: 3, returnSequences: true), Dense(units: 1)])
    for (label, value, changed) in [
        ("h u1 at t=1", "0.5", 0), ("c u1 at t=1", "2", 0), ("h_0 u1", "-1", 0), ("c_0 u1", "1", 0),
        ("i u1 at t=1", "1", 0),
        ("o u1 at every step", "0", 0), ("kernel of f from x2 to u1", "3", 1), ("bias of f to u1", "-2", 1),
        ("x1 at t=1", "4", 0),
    ] {
        var view = StepView(subject)
        press(&view, .character("e"))
        while let now = view.entry?.choice?.label, now != label { press(&view, Key(.down)) }
        type(&view, value)
        press(&view, Key(.enter))
        #expect(view.changes.count == 1, "\(label)")
        #expect(view.trace.layers[0].states[changed] != subject.trace.layers[0].states[changed], "\(label)")
    }
}

@Test("what is no number leaves everything as it was") func whatIsNoNumberLeavesEverythingAsItWas() throws {
    var view = StepView(try Course.subject([GRU(units: 2), Dense(units: 1)]))
    for text in ["abc", "1e999", "nan", "0.5.5"] {
        press(&view, .character("e"))
        type(&view, text)
        guard case .tell(let words) = view.press(Key(.enter)) else {
            Issue.record("\(text) was taken")
            return
        }
        #expect(words == "\"\(text)\" is no number; write one such as -0.5")
        press(&view, Key(.escape))
        #expect(view.changes.isEmpty && view.entry == nil)
    }
    press(&view, .character("e"))
    while let kind = view.entry?.choice?.kind, kind != .gate { press(&view, Key(.tab)) }
    type(&view, "1.5")
    guard case .tell(let words) = view.press(Key(.enter)) else {
        Issue.record("a gate of 1.5 was taken")
        return
    }
    #expect(words.contains("a gate lies between 0 and 1"))
}

@Test("d sets something and shows both runs, and how long the difference lives")
func dShowsBothRuns() throws {
    var view = StepView(try Course.iceCreamSubject(), cursor: StepCursor(step: 1))
    press(&view, .character("d"), Key(.tab))
    type(&view, "3")
    press(&view, Key(.enter))
    #expect(view.depth == .twin)
    let text = view.text(width: 100)
    #expect(text.contains("rainy (sunny)"))
    #expect(text.contains("largest at t=2 (1.23)"))
    #expect(TwinView.Life([0, 1, 0.4, 0.005]) == TwinView.Life([0, 1, 0.4, 0.005]))
    let life = TwinView.Life([0, 2, 1.5, 0.9, 0.1, 0.01])
    #expect(life.peak == 1 && life.half == 2 && life.hundredth == 4 && life.left == 0.005)
}

@Test("a number that is to be guessed is nowhere on the screen, and is graded")
func aNumberThatIsToBeGuessedIsNowhereOnTheScreen() throws {
    var view = StepView(try Course.iceCreamSubject(), cursor: StepCursor(step: 4, unit: 1))
    #expect(view.text(width: 100).contains("+0.93"))
    press(&view, .character("p"))
    for text in [view.text(width: 100), view.text(width: 60)] {
        #expect(!text.contains("0.93") && !text.contains("1.6757") && !text.contains("nan"))
        #expect(text.contains("*?*") && text.contains("h u2 at t=5 is hidden"))
    }
    type(&view, "0.9")
    guard case .tell(let words) = view.press(Key(.enter)) else {
        Issue.record("not graded")
        return
    }
    #expect(words == "sign right, size right, 1 digit right: it is +0.9323. 1 of 1 guesses right.")
    #expect(view.tally.asked == 1 && view.tally.right == 1)
    #expect(view.text(width: 100).contains("+0.93"), "found, it is shown")
    press(&view, Key(.right))
    type(&view, "-2")
    guard case .tell(let wrong) = view.press(Key(.enter)) else {
        Issue.record("not graded")
        return
    }
    #expect(wrong.hasPrefix("sign wrong, too large"))
    #expect(view.tally.asked == 2 && view.tally.right == 1)
}

@Test("a gate is guessed in the opened cell, a symbol in the network")
func aGateIsGuessedInTheOpenedCell() throws {
    var cell = StepView(try Course.subject([LSTM(units: 2), Dense(units: 1)]), depth: .cell)
    cell.cursor.equation = 0
    let truth = try #require(cell.trace.layers[0].fields["f"]?[0][0])
    press(&cell, .character("p"))
    #expect(cell.isHiding)
    #expect(!cell.text(width: 100).contains(Numbers.fixed(Double(truth), 3)))
    type(&cell, Numbers.fixed(Double(truth), 2))
    press(&cell, Key(.enter))
    #expect(cell.tally.right == 1)

    var view = StepView(try Course.iceCreamSubject(), cursor: StepCursor(step: 4, unit: 1))
    press(&view, .character("p"), .character("p"))
    #expect(!view.text(width: 100).contains("0.019") && !view.text(width: 100).contains("0.9811"))
    press(&view, Key(.enter))
    type(&view, "OUT")
    guard case .tell(let words) = view.press(Key(.enter)) else {
        Issue.record("not graded")
        return
    }
    #expect(words == "right: the network says OUT with 98%; the target is OUT. 1 of 1 guesses right.")
    press(&view, .character("p"))
    #expect(view.guessing == nil)
}

@Test(
    "a guess is graded by sign, size and digits",
    arguments: [
        (Real(0.93), Real(0.9323), true, true, 2), (0.5, 0.9323, true, false, 0), (-0.9, 0.9323, false, false, 0),
        (0.04, -0.004, false, true, 1), (0, 0.001, true, true, 2), (12, 11.5, true, true, 0),
    ])
func aGuessIsGraded(_ guess: Real, _ truth: Real, _ sign: Bool, _ size: Bool, _ digits: Int) {
    let grade = Grade(guess, truth: truth)
    #expect(grade.hasSign == sign && grade.hasSize == size && grade.digits == digits)
}

@Test("each convention writes the same result in its own words", arguments: Convention.allCases)
func eachConventionWritesTheSameResult(_ convention: Convention) throws {
    let words: [Convention: (String, String, String)] = [
        .unroll: ("f = sig(x.W_f + h_t-1.U_f + b_f)", "z = sig(x.W_z + h_t-1.U_z + b_z)", "h = z*h_t-1 + (1 - z)*n"),
        .lecture: ("f = sig(W_f.[h_t-1, x] + b_f)", "z' = sig(W_z.[h_t-1, x] + b_z)", "h = (1 - z')*h_t-1 + z'*h^~"),
        .keras: ("f = sig(x.W_f + h_t-1.U_f + b_f)", "z = sig(x.W_z + h_t-1.U_z + b_z)", "h = z*h_t-1 + (1 - z)*hh"),
        .torch: (
            "f = sig(W_if.x + b_if + W_hf.h_t-1 + b_hf)", "z = sig(W_iz.x + b_iz + W_hz.h_t-1 + b_hz)",
            "h = z*h_t-1 + (1 - z)*n"
        ),
    ]
    let ink = Ink(glyphs: .ascii)
    let (f, z, h) = try #require(words[convention])
    let lstm = try Course.subject([LSTM(units: 2)]).trace.written(in: convention).layers[0]
    let gru = try Course.subject([GRU(units: 2)]).trace.written(in: convention).layers[0]
    func line(_ layer: LayerTrace, _ field: String) -> String {
        layer.equations.first { $0.field == field }.map { ink.symbols("\($0.symbol) = \($0.formula)") } ?? ""
    }
    #expect(line(lstm, "f") == f)
    #expect(line(gru, "z") == z)
    #expect(line(gru, "h").replacing("h~", with: "h^~") == h)
    for layer in [lstm, gru] {
        let view = CellView(
            Trace(
                inputShape: Shape(steps: 6, features: 2), input: layer.inputs, layers: [layer], output: layer.outputs,
                stepLosses: [], lossName: ""), at: StepCursor(step: 3, unit: 1, equation: 99), convention)
        let result = ink.exact(layer.fields["h"]![3][1])
        #expect(
            view.lines(width: 200, glyphs: .ascii).contains {
                $0.text.hasPrefix(">h") && $0.text.contains("= \(result)")
            })
    }
}
