import TerminalKit
import TestKit
import Testing

/// What stands around the program: completion, manual page, installing.
struct InstallTests {
    let folder = Folder()

    @Test(
        "bash completes commands, formats and notebooks",
        arguments: [
            ("unroll exp", "export"), ("unroll export n.unroll.md --to ", "cast html ipynb keras script"),
            ("unroll export --to h", "html"), ("unroll check ", "n.unroll.md"),
            ("unroll run ", "a.unroll n.unroll.md"), ("unroll export n.unroll.md --ou", "--output"),
        ])
    func bashCompletes(line: String, expected: String) throws {
        for name in ["n.unroll.md", "a.unroll", "other.txt"] { try folder.write(name, "") }
        try folder.write("completions", try folder.unroll("--generate-completion-script", "bash").output)
        let script = """
            source completions
            COMP_LINE=$1 COMP_POINT=${#1}
            read -ra COMP_WORDS <<<"$1"
            case $1 in *' ') COMP_WORDS+=('') ;; esac
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _unroll unroll "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let program = try Program.run(
            ["bash", "-c", script, "bash", line], environment: ["PATH": try ExportTests.path()], folder: folder.path)
        let found = program.output.split(separator: "\n").sorted().joined(separator: " ")
        #expect(found == expected, "\(program.errors)")
    }

    @Test("the manual page names every command and option, and nothing in it is taken for another macro")
    func theManualPage() throws {
        let page = try folder.unroll("manual", "--man").output
        let lines = page.split(separator: "\n")
        #expect(lines[0].hasPrefix(".\\\" unroll-output:man-page sha256=") && lines[1].hasPrefix(".TH UNROLL 1 "))
        let macros = Set(lines.dropFirst().filter { $0.hasPrefix(".") }.map { $0.split(separator: " ")[0] })
        #expect(macros == [".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".br"])
        for command in ["open", "run", "check", "replay", "runs", "repl", "manual", "export"] {
            #expect(lines.contains(".SS \(command)"))
        }
        #expect(lines.contains("\\fB\\-\\-output\\fR, \\fB\\-o\\fR \\fIfile\\fR"))
        let run = "\\fBunroll run\\fR \\fIfile\\fR [\\fB\\-\\-write\\fR] [\\fB\\-\\-no\\-log\\fR]"
        #expect(lines.contains { $0.hasPrefix(run) })
        #expect(!page.contains("bench") && !page.contains("\u{2019}"))
    }

    @Test("installing puts everything below the prefix, and the program finds its data there")
    func installing() throws {
        let script = Repository.path + "/scripts/install"
        let program = try Program.run(
            ["bash", script, "place"], environment: ["UNROLL_BINARY": try Program.path(of: "unroll")],
            folder: folder.path)
        #expect(program.ending == .status(0), "\(program.errors)")
        let found = try Program.run(
            ["find", "place", "-type", "f", "-not", "-path", "*/unroll/*"], folder: folder.path)
        #expect(
            found.output.split(separator: "\n").sorted() == [
                "place/bin/unroll", "place/share/bash-completion/completions/unroll",
                "place/share/fish/vendor_completions.d/unroll.fish", "place/share/man/man1/unroll.1",
                "place/share/zsh/site-functions/_unroll",
            ])
        #expect(folder.read("place/share/zsh/site-functions/_unroll").hasPrefix("#compdef unroll"))
        try folder.notebook("n.md", "count(load(\"nile\"))")
        let run = try Program.run(["\(folder.path)/place/bin/unroll", "run", "n.md"], folder: folder.path)
        #expect(run.ending == .status(0) && run.output.hasSuffix("\n  100\n"))
        // Again, over what is there.
        let again = try Program.run(
            ["bash", script, "place"], environment: ["UNROLL_BINARY": try Program.path(of: "unroll")],
            folder: folder.path)
        #expect(again.ending == .status(0))
    }
}
