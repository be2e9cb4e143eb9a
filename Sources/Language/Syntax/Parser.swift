/// Reads tokens into a tree, one function for each rule of the grammar; the binary operators share a table.
///
/// The first thing wrong in a statement ends it with a message, and reading goes on with the next one.
struct Parser {
    /// More brackets, signs or powers inside one another are refused, and so are longer chains of operators or pipes.
    static let deepest = (nesting: 64, chain: 200)
    static let longestSource = 1_000_000

    let source: Source
    let bytes: [UInt8]
    let builtins: Builtins
    let tokens: [Token]
    private(set) var position = 0
    /// The brackets that are open; a new line counts for nothing inside them.
    private(set) var openers: [Token] = []
    private var nesting = 0

    init(_ source: Source, builtins: Builtins) {
        self.source = source
        self.builtins = builtins
        bytes = Array(source.text.utf8)
        tokens =
            bytes.count > Parser.longestSource
            ? [Token(kind: .end, range: 0..<0)] : Lexer.tokens(of: bytes).filter { $0.kind != .comment }
    }

    /// program = { NL } [ statement { sep statement } [ sep ] ]
    mutating func program() -> (Program, [Diagnostic]) {
        var statements: [Statement] = []
        var diagnostics: [Diagnostic] = []
        if bytes.count > Parser.longestSource { diagnostics.append(.sourceTooLong(span(0..<0), bytes.count)) }
        skipSeparators()
        while current.kind != .end, diagnostics.count < 3 {
            do throws(Diagnostic) {
                statements.append(try statement())
                guard isAtSeparator else { throw unexpected() }
            } catch {
                diagnostics.append(error)
                recover()
            }
            skipSeparators()
        }
        return (Program(source: source, statements: statements), diagnostics)
    }

    /// statement = [ names ( "=" | "<-" ) ] pipe
    private mutating func statement() throws(Diagnostic) -> Statement {
        let start = current.range.lowerBound
        if let habit = foreignStatement() { throw habit }
        let names = assignedNames()
        let value = try pipe()
        return Statement(names: names, value: value, range: start..<value.range.upperBound)
    }

    /// names = NAME { "," NAME }, taken only if an assignment follows.
    private mutating func assignedNames() -> [Name] {
        var names: [Name] = []
        var ahead = position
        while tokens[ahead].kind == .name {
            names.append(name(of: tokens[ahead]))
            let next = tokens[ahead + 1]
            if next.is(.assign) || next.is(.arrow) {
                position = ahead + 2
                skipNewlines()
                return names
            }
            guard next.is(.comma) else { break }
            ahead += 2
        }
        return []
    }

    /// pipe = compare { ( "|>" | "%>%" ) call }
    private mutating func pipe() throws(Diagnostic) -> Expression {
        var value = try binary(0)
        while isAtPipe() {
            advance()
            skipNewlines()
            value = try piped(into: value)
        }
        return value
    }

    private mutating func piped(into subject: Expression) throws(Diagnostic) -> Expression {
        guard current.kind == .name else { throw .pipeNeedsCall(spanHere, got: wordHere) }
        while Foreign.modules.contains(text(current)), tokens[position + 1].is(.dot) || tokens[position + 1].is(.scope)
        {
            advance()
            advance()
        }
        let name = name(of: current)
        let after = tokens[position + 1]
        guard current.kind == .name, after.is(.openRound) else {
            if after.startsWord {
                advance()
                throw unexpected()
            }
            throw .pipeNeedsParentheses(spanHere, name.text)
        }
        advance()
        return try call(name, subject: .init(style: .pipe, value: subject))
    }

    /// compare, sum and term, weakest first. Only comparisons cannot be chained.
    private static let levels: [[Token.Symbol: String]] = [
        [.equal: "==", .notEqual: "!=", .less: "<", .atMost: "<=", .greater: ">", .atLeast: ">="],
        [.plus: "+", .minus: "-"],
        [.star: "*", .slash: "/", .at: "@"],
    ]

