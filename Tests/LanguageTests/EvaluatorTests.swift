import Testing

@testable import Language

@Suite struct EvaluatorTests {
    @Test("names keep their values for the cells that follow") func namesKeepTheirValuesForTheCellsThatFollow() {
        let first = Ran("x = 2")
        #expect(Ran("x * 3", in: first.environment).text == "6")
    }

    @Test("a run tells whether it ended in an assignment and which names it gave")
    func aRunTellsWhetherItEndedInAnAssignmentAndWhichNamesItGave() {
        let ran = Ran("a = 1\nb, c = [2, 3]")
        #expect(ran.outcome.isAssignment)
        #expect(ran.outcome.names == ["a", "b", "c"])
        #expect(ran.text == "[2, 3]")
        #expect(!Ran("a = 1\na").outcome.isAssignment)
    }

    @Test("values on the way are shown and the last one is the result")
    func valuesOnTheWayAreShownAndTheLastOneIsTheResult() {
        let host = TestHost()
        let ran = Ran("1 + 1\nnothing()\na = 5\n\"on the way\"\n3", host: host)
        #expect(host.shown.map(\.text) == ["2", "on the way"])
        #expect(ran.text == "3")
    }

    @Test("nothing runs if a later statement is known to be wrong")
    func nothingRunsIfALaterStatementIsKnownToBeWrong() {
        let host = TestHost()
        let ran = Ran("seed(7)\nplot([1])\ngruu(3)", host: host)
        #expect(host.seed == 1)
        #expect(host.shown.isEmpty)
        #expect(ran.head == "there is no layer or function called `gruu`")
    }

    @Test("an error on the way keeps what came before it") func anErrorOnTheWayKeepsWhatCameBeforeIt() {
        let ran = Ran("a = 1\nb = 1 / 0\nc = 3")
        #expect(ran.environment.names.keys.sorted() == ["a"])
        #expect(ran.outcome.result == nil)
        #expect(ran.outcome.diagnostics.count == 1)
    }

    @Test("a stop is noticed between statements") func aStopIsNoticedBetweenStatements() {
        let ran = Ran("a = 1\nstops()\nb = 2")
        #expect(ran.outcome.isStopped)
        #expect(ran.environment.names.keys.sorted() == ["a"])
        #expect(ran.outcome.diagnostics.map(\.level) == [.note])
    }

    @Test("an error of a body is placed at the function's name") func anErrorOfABodyIsPlacedAtTheFunctionSName() {
        let ran = Ran("x = [1] |> scale() |> plot()\nfails()")
        #expect(ran.outcome.diagnostics.first?.labels.map(\.span.text) == ["fails"])
    }

    @Test("a fact that a body throws becomes a message") func aFactThatABodyThrowsBecomesAMessage() {
        struct Fact: Error {}
        let odd = Builtin("odd", "Throws.", family: .data, [], examples: []) { _ in throw Fact() }
        let builtins = Builtins([odd])
        var environment = Environment()
        let program = parse(Source(name: "cell 1", text: "odd()"), builtins: builtins).program
        let outcome = Evaluator(builtins: builtins).run(program, in: &environment, host: TestHost())
        #expect(outcome.diagnostics.map(\.head) == ["`odd` cannot go on: Fact()"])
    }

    @Test("a variable may have the name of a function") func aVariableMayHaveTheNameOfAFunction() {
        #expect(Ran("split = 3\nsplit + 1").text == "4")
        #expect(Ran("split = [1, 2]\na, b = split(split)\nb").text == "[2]")
    }

    @Test("a variable with the name of a Python library is a value")
    func aVariableWithTheNameOfAPythonLibraryIsAValue() {
        #expect(Ran("layers = gru(3)\nlayers.shape()").text == "layer: gru 3")
    }

    @Test("a call knows which arguments were given and where") func aCallKnowsWhichArgumentsWereGivenAndWhere() {
        let seen = Seen()
        let probe = Builtin(
            "probe", "Look.", family: .data,
            [
                Parameter("a", .any, "one"), Parameter("b", .number, "two", default: .number(4)),
                Parameter("rest", .any, "more", default: .list([]), isVariadic: true),
            ],
            examples: []
        ) { call in
            seen.calls.append(call)
            return .none
        }
        let builtins = Builtins([probe])
        var environment = Environment()
        let source = Source(name: "cell 1", text: "5 |> probe(6, 7, [8])\nprobe(a = 1)")
        _ = Evaluator(builtins: builtins).run(
            parse(source, builtins: builtins).program, in: &environment, host: TestHost())
        #expect(seen.calls.map { $0.isGiven("b") } == [true, false])
        #expect(seen.calls.map { $0.number("b") } == [6, 4])
        #expect(seen.calls[0].list("rest").count == 2)
        #expect(seen.calls[0].span.text == "probe(6, 7, [8])")
        #expect(seen.calls[0].span(of: "rest").text == "7, [8]")
        #expect(seen.calls[0].span(of: "rest", at: 2).text == "[8]")
        #expect(seen.calls[1].span(of: "b").text == "probe")
    }

    private final class Seen: @unchecked Sendable { var calls: [Call] = [] }
}

@Suite struct ParsedTests {
    private func parsed(_ text: String) -> Parsed { parse(Source(name: "cell 1", text: text), builtins: .fake) }

    @Test("names that are read before they are defined come from elsewhere")
    func namesThatAreReadBeforeTheyAreDefinedComeFromElsewhere() {
        let parsed = parsed("a = b + 1\nc = a\nd = d + gru(units = e).x")
        #expect(parsed.defines == ["a", "c", "d"])
        #expect(parsed.reads == ["b", "d", "e"])
    }

    @Test("the seed is read and changed under a hidden name") func theSeedIsReadAndChangedUnderAHiddenName() {
        #expect(parsed("fit(net)").reads == ["net", "$seed"])
        #expect(parsed("seed(3)").defines == ["$seed"])
        #expect(parsed("seed(3)\nfit(gru(1))").reads == [])
    }

    @Test("files are found by place, name, pipe and alias") func filesAreFoundByPlaceNamePipeAndAlias() {
        let text =
            "load(\"a\")\nload(name = \"b\")\n\"c\" |> load()\nread_csv(\"d\")\nload(\"a\")\nload(x)\nread.csv(\"f\")"
        #expect(parsed(text).files == ["a", "b", "c", "d", "f"])
    }
}
