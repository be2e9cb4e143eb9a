import Testing

@testable import Language

@Suite struct ParserTests {
    @Test(
        "operators bind as the grammar says",
        arguments: [
            ("1 + 2 * 3", "(+ 1 (* 2 3))"),
            ("1 - 2 - 3", "(- (- 1 2) 3)"),
            ("8 / 4 / 2", "(/ (/ 8 4) 2)"),
            ("a @ b + c", "(+ (@ a b) c)"),
            ("2 ^ 3 ^ 2", "(^ 2 (^ 3 2))"),
            ("2 ** 3", "(^ 2 3)"),
            ("-2 ^ 2", "(neg (^ 2 2))"),
            ("2 ^ -2", "(^ 2 (neg 2))"),
            ("--2", "(neg (neg 2))"),
            ("-a.b", "(neg (. a b))"),
            ("2 * -3", "(* 2 (neg 3))"),
            ("1 + 2 == 3", "(== (+ 1 2) 3)"),
            ("a <= b - 1", "(<= a (- b 1))"),
            ("a ^ b[1]", "(^ a ([] b 1))"),
            ("a.b[1].c", "(. ([] (. a b) 1) c)"),
            ("f(1).b", "(. (call f 1) b)"),
            ("(1 + 2) * 3", "(* (+ 1 2) 3)"),
            ("a + b |> f()", "(pipe f (+ a b))"),
            ("a |> f() |> g(1)", "(pipe g (pipe f a) 1)"),
            ("f(a |> g(), b)", "(call f (pipe g a) b)"),
            ("[a |> g(), 2]", "(list (pipe g a) 2)"),
            ("x[a |> g()]", "([] x (pipe g a))"),
            ("(a |> f()) + 1", "(+ (pipe f a) 1)"),
        ]) func operatorsBindAsTheGrammarSays(text: String, tree: String)
    {
        #expect(outline(text) == tree)
    }

    @Test(
        "statements end at new lines and semicolons",
        arguments: [
            ("x = 1", "x := 1"), ("x <- 1", "x := 1"), ("a, b = f()", "a,b := (call f)"),
            ("a,b,c <- f()", "a,b,c := (call f)"),
            ("x=1;y=2", "x := 1\ny := 2"), ("\n\n x = 1 \n ; \n y = 2 ;", "x := 1\ny := 2"), ("", ""), ("\n;\n", ""),
            ("x = 1 # why", "x := 1"), ("# all\n#of it", ""), ("x = 1\r\ny = 2\r\n", "x := 1\ny := 2"),
        ]) func statementsEndAtNewLinesAndSemicolons(text: String, tree: String)
    {
        #expect(outline(text) == tree)
    }

    @Test(
        "new lines are skipped in brackets, after operators and before pipes",
        arguments: [
            ("x =\n 1", "x := 1"), ("1 +\n\n 2", "(+ 1 2)"), ("-\n2", "(neg 2)"), ("2 ^\n3", "(^ 2 3)"),
            ("a |>\n f()", "(pipe f a)"),
            ("a\n|> f()", "(pipe f a)"), ("a\n\n  # note\n  %>% f()\n  |> g()", "(pipe g (pipe f a))"),
            ("f(\n 1\n ,\n 2\n)", "(call f 1 2)"), ("[\n1,\n2,\n]", "(list 1 2)"),
            ("f(a\n|> g())", "(call f (pipe g a))"),
            ("(1\n+ 2)", "(+ 1 2)"), ("x[\n1\n]", "([] x 1)"), ("a\n- b", "a\n(neg b)"),
            ("f(1)\n[2]", "(call f 1)\n(list 2)"),
        ]) func newLinesAreSkippedInBracketsAfterOperatorsAndBeforePipes(text: String, tree: String)
    {
        #expect(outline(text) == tree)
    }

    @Test(
        "calls and lists take commas at the end",
        arguments: [
            ("f()", "(call f)"), ("f(1,)", "(call f 1)"), ("f(a = 1, 2, b = c)", "(call f a=1 2 b=c)"),
            ("[]", "(list)"),
            ("[1, 2,]", "(list 1 2)"), ("f(x == 1)", "(call f (== x 1))"), ("a.f(1)", "(dot f a 1)"),
            ("k.l.F(1)", "(dot F (. k l) 1)"),
            ("k::F(1)", "(dot F k 1)"), ("a$b", "(. a b)"), ("x |> k.F(1)", "Expected"),
            ("x |> keras.layers.F(1)", "(pipe F x 1)"),
        ]) func callsAndListsTakeCommasAtTheEnd(text: String, tree: String)
    {
        #expect(
            outline(text) == tree.replacing("Expected", with: "a pipe passes its value on to a call with parentheses"))
    }

    @Test(
        "both accents of constants, texts and numbers are read",
        arguments: [
            ("TRUE", "true"), ("True", "true"), ("true", "true"), ("FALSE", "false"), ("False", "false"),
            ("false", "false"),
            ("NULL", "none"), ("None", "none"), ("none", "none"), ("'a'", "\"a\""), ("\"it's\"", "\"it's\""),
            (#"'it\'s'"#, "\"it's\""), (#""a\tb\\n""#, #""a\tb\\n""#), (#""C:\data""#, #""C:\\data""#), ("10L", "10"),
            (".5", "0.5"), ("5.", "5"), ("1e3", "1000"), ("1.5E-3", "0.0015"),
            ("12345678901234567890", "1.2345678901234567e+19"),
        ]) func bothAccentsOfConstantsTextsAndNumbersAreRead(text: String, tree: String)
    {
        #expect(outline(text) == tree)
    }

    @Test("three statements at most are reported") func threeStatementsAtMostAreReported() {
        let parsed = parse(Source(name: "cell 1", text: "a b\nc d\nx = 1\ne f\ng h"), builtins: .fake)
        #expect(parsed.diagnostics.map { $0.labels[0].span.range.lowerBound } == [2, 6, 16])
    }

    @Test("a fault inside brackets is reported once") func aFaultInsideBracketsIsReportedOnce() {
        let parsed = parse(Source(name: "cell 1", text: "f(\n 1 2,\n 3 4\n)\nx = = 3"), builtins: .fake)
        #expect(parsed.diagnostics.count == 2)
    }

    @Test(
        "deep nesting is refused",
        arguments: [
            String(repeating: "(", count: 5000), String(repeating: "[", count: 5000),
            String(repeating: "f(", count: 5000),
            String(repeating: "-", count: 5000) + "1", String(repeating: "2^", count: 5000) + "1",
            "1" + String(repeating: "+1", count: 5000), "x" + String(repeating: ".a", count: 5000),
            "x" + String(repeating: "|> f()", count: 5000), "x" + String(repeating: "[1]", count: 5000),
        ]) func deepNestingIsRefused(text: String)
    {
        #expect(outline(text) == "this is nested too deeply")
    }

    @Test("an endless line is refused without reading it") func anEndlessLineIsRefusedWithoutReadingIt() {
        let text = String(repeating: "1+", count: 5_000_000)
        #expect(outline(text) == "the cell is too long: 10 MB, where 1 MB is the most")
    }

    @Test("a long list of numbers is read") func aLongListOfNumbersIsRead() {
        let text = "[" + String(repeating: "1.25, ", count: 20_000) + "]"
        guard
            case .list(let elements) = parse(Source(name: "", text: text), builtins: .fake).program.statements.first?
                .value.node
        else { return #expect(Bool(false), "no list was read") }
        #expect(elements.count == 20_000)
    }
}
