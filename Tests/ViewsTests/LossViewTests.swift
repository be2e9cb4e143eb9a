import Display
import Foundation
import Testing

@testable import Engine
@testable import Views

/// The lecture's table: mock-up e.
private func lecture() throws -> LossTable {
    let yes: [Real] = [0.70, 0.60, 0.20, 0.45, 0.80, 0.30, 0.40, 0.10, 0.50, 0.90, 0.85, 0.75]
    let classes: [Real] = [0, 0, 1, 1, 0, 1, 1, 1, -1, 0, 0, 0]
    return try LossTable(
        outputs: Tensor(yes.flatMap { [$0, 1 - $0] }, shape: [4, 3, 2]), targets: Tensor(classes, shape: [4, 3, 1]),
        loss: .categoricalCrossEntropy)
}

private func view() throws -> LossView {
    LossView(try lecture(), normaliser: .lecture, names: ["1", "2", "3", "8"], place: "loss.md > cell 3")
}

/// Steps of `width` outputs, all alike.
private func even(_ examples: Int, _ steps: Int, _ width: Int, _ loss: Loss, target: Real = 0) throws -> LossTable {
    let p: Real = loss.isCrossEntropy ? 1 / Real(max(2, width)) : 123.456
    return try LossTable(
        outputs: Tensor([Real](repeating: p, count: examples * steps * width), shape: [examples, steps, width]),
        targets: Tensor(
            [Real](repeating: target, count: examples * steps * (loss == .categoricalCrossEntropy ? 1 : width)),
            shape: [examples, steps, loss == .categoricalCrossEntropy ? 1 : width]), loss: loss)
}

private func expectToFit(_ view: LossView) {
    view.expectToFitEverywhere { width, height in
        LossLines(view, width: width, glyphs: .ascii).screen(height: height)
    }
}

@Suite struct LossViewTests {
    @Test("the lecture's table", arguments: [(80, 24), (100, 30), (60, 15)])
    func theLecturesTable(_ width: Int, _ height: Int) throws {
        var view = try view()
        view.strike(Key(.down), Key(.down), Key(.right))
        try expectGolden(view.screen(width, height), is: "loss-\(width)x\(height)")
        let screen = view.screen(width, height)
        for number in ["= 0.8600", "= 0.3127", "= 0.2867", "= 0.3444"] { #expect(screen.contains(number)) }
        #expect(screen.contains("-( 0*log 0.10 + 1*log 0.90 ) = -log 0.90"))
        expectToFit(view)
        // Where there is no room for a position, its loss alone is whole.
        #expect(view.screen(20, 8).contains("[ 0.105]"))
    }

    @Test("the mask taken off shows what counting the masked position does")
    func theMaskTakenOff() throws {
        var view = try view()
        view.type("m")
        try expectGolden(view.screen(80, 24), is: "loss-mask-off-80x24")
        #expect(view.screen(80, 24).contains("[x] wrong"))
        #expect(view.screen(100, 30).contains("counting the masked adds 0.6931: 0.3127 becomes 0.3444"))
        view.type("m")
        #expect(!view.screen(80, 24).contains("[x] wrong"))
        #expect(
            view.screen(80, 24).contains("SAY: 11 losses, 1 masked; lecture loss 0.8600; worst is instance 2, step 1."))
    }

    @Test("n goes round the means and tells what each does to a step") func nGoesRoundTheMeans() throws {
        var view = try view()
        #expect(view.screen(80, 24).contains("dL/do and the step beside lecture: real x0.364, padded x0.333"))
        view.type("n")
        #expect(view.normaliser == .real)
        #expect(view.screen(80, 24).contains("step beside real: lecture x2.75, padded x0.917"))
        #expect(view.screen(80, 24).contains("(-0.300,+0.300)/11"))
        view.type("nn")
        #expect(view.normaliser == .lecture)
    }

    @Test("the chosen position stops at the borders, and w goes to the worst") func theChosenPosition() throws {
        var view = try view()
        view.strike(Key(.left), Key(.up))
        #expect(view.example == 0 && view.step == 0)
        for _ in 0..<9 { view.strike(Key(.right), Key(.down)) }
        #expect(view.example == 3 && view.step == 2)
        view.strike(Key(.home))
        #expect(view.step == 0)
        view.strike(Key(.end))
        #expect(view.step == 2)
        view.type("w")
        #expect(view.example == 1 && view.step == 0)
        #expect(view.strike(Key(.escape)).isClose)
    }

    @Test("an edited probability renormalises its row, and every mean follows") func anEditedProbability() throws {
        var view = try view()
        view.type("e0.35")
        #expect(view.screen(80, 24).contains("instance 1, t1: p of class 0 = 0.35_"))
        view.strike(Key(.enter))
        #expect(view.position.output.elementsEqual([0.35, 0.65]) { abs($0 - $1) < 1e-6 })
        // 3.4400 + ln 0.70 − ln 0.35 = 3.4400 + ln 2
        #expect(view.screen(80, 24).contains("4.1332 / 4    = 1.0333"))
        #expect(view.screen(80, 24).contains("10/11"))
        view.type("u")
        #expect(view.screen(80, 24).contains("3.4400 / 4    = 0.8600"))
    }

    @Test("an edited target brings a masked position in, and -1 takes one out") func anEditedTarget() throws {
        var view = try view()
        view.strike(Key(.down), Key(.down), Key(.end))
        view.type("e")
        view.strike(Key(.tab))
        view.type("1")
        view.strike(Key(.enter))
        #expect(view.table.realCount == 12)
        view.type("e")
        view.strike(Key(.tab))
        view.type("-12")
        view.strike(Key(.backspace), Key(.enter))
        #expect(view.table.realCount == 11)
    }

