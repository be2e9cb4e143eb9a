/// What a source says: its tree as far as it could be read, and what it takes from elsewhere and gives to others.
package struct Parsed: Sendable {
    package let program: Program
    /// At most three; if there are any, the program is not to be run.
    package let diagnostics: [Diagnostic]
    /// Names it defines, and hidden ones such as "$seed" that its built-ins change.
    package var defines: Set<String> = []
    /// Names it reads before it defines them, and hidden ones such as "$seed".
    package var reads: Set<String> = []
    /// Names that stand in it, of values and of functions, whether they are defined in it or not.
    package var mentions: Set<String> = []
    /// Texts written out as arguments that name a file or data set, in order, each once.
    package var files: [String] = []
}

package func parse(_ source: Source, builtins: Builtins) -> Parsed {
    var parser = Parser(source, builtins: builtins)
    let (program, diagnostics) = parser.program()
    var parsed = Parsed(program: program, diagnostics: diagnostics)
    for statement in program.statements {
        parsed.follow(statement.value, builtins)
        parsed.mention(statement.value)
        parsed.defines.formUnion(statement.names.map(\.text))
    }
    return parsed
}

extension Parsed {
    fileprivate mutating func follow(_ expression: Expression, _ builtins: Builtins) {
        if case .name(let name) = expression.node, !defines.contains(name) { reads.insert(name) }
        guard case .call(let written) = expression.node else {
            for child in expression.node.children { follow(child, builtins) }
            return
        }
        let isDotted = written.dottedName(builtins) != nil
        let call = isDotted ? written.resolved(builtins, isDefined: defines.contains) : written
        for child in call.values.map(\.value) { follow(child, builtins) }
        guard let builtin = builtins[call.name.text] else { return }
        reads.formUnion(builtin.reads.map(hidden).filter { !defines.contains($0) })
        defines.formUnion(builtin.changes.map(hidden))
        for text in fileNames(call, builtin) where !files.contains(text) { files.append(text) }
    }

    fileprivate mutating func mention(_ expression: Expression) {
        switch expression.node {
        case .name(let name): mentions.insert(name)
        case .call(let call): mentions.insert(call.name.text)
        case .constant, .list, .negate, .binary, .member, .index: break
        }
        for child in expression.node.children { mention(child) }
    }

    private func hidden(_ name: String) -> String { name.hasPrefix("$") ? name : "$" + name }

    private func fileNames(_ call: CallSyntax, _ builtin: Builtin) -> [String] {
        let matched = try? Matching(call, builtin, in: program.source, subject: .inFront).slots
        return (matched ?? []).flatMap { $0.parameter.namesFile ? $0.given.flatMap(\.value.literalTexts) : [] }
    }
}

extension Expression {
    /// The text that is written out here, or those in a list.
    fileprivate var literalTexts: [String] {
        switch node {
        case .constant(.text(let text)): [text]
        case .list(let elements): elements.flatMap(\.literalTexts)
        default: []
        }
    }
}
