import FuzzKit
import TerminalKit
import Testing

/// Every built-in with numbers at the edges of what a number can be, with values of other kinds and with very many of
/// them. In a process of its own: what stops it is reported with the call that did.
@Suite struct CallTests {
    @Test("a call with extreme numbers ends in a value or in words", arguments: 0..<6)
    func extremeNumbers(part: Int) throws {
        // Another part of all cases for each argument, together a 40th of them; scripts/fuzz runs all.
        let program = try Program.run(["CallProbe", "\(part * 40 + 7)", "240"], seconds: 300)
        let lines = program.output.split(separator: "\n")
        #expect(lines.last?.hasPrefix("done") == true, "\(lines.last ?? "nothing") \(program.errors.suffix(1000))")
        #expect(!lines.contains { $0.hasPrefix("broken") }, "\(lines.filter { $0.hasPrefix("broken") })")
        #expect(lines.count > 500)
    }

    @Test("the sweep has every built-in, every example and every parameter of it") func theSweepIsWhole() {
        let sources = CallCase.all.compactMap { CallCase($0) }
        let called = Set(sources.filter(\.settings.isEmpty).compactMap { $0.source.split(separator: "(").first })
        #expect(CallCase.names.allSatisfy { called.contains(Substring($0)) })
        let set = Set(sources.map(\.settings))
        #expect(CallCase.parameters.filter { !set.contains([$0 + "=1e308"]) } == [])
        #expect(sources.contains { $0.source == "range(-9223372036854775808)" })
    }
}
