import Foundation
import Testing

@testable import Library

/// Sizes that are typed in a moment and would take a machine down.
@Suite struct LimitTests {
    @Test(
        "a size that no machine has memory for is refused where it stands",
        arguments: [
            ("tensor(window(range(1000000), length = 500000))", "`tensor` would need 1 TB of memory"),
            ("x = tensor([range(3000000)])\nx + transpose(x)", "[1 × 3000000] + [3000000 × 1] would need 36 TB of memory"),
            ("x = tensor([range(3000000)])\ntranspose(x) @ x", "the product [3000000 × 1] @ [1 × 3000000] would take too long"),
            ("zeros(1e6, 1e6)", "a tensor of [1000000 × 1000000] is too large"),
            ("zeros(9e18, 9e18)", "a tensor of [9000000000000000000 × 9000000000000000000] is too large"),
            ("one_hot([1], classes = 1e15)", "`one_hot` would need 4 PB of memory"),
            ("gru(units = 1e12) |> dense(1) |> fit(window([1, 2, 3], length = 1))", "this needs 12 YB of memory"),
            ("adding_task(length = 1e12, count = 1e12)", "so many examples are too large"),
            ("range(1e15)", "this range never ends or is too long"),
        ])
    func aSizeIsRefused(source: String, head: String) {
        var bench = Bench()
        defer { bench.close() }
        let text = bench.text(source)
        #expect(text.hasPrefix("error: \(head)"), "\(text)")
    }

    @Test("vectors that are long, and make a short product, are multiplied") func longVectors() {
        var bench = Bench()
        defer { bench.close() }
        #expect(bench.text("ones(1000000) @ ones(1000000)") == "1000000")
        #expect(bench.text("count(ones(1000, 2) @ ones(2, 1000))") == "1000")
    }

    @Test("a text that would go on for ever is refused before it begins") func anEndlessText() {
        var bench = Bench()
        defer { bench.close() }
        _ = bench.run(
            """
            t = characters("abcabcabcabc")
            net = embedding(4, 2) |> gru(2, return_sequences = true) |> dense(4, activation = "softmax")
            run = fit(net, window(t, length = 6, targets = "all"), epochs = 1)
            """)
        for beam in ["", ", beam = 3"] {
            let text = bench.text("generate(run, \"ab\", length = 1e12\(beam))")
            #expect(text.hasPrefix("error: `generate` would need "), "\(text)")
            #expect(text.contains("^^^^ make this smaller"), "\(text)")
        }
    }

    @Test("depth is refused in words, however deep", arguments: ["(", "[", "-", "load("])
    func depth(piece: String) {
        var bench = Bench()
        defer { bench.close() }
        let text = bench.text(String(repeating: piece, count: 100_000) + "1")
        #expect(text.hasPrefix("error: "), "\(text.prefix(300))")
    }
}

/// Every example of the manual with an enormous number in the place of one of its own: refused, or done, but never the
/// end of the program. Epochs are left out, for a fit of so many goes on until it is stopped.
@Suite struct EnormousNumberTests {
    static let sources: [String] = Library.all.flatMap(\.examples).flatMap { example -> [String] in
        let text = example.source
        return text.ranges(of: /\b[0-9]+(\.[0-9]+)?\b/).filter { !text[..<$0.lowerBound].hasSuffix("epochs = ") }
            .map { text.replacingCharacters(in: $0, with: "9e18") }
    }

    @Test("no example is brought down by an enormous number", arguments: 0..<8)
    func anEnormousNumber(part: Int) {
        var bench = Bench()
        defer { bench.close() }
        for source in Self.sources.indices.filter({ $0 % 8 == part }).map({ Self.sources[$0] }) {
            let outcome = bench.run(source)
            #expect(outcome.diagnostics.allSatisfy { !$0.head.isEmpty })
        }
    }
}
