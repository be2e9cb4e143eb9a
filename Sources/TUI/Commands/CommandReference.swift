import Display
import Views

/// docs/keys.md: every key and command, written from the records. A test checks that the committed page is this one.
package func commandReference() -> String {
    let screen = NotebookCommand.onScreen.map { [code($0.keys.map($0.label)), code([$0.usage]), $0.summary] }
    let text = NotebookScreen.editHelp.map { [code([$0.keys]), $0.words] }
    let lines = NotebookCommand.inLines.map { command in
        [code([":" + command.usage]), code(command.aliases.map { ":" + $0 }), command.summary]
    }
    return [
        "# Keys and commands", "`unroll manual --keys` writes this page from the records of the commands.",
        "## On the screen, outside a cell's text",
        "The names work after `:`. Letters work with Alt in the text of a cell too, unless the text needs them itself.",
        table(["key", "command", "what it does"], screen),
        "## In the text of a cell", table(["key", "what it does"], text),
        "## In line mode",
        "`unroll repl FILE` takes these after a colon, and the keys of the screen, such as `:z`.",
        table(["command", "also", "what it does"], lines),
    ].joined(separator: "\n\n") + "\n"
}

private func code(_ words: [String]) -> String { words.map { "`\($0)`" }.joined(separator: ", ") }

private func table(_ head: [String], _ rows: [[String]]) -> String {
    let rule = head.map { _ in "---" }
    return ([head, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
}
