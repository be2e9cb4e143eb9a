import Base
import Foundation
import Testing

@testable import Library

/// Sizes that are typed in a moment and would take a machine down.
@Suite struct LimitTests {
    @Test(
        "a size that no machine has memory for is refused where it stands",
        arguments: [
            ("tensor(window(range(1000000), length = 500000))", "`tensor` would need 1 TB of memory"),
            (
                "x = tensor([range(3000000)])\nx + transpose(x)",
                "[1 × 3000000] + [3000000 × 1] would need 36 TB of memory"
            ),
            (
                "x = tensor([range(3000000)])\ntranspose(x) @ x",
                "the product [3000000 × 1] @ [1 × 3000000] would take too long"
            ),
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

    @Test(
        "a number at the edge of what a number can be ends in a value or in words",
        arguments: [
            ("-9223372036854775808", "-9.22337e18"),
            ("ceiling(ice_cream_task(length = 2, days = 100), steps = 1e12).loss > 0", "true"),
            ("tensor(range(6), shape = [-2, -3])", "error: the lengths of axes must be whole numbers of 0 or more"),
            ("tensor(range(6), shape = [2, 3, 0.5])", "error: the lengths of axes must be whole numbers of 0 or more"),
            ("zeros(0, 9e18, 9e18)", "error: a tensor of [0 × 9000000000000000000 × 9000000000000000000] is too large"),
            ("window([1, 2, 3], length = 9e18, target_shift = 9e18)", "error: the window is longer than the series"),
            ("one_hot([log(-1)])", "error: "),
            ("plot([1, 4, 9], rows = 9e18)", "error: a plot of 9000000000000000000 lines is too high"),
            ("run = fit(dense(1), window([1, 2, 3], length = 1), epochs = 1)\nloss_table(run, [], [1, 2])", "error: "),
            ("baselines(window(range(9), length = 2), period = 9223372036854774784)", "table: "),
            (
                "set_weights(dense(1), [[[2], [3]], [1]], input = [9223372036854774784])",
                "error: this needs 36.9 EB of memory"
            ),
            ("x = [1]\n" + String(repeating: "x = [x]\n", count: 5000), "error: lists may be nested 64 deep"),
        ])
    func anEdge(source: String, start: String) {
        var bench = Bench()
        defer { bench.close() }
        let outcome = bench.text(source)
        #expect(outcome.hasPrefix(start) || start == "table: " && outcome.hasPrefix("method"), "\(outcome.prefix(400))")
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
