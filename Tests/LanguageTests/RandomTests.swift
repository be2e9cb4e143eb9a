import Testing

@testable import Language

@Suite struct RandomTests {
    @Test("what is printed reads back as the same tree", arguments: 0..<300)
    func whatIsPrintedReadsBackAsTheSameTree(seed: Int) {
        var dice = Dice(UInt64(seed))
        let statements = (0...dice.roll(3)).map { _ in dice.statement() }
        let program = Program(source: Source(name: "", text: ""), statements: statements)
        let again = parse(Source(name: "cell 1", text: program.printed), builtins: .fake)
        #expect(again.diagnostics.map(\.head) == [])
        #expect(again.program.outline == program.outline)
        #expect(again.program.printed == program.printed)
    }

    @Test("no bytes stop the reader", arguments: 0..<300) func noBytesStopTheReader(seed: Int) {
        var dice = Dice(UInt64(seed) + 1000)
        let text = seed % 2 == 0 ? dice.bytes() : dice.words()
        let parsed = parse(Source(name: "cell 1", text: text), builtins: .fake)
        #expect(parsed.diagnostics.count <= 3)
        for diagnostic in parsed.diagnostics { #expect(isReadable(diagnostic.render())) }
        let stretches = highlight(text)
        #expect(stretches.first.map(\.range.lowerBound) ?? 0 == 0)
        #expect(stretches.last.map(\.range.upperBound) ?? 0 == text.utf8.count)
        #expect(zip(stretches, stretches.dropFirst()).allSatisfy { $0.range.upperBound == $1.range.lowerBound })
        for offset in [0, text.utf8.count / 2, text.utf8.count] {
            let completions = complete(text, at: offset, names: [:], builtins: .fake)
            #expect(completions.range.upperBound == offset)
        }
    }

    @Test("no program stops the evaluator", arguments: 0..<300) func noProgramStopsTheEvaluator(seed: Int) {
        var dice = Dice(UInt64(seed) + 5000)
        let text = dice.words(from: [
            "load", "(", ")", "temps", "\"temps.csv\"", ".", "temp", "[", "]", "1", "0", ",", "gru", "|>", "+", "/",
            "\n", "x", "=",
        ])
        let ran = Ran("temps = load(\"temps.csv\")\n" + text)
        #expect(ran.outcome.diagnostics.count <= 3)
        for diagnostic in ran.outcome.diagnostics { #expect(isReadable(diagnostic.render())) }
    }

    private func isReadable(_ lines: [String]) -> Bool {
        lines.count <= 10
            && lines.allSatisfy { line in
                line.columns <= 100 && !line.unicodeScalars.contains { $0.properties.generalCategory == .control }
            }
    }
}

extension Dice {
    mutating func bytes() -> String {
        let count = roll(120)
        let bytes = (0..<count).map { _ in UInt8(roll(4) == 0 ? roll(256) : 32 + roll(95)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func words(
        from words: [String] = [
            "x", "gru", "(", ")", "[", "]", ",", "=", "<-", "|>", "%>%", "-", "+", "*", "^", "@", "==", "1", "2.5",
            "\"a\"", "'", "\"",
            "\n", ";", "#", ".", "$", "::", "if", "for", "“", "−", "\u{A0}", "none", "TRUE", "é", "温", "👩‍👩‍👧", "\t", "\r",
            "\\", "{", "%",
        ]
    ) -> String {
        (0..<roll(40)).map { _ in pick(words) + (roll(2) == 0 ? " " : "") }.joined()
    }

    mutating func statement() -> Statement {
        let names = (0..<roll(3)).map { _ in name() }
        return Statement(names: names, value: expression(4), range: 0..<0)
    }

    private mutating func name() -> Name { Name(text: pick(["a", "b2", "_c", "gru", "été", "units"]), range: 0..<0) }

    private mutating func expression(_ depth: Int) -> Expression {
        Expression(node(depth), 0..<0)
    }

    private mutating func node(_ depth: Int) -> Expression.Node {
        switch depth == 0 ? roll(2) : roll(9) {
        case 0:
            return .constant(
                pick([
                    .none, .bool(true), .number(0), .number(12), .number(0.1), .number(1e20), .number(3e-9), .text(""),
                    .text("a\"b'\\\n\tñ"),
                ]))
        case 1: return .name(name().text)
        case 2: return .list((0..<roll(4)).map { _ in expression(depth - 1) })
        case 3: return .negate(expression(depth - 1))
        case 4, 5:
            let sign = pick(["+", "-", "*", "/", "@", "^", "==", "!=", "<", "<=", ">", ">="])
            return .binary(.init(text: sign, range: 0..<0), expression(depth - 1), expression(depth - 1))
        case 6: return .member(expression(depth - 1), name())
        case 7: return .index(expression(depth - 1), expression(depth - 1))
        default: return .call(call(depth))
        }
    }

    private mutating func call(_ depth: Int) -> CallSyntax {
        let style = roll(3)
        let subject: CallSyntax.Subject? =
            style == 0 ? nil : .init(style: style == 1 ? .pipe : .dot, value: expression(depth - 1))
        let arguments = (0..<roll(4)).map { _ in
            CallSyntax.Argument(name: roll(2) == 0 ? name() : nil, value: expression(depth - 1))
        }
        return CallSyntax(name: name(), subject: subject, arguments: arguments, range: 0..<0)
    }
}
