import Display
import Language
import Testing

@testable import TUI

@Suite struct SignatureTests {
    private let call = Builtin(
        "window", "Cuts windows.", family: .data,
        [
            Parameter("series", .any, "the series"), Parameter("length", .whole(from: 1), "steps in a window"),
            Parameter("shift", .whole(from: 1), "rows from one window to the next", default: .number(1)),
        ], examples: []
    ) { _ in .none }

    private func line(_ parameter: Int?, _ width: Int) -> String {
        SignatureLine.line((call, parameter.map { call.parameters[$0] }), width: width).text
    }

    @Test("the parameter that is written stands between stars, with its sentence") func starsMarkTheParameter() {
        #expect(line(1, 70) == "window(series, *length*, shift = 1)   length: steps in a window")
        #expect(line(nil, 60) == "window(series, length, shift = 1)   Cuts windows.")
    }

    @Test("it is bold too") func itIsBoldToo() {
        let bold = SignatureLine.line((call, call.parameters[1]), width: 60).pieces.filter(\.style.bold).map(\.text)
        #expect(bold == ["*length*"])
    }

    @Test("where all does not fit, what is left out is told, and never the parameter itself", arguments: [20, 30, 45])
    func theParameterIsNeverLeftOut(_ width: Int) {
        let line = line(2, width)
        let left = [
            "window(.., *shift = 1*)", "window(.., length, *shift = 1*)", "window(series, length, *shift = 1*)",
        ]
        #expect(left.contains { line.hasPrefix($0) })
    }
}
