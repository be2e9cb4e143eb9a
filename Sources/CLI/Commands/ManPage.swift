import ArgumentParser
import FoundationEssentials
import Notebook

/// The manual page of the command, in the macros of man(7), from what the commands say of themselves.
struct ManPage {
    private let tool: Command

    init() throws {
        tool = try JSONDecoder().decode(Tool.self, from: Data(Unroll._dumpHelp().utf8)).command
    }

    var text: String {
        let commands = (tool.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
        let parts = [
            ".\\\" \(OutputMark.open(.manPage))",
            ".TH UNROLL 1 \(Self.date) \"unroll \(Unroll.version)\"",
            ".SH NAME\nunroll \\- \(RoffText.escaped(tool.abstract ?? ""))",
            ".SH SYNOPSIS\n" + commands.map(Self.usage).joined(separator: "\n.br\n"),
            ".SH DESCRIPTION\n" + Self.paragraphs(Self.description),
            ".SH COMMANDS\n" + commands.map(Self.section).joined(separator: "\n"),
            ".SH EXIT STATUS\n" + Self.list(Self.statuses), ".SH ENVIRONMENT\n" + Self.list(Self.variables),
            ".SH FILES\n" + Self.list(Self.files),
        ]
        return OutputMark.sealed(parts.joined(separator: "\n") + "\n", .manPage)
    }

    /// `unroll run [--write] file`
    private static func usage(_ command: Command) -> String {
        let words = command.shown.map { argument -> String in
            let value = argument.takesValue ? "\\fI\(RoffText.escaped(argument.valueName ?? ""))\\fR" : ""
            let name = argument.names?.first { $0.kind == "long" } ?? argument.names?.first
            let option = name.map { "\\fB\(RoffText.escaped($0.written))\\fR" }
            let text = [option, value.isEmpty ? nil : value].compactMap { $0 }.joined(separator: " ")
            return argument.isOptional ? "[\(text)]" : text
        }
        return (["\\fBunroll \(RoffText.escaped(command.commandName))\\fR"] + words).joined(separator: " ")
    }

    private static func section(_ command: Command) -> String {
        let options = command.shown.map { argument -> (String, String) in
            let names = (argument.names ?? []).map { "\\fB\(RoffText.escaped($0.written))\\fR" }.joined(separator: ", ")
            let value = argument.takesValue ? "\\fI\(RoffText.escaped(argument.valueName ?? ""))\\fR" : ""
            let values = argument.allValues.map { " One of: \($0.joined(separator: ", "))." } ?? ""
            let usual = argument.defaultValue.map { " Without it \($0)." } ?? ""
            return (
                [names, value].filter { !$0.isEmpty }.joined(separator: " "), (argument.abstract ?? "") + values + usual
            )
        }
        let items = options.map { ".TP\n\($0.0)\n\(RoffText.escaped($0.1))" }
        let words = paragraphs([command.abstract, command.discussion].compactMap { $0 }.joined(separator: "\n\n"))
        return ([".SS \(command.commandName)", words] + items).joined(separator: "\n")
    }

    private static func list(_ items: [(name: String, words: String)]) -> String {
        items.map { ".TP\n.B \(RoffText.escaped($0.name))\n\(RoffText.escaped($0.words))" }.joined(separator: "\n")
    }

    /// An empty line begins a paragraph; one of lines `word  what it means` is a list, and other lines stay lines.
    private static func paragraphs(_ text: String) -> String {
        text.split(separator: "\n\n").map(String.init).reduce("") { page, paragraph in
            let lines = paragraph.split(separator: "\n")
            let items = lines.compactMap { line in
                line.firstRange(of: "  ").map { gap in
                    (name: String(line[..<gap.lowerBound]), words: String(line[gap.upperBound...].drop { $0 == " " }))
                }
            }
            if items.count == lines.count { return page + "\n" + list(items) }
            let words = lines.map { RoffText.escaped(String($0)) }.joined(separator: "\n.br\n")
            return page + (page.isEmpty ? "" : "\n.PP\n") + words
        }
    }
}

/// What the page says besides the commands.
extension ManPage {
    /// When the words below were written.
    private static let date = "2026-11-26"

    private static let description = """
        A notebook is an ordinary Markdown file with cells in a small language: load data, cut it into windows, \
        describe layers, fit, look inside. `unroll` FILE opens it; F1 lists the keys. `unroll manual` explains the \
        language, and help("fit") in a cell one of its words.
        """

    private static let statuses = [
        ("0", "Done, or nothing differs."), ("1", "A check differs."), ("2", "A cell failed."),
        ("3", "The command line or a file."), ("130", "Stopped."),
    ]

    private static let variables = [
        ("UNROLL_DATASETS", "A folder in which load finds data sets, after the notebook's own."),
        ("UNROLL_ASCII", "Set to 1: draw with plain characters only."),
        ("NO_COLOR", "Set to anything: draw without colours."),
    ]

    private static let files = [
        (".NAME.swap", "Beside an open notebook: who has it open, and what is not saved."),
        ("~/.local/state/unroll", "The same where the notebook's folder takes no files."),
        ("~/.unroll_history", "What was typed in the REPL."),
    ]
}

/// What the parser tells of its commands, as far as it is used here.
private struct Tool: Decodable { var command: Command }

private struct Command: Decodable {
    var commandName: String
    var abstract, discussion: String?
    var shouldDisplay: Bool
    var arguments: [Argument]?
    var subcommands: [Command]?

    /// Without those that every command has.
    var shown: [Argument] {
        (arguments ?? []).filter { $0.shouldDisplay && $0.valueName != "help" && $0.valueName != "version" }
    }
}

private struct Argument: Decodable {
    struct Name: Decodable {
        var kind, name: String
        var written: String { (kind == "long" ? "--" : "-") + name }
    }
    var kind: String
    var valueName, abstract, defaultValue: String?
    var names: [Name]?
    var allValues: [String]?
    var isOptional, shouldDisplay: Bool

    var takesValue: Bool { kind != "flag" }
}
