/// The sentences about text that cannot be read as a program.
///
/// A head says what is there and what was needed, in less than 72 columns; a label makes sense alone and says what to
/// write where that is known.
extension Diagnostic {
    private static func at(_ span: Span, _ head: String, _ label: String, notes: [String] = []) -> Diagnostic {
        Diagnostic(head, labels: [Label(span, label)], notes: notes)
    }

    // MARK: habits of other languages

    static func command(_ span: Span, _ label: String) -> Diagnostic {
        at(span, "this looks like a command; functions here use parentheses", label.clipped(67))
    }

    static func foreignStatement(_ span: Span, _ word: String, advice: String) -> Diagnostic {
        switch word {
        case "import", "from", "library", "require":
            at(span, "nothing needs to be loaded: all functions are there", advice)
        case "for", "while":
            at(span, "there are no loops here, but this starts with `\(word)`", advice)
        case "if", "else", "elif":
            at(span, "there are no conditions here, but this starts with `\(word)`", advice)
        default:
            at(span, "there is no `\(word)` here", advice)
        }
    }

    static func foreignWord(_ span: Span, _ word: String) -> Diagnostic {
        at(span, "there is no `\(word)` here", "one value or one comparison at a time")
    }

    static func foreignSign(_ span: Span, _ sign: String, advice: String) -> Diagnostic {
        at(span, "`\(sign)` means nothing here", advice)
    }

    static func arrowInArgument(_ span: Span, _ name: String) -> Diagnostic {
        at(span, "an argument is given with =, but this is <-", "write: \(name.clipped(30)) = …")
    }

    // MARK: strays

    static func typographicQuotes(_ span: Span, inside text: String) -> Diagnostic {
        at(span, "texts stand in plain quotes, but these are typographic ones", "write \"\(text.clipped(40))\"")
    }

    static func oddSpace(_ span: Span, _ scalar: Unicode.Scalar) -> Diagnostic {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
        return scalar.properties.isWhitespace
            ? at(span, "there is an invisible character that is no plain space (\(code))", "write a plain space here")
            : at(span, "there is an invisible character (\(code))", "leave it out")
    }

    static func lookalike(_ span: Span, _ sign: String, plain: String) -> Diagnostic {
        at(span, "`\(sign)` is a typographic sign, where a plain one is needed", "write \(plain)")
    }

    static func strayCharacter(_ span: Span, _ sign: String) -> Diagnostic {
        at(
            span, "there is a character that means nothing here: \(sign.clipped(8))",
            "leave it out, or put it in quotes")
    }

    static func unclosedText(_ span: Span, quote: String) -> Diagnostic {
        let start = span.range.lowerBound
        return at(
            Span(span.source, start..<start + 1), "a text starts here and does not end on this line",
            "a closing \(quote) is missing")
    }

    static func numberTooLarge(_ span: Span) -> Diagnostic {
        at(span, "this number is too large", "the largest is about 1.8e308")
    }

    // MARK: brackets and commas

    static func unclosed(_ span: Span, _ opener: String, closer: String) -> Diagnostic {
        at(span, "a bracket is opened and never closed", "this \(opener) needs a \(closer)")
    }

    static func nothingToClose(_ span: Span, _ closer: String) -> Diagnostic {
        let opener = closer == ")" ? "(" : "["
        return at(span, "a bracket is closed that was never opened", "there is no \(opener) for this \(closer)")
    }

    static func closedByOther(
        _ opening: Span, _ opener: String, _ closing: Span, _ found: String, closer: String
    ) -> Diagnostic {
        Diagnostic(
            "a bracket opened by \(opener) is closed by \(found)",
            labels: [Label(opening, "opened here", isFault: false), Label(closing, "write \(closer)")])
    }

    static func commaMissing(_ span: Span) -> Diagnostic {
        at(span, "two values stand side by side without a comma", "a comma is missing before this")
    }

    static func assignMissing(_ span: Span, _ name: String, _ value: String) -> Diagnostic {
        at(span, "a name and a value stand side by side", "write: \(name.clipped(30)) = \(value.clipped(30))")
    }

    static func twoValues(_ span: Span) -> Diagnostic {
        at(span, "two values stand side by side", "write it on a line of its own, or an operator before it")
    }

    static func numberBeforeName(_ span: Span, number: String, name: String) -> Diagnostic {
        at(
            span, "a number and a name stand side by side",
            "to multiply, write \(number.clipped(20)) * \(name.clipped(20))")
    }

    static func commaOutsideList(_ span: Span) -> Diagnostic {
        at(span, "a comma stands between arguments or in a list only", "a list is written in [ ]")
    }

    static func nameOutsideCall(_ span: Span) -> Diagnostic {
        at(span, "only the arguments of a call have names", "to compare, write ==")
    }

    static func notCallable(_ span: Span) -> Diagnostic {
        at(span, "only a name can be called", "to pass a value on, write: value |> name(…)")
    }

    // MARK: values and names that are missing

    static func valueMissing(_ span: Span, after word: String) -> Diagnostic {
        at(
            span, word.isEmpty ? "a value is missing" : "a value is missing after `\(word.clipped(20))`",
            "write a value here")
    }

    static func valueMissing(_ span: Span, before word: String) -> Diagnostic {
        at(span, "a value is missing before `\(word.clipped(20))`", "write a value before this")
    }

    static func nameMissing(_ span: Span, before word: String) -> Diagnostic {
        at(span, "a name is missing before `\(word)`", "write: name \(word) …")
    }

    static func nameNeededAfterDot(_ span: Span) -> Diagnostic {
        at(span, "a name is missing after the dot", "write the name of a column or part")
    }

    static func onlyNamesAreAssigned(_ span: Span) -> Diagnostic {
        at(span, "only a plain name can be given a value: values never change", "write: name = …")
    }

    static func dottedName(_ span: Span, _ name: String, isArgument: Bool) -> Diagnostic {
        let head = "only a plain name can be given a value: values never change"
        return at(
            span, isArgument ? "the name of an argument has no dots" : head, "write: \(name.clipped(40)) = …")
    }

    static func plusInFront(_ span: Span) -> Diagnostic {
        at(span, "a + stands between two values only", "leave the + out")
    }

    static func chainedComparison(_ span: Span) -> Diagnostic {
        at(span, "two values are compared at a time", "a second comparison starts here")
    }

    static func cannotGoOn(_ span: Span, _ word: String) -> Diagnostic {
        at(span, "the line cannot go on with `\(word.clipped(20))`", "this has no meaning here")
    }

    // MARK: pipes

    static func pipeNeedsCall(_ span: Span, got word: String) -> Diagnostic {
        at(span, "a pipe passes its value on to a function", "write a call here, such as name(…)")
    }

    static func pipeNeedsParentheses(_ span: Span, _ name: String) -> Diagnostic {
        at(span, "a pipe passes its value on to a call with parentheses", "write \(name.clipped(40))()")
    }

    static func pipeNeedsBrackets(_ span: Span) -> Diagnostic {
        at(span, "this stands right behind a pipe", "put the pipe in parentheses first: (a |> f())")
    }

    // MARK: limits

    static func sourceTooLong(_ span: Span, _ count: Int) -> Diagnostic {
        Diagnostic(
            "the cell is too long: \(count / 1_000_000) MB, where 1 MB is the most",
            notes: ["keep data in a file of its own and load it from there"])
    }

    static func tooDeep(_ span: Span) -> Diagnostic {
        at(span, "this is nested too deeply", "give a part of it a name of its own")
    }
}