    private mutating func binary(_ level: Int) throws(Diagnostic) -> Expression {
        guard level < Parser.levels.count else { return try factor() }
        var left = try binary(level + 1)
        var count = 0
        while case .symbol(let symbol) = current.kind, let sign = Parser.levels[level][symbol] {
            if level == 0, count > 0 { throw .chainedComparison(spanHere) }
            count += 1
            let infix = Expression.Infix(text: sign, range: current.range)
            advance()
            skipNewlines()
            let right = try binary(level + 1)
            left = try expression(.binary(infix, left, right), left.range.lowerBound..<right.range.upperBound)
        }
        return left
    }

    /// factor = "-" factor | power. A plus sign in front is not part of the grammar.
    private mutating func factor() throws(Diagnostic) -> Expression {
        guard current.is(.minus) else { return try power() }
        let start = current.range.lowerBound
        try enter()
        advance()
        skipNewlines()
        let value = try factor()
        nesting -= 1
        return try expression(.negate(value), start..<value.range.upperBound)
    }

    /// power = postfix [ ( "^" | "**" ) factor ]
    private mutating func power() throws(Diagnostic) -> Expression {
        let base = try postfix()
        guard current.is(.caret) || current.is(.starStar) else { return base }
        let infix = Expression.Infix(text: "^", range: current.range)
        try enter()
        advance()
        skipNewlines()
        let exponent = try factor()
        nesting -= 1
        return try expression(.binary(infix, base, exponent), base.range.lowerBound..<exponent.range.upperBound)
    }

    /// postfix = primary { "." NAME | "[" pipe "]" }; a call after the dot takes the value as its first argument.
    private mutating func postfix() throws(Diagnostic) -> Expression {
        var value = try primary()
        while true {
            let start = value.range.lowerBound
            if current.is(.dot) || current.is(.scope) || current.is(.dollar) {
                advance()
                guard current.kind == .name else { throw .nameNeededAfterDot(spanHere) }
                let name = name(of: current)
                advance()
                if current.is(.openRound) {
                    value = try call(name, subject: .init(style: .dot, value: value))
                } else {
                    value = try expression(.member(value, name), start..<name.range.upperBound)
                }
            } else if current.is(.openSquare) {
                let (index, end) = try bracketed { parser throws(Diagnostic) in try parser.pipe() }
                value = try expression(.index(value, index), start..<end)
            } else {
                return value
            }
        }
    }

    /// primary = call | NAME | NUMBER | STRING | CONST | list | "(" pipe ")"
    private mutating func primary() throws(Diagnostic) -> Expression {
        let token = current
        switch token.kind {
        case .name:
            if let habit = foreignFunction() { throw habit }
            advance()
            return current.is(.openRound)
                ? try call(name(of: token), subject: nil) : try expression(.name(text(token)), token.range)
        case .number:
            advance()
            return try expression(.constant(.number(Literal.number(in: bytes[token.range]))), token.range)
        case .text:
            advance()
            return try expression(.constant(.text(Literal.text(in: bytes[token.range]))), token.range)
        case .constant(let constant):
            advance()
            let value: Value =
                switch constant {
                case .yes: .bool(true)
                case .no: .bool(false)
                case .none: .none
                }
            return try expression(.constant(value), token.range)
        case .symbol(.openSquare):
            return try list()
        case .symbol(.openRound):
            let (value, end) = try bracketed { parser throws(Diagnostic) in try parser.pipe() }
            return Expression(value.node, token.range.lowerBound..<end)
        case .symbol, .newline, .comment, .stray, .end:
            throw valueMissing()
        }
    }

    /// list = "[" [ pipe { "," pipe } [ "," ] ] "]"
    private mutating func list() throws(Diagnostic) -> Expression {
        let start = current.range.lowerBound
        let (elements, end) = try bracketed { parser throws(Diagnostic) in
            try parser.separated { parser throws(Diagnostic) in try parser.pipe() }
        }
        return try expression(.list(elements), start..<end)
    }

    /// call = NAME "(" [ arg { "," arg } [ "," ] ] ")", from the parenthesis on.
    private mutating func call(_ name: Name, subject: CallSyntax.Subject?) throws(Diagnostic) -> Expression {
        let (arguments, end) = try bracketed { parser throws(Diagnostic) in
            try parser.separated { parser throws(Diagnostic) in try parser.argument() }
        }
        let call = CallSyntax(
            name: name, subject: subject, arguments: arguments, range: name.range.lowerBound..<end)
        return try expression(.call(call), (subject?.value.range.lowerBound ?? name.range.lowerBound)..<end)
    }

