import Testing

@testable import Language

@Suite struct CompletionTests {
    private let names: [String: Value] = ["temps": .object(FakeTable()), "tempo": .number(1), "net": .none]

    /// With the cursor at the end of the text.
    private func texts(_ text: String) -> [String] {
        complete(text, at: text.utf8.count, names: names, builtins: .fake, files: ["temps.csv", "melbourne"]).items.map(
            \.text)
    }

    @Test("a word is completed by variables and functions") func aWordIsCompletedByVariablesAndFunctions() {
        #expect(texts("te") == ["tempo", "temps"])
        #expect(texts("x = gr") == ["gru("])
        #expect(texts("layer_g") == ["layer_gru("])
    }

    @Test("columns follow a dot or stand in brackets") func columnsFollowADotOrStandInBrackets() {
        #expect(texts("temps.") == ["date", "temp"])
        #expect(texts("plot(temps.t") == ["temp"])
        #expect(texts("temps[\"d") == ["date\"]"])
        #expect(texts("tempo.") == [])
    }

    @Test("arguments that are not yet given are offered") func argumentsThatAreNotYetGivenAreOffered() {
        #expect(texts("gru(units = 1, ").prefix(3) == ["activation = ", "dropout = ", "return_sequences = "])
        #expect(texts("window(tempo, le") == ["length = "])
    }

    @Test("choices are offered for an argument") func choicesAreOfferedForAnArgument() {
        #expect(texts("gru(activation = \"") == ["tanh\"", "relu\"", "sigmoid\""])
        #expect(texts("gru(1, activation = \"re") == ["relu\""])
        #expect(texts("gru(1, activation = ").prefix(3) == ["\"tanh\"", "\"relu\"", "\"sigmoid\""])
        #expect(texts("gru(return_sequences = t").first == "true")
    }

    @Test("files are offered where a file is named") func filesAreOfferedWhereAFileIsNamed() {
        #expect(texts("load(\"") == ["temps.csv\"", "melbourne\""])
        #expect(texts("load(\"m") == ["melbourne\""])
    }

    @Test("columns of the table that the call is about are offered where one is named")
    func columnsOfTheTableThatTheCallIsAbout() {
        #expect(texts("window(temps, 3, target = \"") == ["date\"", "temp\""])
        #expect(texts("window(temps, 3, target = 't") == ["temp'"])
        #expect(texts("temps |> scale() |> window(3, target = \"") == ["date\"", "temp\""])
        #expect(texts("window(temps, 3, target = [\"date\", \"t") == ["temp\""])
        #expect(texts("window(temps, 3, target = ").prefix(2) == ["\"date\"", "\"temp\""])
        #expect(texts("window(tempo, 3, target = \"") == [])
    }

    @Test("names of this cell and of cells that have not run are offered too") func namesWithoutValuesAreOffered() {
        #expect(texts("tea = 1\nteb, tec = 2\nf(ted = 1)\nte") == ["tea", "teb", "tec", "tempo", "temps"])
        #expect(texts("tea = 1\nteb = f(te") == ["tea", "tempo", "temps"])
        let found = complete("da", at: 2, names: names, others: ["days"], builtins: .fake)
        #expect(found.items.map(\.text) == ["days"])
    }

    @Test("nothing is offered right behind a value") func nothingIsOfferedBehindAValue() {
        #expect(texts("gru(10") == [])
        #expect(texts("gru(\"a\" ") == [])
        #expect(!texts("gru(10, ").isEmpty)
        #expect(!texts("a = 1\n").isEmpty)
    }

    @Test("nothing is offered in a comment") func nothingIsOfferedInAComment() {
        #expect(texts("# te") == [])
        #expect(texts("x = 1 # gr") == [])
    }

    @Test("files are asked for only where one is named") func filesAreAskedForOnlyWhereOneIsNamed() {
        var asked = 0
        func files() -> [String] {
            asked += 1
            return ["one"]
        }
        _ = complete("gru(1, act", at: 10, names: names, builtins: .fake, files: files())
        #expect(asked == 0)
        _ = complete("load(\"", at: 6, names: names, builtins: .fake, files: files())
        #expect(asked == 1)
    }

    @Test("only functions follow a pipe") func onlyFunctionsFollowAPipe() {
        #expect(texts("temps |> s") == ["scale(", "split(", "sequential(", "shape(", "seed(", "stops("])
    }

    @Test("the call around the cursor and its parameter are known")
    func theCallAroundTheCursorAndItsParameterAreKnown() {
        let at = { (text: String) in openCall(text, at: text.utf8.count, builtins: .fake) }
        #expect(at("window(x, 3, ")?.parameter?.name == "shift")
        #expect(at("x |> window(3, ")?.parameter?.name == "shift")
        #expect(at("gru(")?.parameter?.name == "units")
        #expect(at("window(x, targets = ")?.parameter?.name == "targets")
        #expect(at("window([1, 2, ")?.parameter?.name == "series")
        #expect(at("window(x, 3)") == nil)
        #expect(at("x + 1") == nil)
    }

    @Test("of more names than a reader goes through the first are offered, and it is known that there are more")
    func theFirstOfManyNames() {
        let many = (0..<1000).map { "n\($0)" } + ["Net", "days"]
        func found(_ word: String) -> Completions {
            complete(word, at: word.utf8.count, names: [:], others: Set(many), index: NameIndex(many), builtins: .fake)
        }
        #expect(found("n").isCut)
        #expect(found("n").items.filter { $0.kind == "name" }.count == 200)
        #expect(
            found("n99").items.map(\.text) == [
                "n990", "n991", "n992", "n993", "n994", "n995", "n996", "n997", "n998", "n999",
            ])
        #expect(!found("n99").isCut)
        #expect(found("ne").items.map(\.text) == ["Net"])
        #expect(found("zz").items.isEmpty)
    }

    @Test(
        "names are found by an index as they are without it", arguments: ["", "t", "te", "TE", "tem", "gru(units = te"])
    func anIndexFindsTheSame(text: String) {
        let others: Set = ["Temple", "été", "ten", "other"]
        let plain = complete(text, at: text.utf8.count, names: names, others: others, builtins: .fake)
        let index = NameIndex(others.union(names.keys))
        #expect(
            complete(text, at: text.utf8.count, names: names, others: others, index: index, builtins: .fake) == plain)
    }
}
