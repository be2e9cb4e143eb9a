import Testing

@testable import Language

/// What is set from outside: `--set epochs=5`.
struct OverrideTests {
    private static let builtins = Builtins([
        Builtin(
            "train", "Tells what it was given.", family: .training,
            [
                Parameter("net", .any, "the network"),
                Parameter("epochs", .whole(from: 1), "how many", default: .number(10), aliases: ["rounds"]),
                Parameter("title", .text, "a text", default: Value.none),
            ], examples: []
        ) { call in
            let isGiven = call.isGiven("epochs") ? "given" : "default"
            return .text("\(call.whole("epochs")) \(isGiven) \(call.text(ifGiven: "title") ?? "-")")
        },
        Builtin(
            "layer", "Tells its units.", family: .layers,
            [
                Parameter("before", .list, "what comes before", default: Value.none, isSubject: true),
                Parameter("units", .whole(from: 1), "how many"),
            ], examples: []
        ) { .list([.number(Double($0.whole("units")))]) },
    ])

    private final class SettingHost: Host, @unchecked Sendable {
        let folder = "."
        var seed: UInt64 = 1
        let isStopped = false
        let services: [any Sendable]
        init(_ overrides: Overrides) { services = [overrides] }
        func show(_ value: Value) {}
        func note(_ diagnostic: Diagnostic) {}
        func report(_ progress: Progress) {}
        func present(_ value: Value) {}
    }

    private func result(_ text: String, set: String...) throws -> String {
        let parsed = parse(Source(name: "cell 1", text: text), builtins: Self.builtins)
        var environment = Environment()
        let outcome = Evaluator(builtins: Self.builtins).run(
            parsed.program, in: &environment, host: SettingHost(try Overrides(set)))
        return outcome.diagnostics.first?.head ?? outcome.result?.text ?? ""
    }

    @Test(
        "an argument is set whether it is named, in its place, left to its default or by another name",
        arguments: [
            "train([1], epochs = 30)", "train([1], 30)", "train([1])", "train([1], rounds = 30)", "[1] |> train(30)",
            "[1] |> train()", "n = 30\ntrain([1], epochs = n * 2)",
        ])
    func anArgumentIsSet(text: String) throws {
        #expect(try result(text, set: "epochs=5") == "5 given -")
        #expect(try result(text, set: "rounds=5") == "5 given -")
    }

    @Test("a variable is set, and what is computed from it follows") func aVariableIsSet() throws {
        #expect(try result("epochs = 30\ntrain([1], rounds = epochs * 2)", set: "epochs=4") == "4 given -")
        #expect(try result("n = 30\nn * 2", set: "n=4") == "8")
        #expect(try result("a, b = [1, 2]\na", set: "a=9") == "1")
    }

    @Test("of two values for one name the last one counts, and what is not named stays")
    func theLastOneCounts() throws {
        #expect(try result("train([1], 30, title = \"x\")", set: "epochs=4", "epochs=6") == "6 given x")
        #expect(try result("train([1])", set: "title=word") == "10 default word")
    }

    @Test("what stands before a pipe is not set; the argument after it is") func theSubjectIsNotSet() throws {
        #expect(try result("layer(3)", set: "units=7", "before=[1]") == "[7]")
        #expect(try result("[1] |> layer(3)", set: "units=7") == "[7]")
    }

    @Test("a value that does not fit is told at the call") func aValueThatDoesNotFit() throws {
        let message = "`epochs` must be a whole number of 1 or more, but it is 0"
        #expect(try result("train([1], 30)", set: "epochs=0") == message)
    }

    @Test(
        "values are written as in a program, and a word is a text",
        arguments: [
            ("a=5", "a = 5"), ("a=-0.5", "a = -0.5"), ("a=true", "a = true"), ("a=none", "a = none"),
            ("a=\"x y\"", "a = \"x y\""), ("a=sgd", "a = \"sgd\""), ("a=[1, -2]", "a = [1, -2]"),
            ("a= 1e3", "a = 1000"),
        ])
    func values(written: String, text: String) throws { #expect(try Overrides([written]).text == text) }

    @Test(
        "what is no NAME=VALUE is refused",
        arguments: [
            ("epochs", "--set takes NAME=VALUE, such as epochs=5, but there is \"epochs\""),
            ("=5", "--set takes NAME=VALUE, such as epochs=5, but there is \"=5\""),
            ("3=5", "--set takes NAME=VALUE, such as epochs=5, but there is \"3=5\""),
            ("a b=5", "--set takes NAME=VALUE, such as epochs=5, but there is \"a b=5\""),
            ("a=", "--set takes a number, a text, true, false, none or a list for `a`, but there is \"\""),
            ("a=1 + 2", "--set takes a number, a text, true, false, none or a list for `a`, but there is \"1 + 2\""),
            ("a=f(0.1)", "--set takes a number, a text, true, false, none or a list for `a`, but there is \"f(0.1)\""),
            ("a=1; 2", "--set takes a number, a text, true, false, none or a list for `a`, but there is \"1; 2\""),
            ("a=b = 2", "--set takes a number, a text, true, false, none or a list for `a`, but there is \"b = 2\""),
        ])
    func whatIsRefused(text: String, sentence: String) {
        #expect { try Overrides([text]) } throws: { ($0 as? Overrides.Fault)?.sentence == sentence }
    }

    @Test(
        "a name that means nothing in the programs, and a value that fits nowhere, are told beforehand",
        arguments: [
            ("epohcs=5", "there is no argument or variable called `epohcs` to set; did you mean `epochs`?"),
            ("units=5", "there is no argument or variable called `units` to set; there are epochs, net, rate, title"),
            ("epochs=many", "`epochs` must be a whole number of 1 or more, but --set gives the text \"many\""),
            ("rate=many", nil), ("epochs=5", nil), ("rounds=5", nil), ("title=none", nil),
        ])
    func checkedBeforehand(text: String, sentence: String?) throws {
        let program = parse(
            Source(name: "cell 1", text: "rate = 3\n[train(rate, 30)]"), builtins: Self.builtins
        ).program
        let overrides = try Overrides([text])
        var found: String?
        do throws(Overrides.Fault) { try overrides.check(against: [program], Self.builtins) } catch {
            found = error.sentence
        }
        #expect(found == sentence)
    }

    @Test("a call knows the variable that its result is given to") func theTarget() {
        let builtins = Builtins([
            Builtin(
                "name", "Its target.", family: .notebook, [Parameter("x", .any, "any", default: Value.none)],
                examples: []
            ) { .text($0.target ?? "none") }
        ])
        func target(_ text: String) -> String? {
            var environment = Environment()
            let program = parse(Source(name: "cell 1", text: text), builtins: builtins).program
            return Evaluator(builtins: builtins).run(program, in: &environment, host: TestHost()).result?.text
        }
        #expect(target("run = name()") == "run")
        #expect(target("run = 3 |> name()") == "run")
        #expect(target("name()") == "none")
        #expect(target("run = name(name())") == "run")
        #expect(target("run = [name()]") == "[\"none\"]")
    }
}