    @Test("what is typed wrong is told, and Esc leaves the number as it was") func whatIsTypedWrongIsTold() throws {
        var view = try view()
        view.type("e1.5")
        #expect(view.strike(Key(.enter)).sentence == "a probability is a number from 0 to 1")
        view.strike(Key(.escape))
        #expect(view.editing == nil && view.position.output[0] == 0.7)
        view.type("ex")
        #expect(view.strike(Key(.enter)).sentence == "that is not a number")
        view.strike(Key(.tab))
        view.type("7")
        #expect(view.strike(Key(.enter)).sentence == "classes go from 0 to 1; -1 is none")
        #expect(view.help.map(\.keys) == ["Enter", "Tab", "Esc"])
    }

    @Test("a whole example that is masked has no loss and no gradient") func aWholeMaskedExample() throws {
        let table = try LossTable(
            outputs: Tensor([0.5, 0.5, 0.5, 0.5], shape: [2, 1, 2]), targets: Tensor([-1, 1], shape: [2, 1, 1]),
            loss: .categoricalCrossEntropy)
        let view = LossView(table)
        let screen = view.screen(80, 24)
        #expect(screen.contains("no target -> no loss, dL/do = 0; h_1 is still computed"))
        #expect(screen.split(separator: "\n").contains { $0.hasPrefix("> 1 ") && $0.hasSuffix("---") })
        expectToFit(view)
        let nothing = LossView(try even(2, 3, 2, .categoricalCrossEntropy, target: -1))
        #expect(nothing.screen(80, 24).contains("6 positions, all masked: there is no loss."))
        #expect(nothing.screen(80, 24).contains("no position has a target"))
        expectToFit(nothing)
    }

    @Test("5,000 steps are walked through, and all of them stand in the text") func fiveThousandSteps() throws {
        var view = LossView(try even(2, 5000, 4, .categoricalCrossEntropy))
        view.strike(Key(.end))
        #expect(view.screen(80, 24).contains("t5000 y"))
        #expect(view.screen(80, 24).contains("t = 5000 / 5000"))
        expectToFit(view)
        let text = view.text(width: 100)
        #expect(text.contains("t2500 y") && text.contains(" t5000 (-0.750,+0.250,+0.250,+0.250)/10000"))
    }

    @Test("classes with wide names keep the columns below each other") func classesWithWideNames() throws {
        let names = ["日本語", "e\u{301}", "x", " "]
        var view = LossView(try even(2, 6, 4, .categoricalCrossEntropy), classes: names)
        #expect(view.screen(80, 24).contains("日本語"))
        let rows = view.screen(80, 24).split(separator: "\n").filter { $0.contains("|") }
        #expect(Set(rows.prefix(3).map { $0.split(separator: "|").count }).count == 1)
        expectToFit(view)
        view.type("e")
        #expect(view.screen(80, 24).contains("p of \"日本語\" = _"))
    }

    @Test("many classes, one output and values have their own arithmetic") func otherLosses() throws {
        let many = LossView(try even(1, 2, 50, .categoricalCrossEntropy, target: 17))
        #expect(many.screen(80, 24).contains("-log p(class 17) = -log 0.02"))
        let one = LossView(try even(2, 2, 1, .binaryCrossEntropy, target: 1))
        #expect(one.screen(80, 24).contains("-( 1*log 0.50 + 0*log 0.50 ) = 0.6931"))
        let squared = LossView(try even(2, 2, 1, .meanSquaredError, target: 123))
        #expect(squared.screen(80, 24).contains("(123.46 - 123)^2"))
        let several = LossView(try even(2, 2, 6, .meanAbsoluteError, target: 100))
        #expect(several.screen(80, 24).contains("|123.46 - 100|"))
        for view in [many, one, squared, several] { expectToFit(view) }
    }

    @Test("values are edited as they are, and none takes the target away") func valuesAreEdited() throws {
        var view = LossView(try even(1, 2, 1, .meanSquaredError, target: 123))
        view.type("e125")
        view.strike(Key(.enter))
        #expect(view.table.positions[0][0].loss == 4)
        view.type("e")
        view.strike(Key(.tab))
        view.type("none")
        view.strike(Key(.enter))
        #expect(view.table.realCount == 1 && view.position.loss == nil)
    }

    @Test("a loss that is not a number is shown as such, and is the worst") func notANumber() throws {
        let table = try LossTable(
            outputs: Tensor([0.5, 0.5, .nan, .nan], shape: [1, 2, 2]), targets: Tensor([0, 1], shape: [1, 2, 1]),
            loss: .categoricalCrossEntropy)
        var view = LossView(table)
        view.type("w")
        #expect(view.step == 1)
        #expect(view.screen(80, 24).contains("= nan"))
        expectToFit(view)
    }

    @Test("what the screen shows is in the text, which c copies") func whatTheScreenShowsIsInTheText() throws {
        var view = try view()
        let text = try #require(view.type("c").copied)
        for number in [
            "0.8600", "0.3127", "0.2867", "0.3444", "1.0906", "1.1777", "0.6162", "0.5556", "1.367", "11/11",
        ] {
            #expect(text.contains(number))
        }
        #expect(view.type("?").isHelp)
    }

    @Test("a trace opens its own losses") func aTraceOpensItsOwnLosses() throws {
        let trace = try Course.iceCream()
        let view = try #require(LossView(trace: trace, place: "ice-cream.md > cell 4", step: 4))
        // Sum of the twelve losses, course.md.
        #expect(view.screen(80, 24).contains("2.8831 / 12   = 0.2403"))
        #expect(view.step == 4 && view.screen(80, 24).contains("OUT"))
        #expect(LossView(trace: Course.lstm) == nil)
    }
}