    /// arg = [ NAME "=" ] pipe
    private mutating func argument() throws(Diagnostic) -> CallSyntax.Argument {
        var name: Name?
        if current.kind == .name {
            let start = position
            let token = current
            advance()
            if current.is(.arrow) { throw .arrowInArgument(spanHere, text(token)) }
            if current.is(.assign) {
                name = self.name(of: token)
                advance()
            } else {
                position = start
            }
        }
        return CallSyntax.Argument(name: name, value: try pipe())
    }

    /// Items between commas up to the closing bracket; the last may be followed by a comma.
    private mutating func separated<Item>(
        _ item: (inout Parser) throws(Diagnostic) -> Item
    ) throws(Diagnostic) -> [Item] {
        var items: [Item] = []
        while !isAtCloser {
            items.append(try item(&self))
            guard current.is(.comma) else { break }
            advance()
        }
        return items
    }

    /// What stands in the brackets that open here, and where they end.
    private mutating func bracketed<Content>(
        _ content: (inout Parser) throws(Diagnostic) -> Content
    ) throws(Diagnostic) -> (Content, end: Int) {
        let opener = current
        try enter()
        openers.append(opener)
        advance()
        let inside = try content(&self)
        guard current.is(opener.is(.openRound) ? .closeRound : .closeSquare) else { throw unexpected() }
        openers.removeLast()
        nesting -= 1
        let end = current.range.upperBound
        advance()
        return (inside, end)
    }

    // MARK: moving

    var current: Token { tokens[position] }

    private mutating func advance() {
        if position < tokens.count - 1 { position += 1 }
        if !openers.isEmpty { skipNewlines() }
    }

    private mutating func skipNewlines() {
        while current.kind == .newline { position += 1 }
    }

    private mutating func skipSeparators() {
        while current.kind == .newline || current.is(.semicolon) { position += 1 }
    }

    private var isAtSeparator: Bool { current.kind == .newline || current.is(.semicolon) || current.kind == .end }
    var isAtCloser: Bool { current.is(.closeRound) || current.is(.closeSquare) }

    /// Whether a pipe comes next, here or at the start of the next line that has anything on it.
    private mutating func isAtPipe() -> Bool {
        var ahead = position
        while tokens[ahead].kind == .newline { ahead += 1 }
        guard tokens[ahead].is(.pipe) || tokens[ahead].is(.rPipe) else { return false }
        position = ahead
        return true
    }

    /// Leaves the statement that went wrong: on to the next line outside its brackets. A bracket that was never closed
    /// ends where a line starts with something that cannot go on inside it.
    private mutating func recover() {
        let isUnclosed = openers.last.map { $0.range.upperBound < lineStart(of: current) } ?? false
        var depth = openers.count
        openers = []
        nesting = 0
        if isUnclosed, current.kind != .end, position > 0, isFirstOnLine { return }
        while current.kind != .end, !(depth <= 0 && isAtSeparator) {
            if current.is(.openRound) || current.is(.openSquare) { depth += 1 }
            if isAtCloser { depth -= 1 }
            position += 1
        }
    }

    // MARK: making

    func span(_ range: Range<Int>) -> Span { Span(source, range) }
    var spanHere: Span { span(current.range) }
    func text(_ token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }
    private func name(of token: Token) -> Name { Name(text: text(token), range: token.range) }
    var wordHere: String { text(current) }

    private func expression(_ node: Expression.Node, _ range: Range<Int>) throws(Diagnostic) -> Expression {
        let expression = Expression(node, range)
        guard expression.depth <= Parser.deepest.chain else {
            throw .tooDeep(span(range.lowerBound..<range.lowerBound))
        }
        return expression
    }

    private mutating func enter() throws(Diagnostic) {
        nesting += 1
        guard nesting <= Parser.deepest.nesting else { throw .tooDeep(spanHere) }
    }
}
