import Base
import Language
import Testing

@testable import Library

/// There is no memory at one of the places where a program asks for some: it is refused in words, and nothing else changes.
@Suite struct ReservationTests {
    /// Places of a program that are tried; of a longer one some, evenly spread.
    private static let mostPlaces = 12

    /// Each built-in's examples, and programs such as a course has.
    private static let programs: [String] =
        Library.all.flatMap(\.examples).filter { !$0.writes }.map(\.source) + [
            "x = range(100)\ny = concat(x, x)\nsum(y) + mean(stack(x, x))",
            "t = load(\"nile\")\ns = scale(t.flow_1e8_m3)\nw = window(s, length = 5)\nbaselines(w)",
            "t = load(\"weather_beijing_hourly\") |> head(200)\nunique(t.temp_c)\ndescribe(t)",
            "c = characters(\"to be or not to be\")\none_hot(c, classes = 20)",
            "a = [[1, 2], [3, 4]]\nb = a @ transpose(a)\nround(b / 3, 2)\n-b",
            "w = shuffle(window(range(40), length = 4), seed = 3)\ntrain, test = split(w, 0.5)\naudit(train)",
            "run = fit(gru(2) |> dense(1), window(range(30), length = 3), epochs = 2, seed = 1)\npredict(run, [1, 2, 3])",
            "plot([[1, 2], [3, [4, 5]]])",
            "histogram(tensor(range(50)))",
            "check([1, 2, 3], [1, 2, 3])",
            "unique([[1, 2], [1, 2], [3]])",
            "loss_table([[[0.1, 0.9], [0.8, 0.2]]], [[1, -1]])",
        ]

    private static let parts = 8

    @Test("without memory at any place where it asks, a program is refused in words", arguments: 0..<parts)
    func aRefusal(part: Int) {
        for index in Self.programs.indices where index % Self.parts == part { refuseEach(in: Self.programs[index]) }
    }

    private func refuseEach(in program: String) {
        let plain = Reservations()
        let expected = Self.outcome(of: program, plain)
        let step = max(1, plain.count / Self.mostPlaces)
        for place in stride(from: 1, through: plain.count, by: step) {
            let found = Self.outcome(of: program, Reservations(refusing: place))
            let isSaid = found.text.contains("memory")
            #expect(isSaid || found == expected, "\(program)\nwithout memory at place \(place):\n\(found.text)")
            #expect(found.before == expected.before, "\(program): a name that was there has changed at place \(place)")
        }
    }

    private struct Seen: Equatable {
        var text: String
        /// What stood in a name before the program ran.
        var before: String
    }

    private static func outcome(of program: String, _ reservations: Reservations) -> Seen {
        var bench = Bench()
        defer { bench.close() }
        _ = bench.run("before = [1, [2, 3]]")
        let outcome = MemoryLimit.$reservations.withValue(reservations) { bench.run(program) }
        let text = (outcome.diagnostics.flatMap { $0.render() } + [outcome.result?.shown ?? ""]).joined(separator: "\n")
        let notes = bench.host.notes.flatMap { $0.render() }.joined(separator: "\n")
        return Seen(text: text + notes, before: bench.text("before"))
    }

    @Test("places that ask for memory are counted, and only the one that is meant is refused") func counting() {
        var bench = Bench()
        defer { bench.close() }
        let counted = Reservations()
        #expect(MemoryLimit.$reservations.withValue(counted) { bench.text("sum([1, 2, 3])") } == "6")
        #expect(counted.count == 2)
        let refused = MemoryLimit.$reservations.withValue(Reservations(refusing: 1)) { bench.text("sum([1, 2, 3])") }
        #expect(refused.hasPrefix("error: `sum` would need 12 bytes of memory; the limit leaves 0 bytes"), "\(refused)")
        #expect(bench.text("sum([1, 2, 3])") == "6")
    }

    @Test("a fit whose history has no room ends in words with what it has learnt") func history() {
        var bench = Bench()
        defer { bench.close() }
        let source = "run = fit(dense(1), examples([[1], [2]], [1, 2], vectors = true), epochs = 3, seed = 1)"
        let counted = Reservations()
        _ = MemoryLimit.$reservations.withValue(counted) { bench.run(source) }
        let last = MemoryLimit.$reservations.withValue(Reservations(refusing: counted.count)) { bench.text(source) }
        let notes = bench.host.notes.flatMap { $0.render() }.joined(separator: "\n")
        #expect(
            notes.contains("the fit ended after epoch 1: there is no memory for a longer history"), "\(last)\n\(notes)")
        #expect(bench.text("run.epochs") == "1")
    }

    @Test("more epochs than a history can hold are refused before the first") func epochs() {
        var bench = Bench()
        defer { bench.close() }
        let text = bench.text("fit(dense(1), examples([[1], [2]], [1, 2], vectors = true), epochs = 1e9)")
        #expect(text.hasPrefix("error: a fit takes at most 1000000 epochs"), "\(text)")
    }
}
