import Base
import Display
import Language
import Testing

@testable import Notebook

/// A notebook as a plain program, and back.
@Suite struct ScriptTests {
    private func script(_ text: String) -> String {
        let session = Session(Document(text), builtins: Fake.builtins)
        return Script.text(session.cells, seed: session.document.seed)
    }

    private func cells(_ script: String) -> [NotebookCell] {
        Session(Document(script: Array(script.utf8)), builtins: Fake.builtins).cells
    }

    @Test("cells stand behind marks, prose in comments") func cellsStandBehindMarks() {
        let text =
            "<!-- unroll 1 seed=5 -->\n# Title\n\nwords\n\n```unroll id=a check=\"rtol=0.02\" skip\na = 1\na\n```\n"
        #expect(
            script(text) == """
                #!/usr/bin/env -S unroll run
                # unroll 1 seed=5
                # unroll-output:script sha256=9be1ae0a72cd20140bd92edb9f59e5ee1ab6af5b620ca7b3afbb552ca71e64ac

                # %% [markdown]
                # # Title
                #
                # words

                # %% id=a check=rtol=0.02 skip
                a = 1
                a

                """)
    }

    @Test("reading it gives the same cells") func readingItGivesTheSameCells() {
        let text = """
            <!-- unroll 1 seed=5 -->
            # Title

            %% like a mark

            ```unroll id=a hide

            # %% like a mark too
            ``` ` `
            b = "# %%"

              # indented
            ```

            ```unroll
            ```

            ````unroll skip
            ```
            ````

            ```unroll
            unclosed
            """
        let before = Session(Document(text), builtins: Fake.builtins)
        let after = Session(Document(script: Array(script(text).utf8)), builtins: Fake.builtins)
        #expect(after.document.seed == 5)
        #expect(after.cells.map(\.kind) == before.cells.map(\.kind))
        #expect(after.cells.map(\.number) == before.cells.map(\.number))
        #expect(after.cells.map(\.options) == before.cells.map(\.options))
        let sources = zip(before.cells, after.cells).filter { $0.source != $1.source }
        #expect(
            sources.map(\.1.source) == [
                "# Title\n\n\\%% like a mark", "\n# # %% like a mark too\n``` ` `\nb = \"# %%\"\n\n  # indented",
            ])
    }

    @Test("a program without marks is one cell; Windows' line ends are line ends") func aProgramWithoutMarks() {
        #expect(cells("a = 1\r\na + 1\r\n").map(\.source) == ["a = 1\na + 1"])
        #expect(cells("#!/usr/bin/env -S unroll run\n# unroll 1 seed=3\n\n# words\n").isEmpty)
        #expect(cells("").isEmpty)
        #expect(cells("x = 1\n# %%\nx").map(\.source) == ["x = 1", "x"])
        #expect(Document(script: Array("# words\n# unroll 1 seed=3\n1".utf8)).seed == 3)
    }

    @Test("running it gives what running the notebook gives") func runningItGivesTheSame() {
        let folder = Folder()
        let text = """
            <!-- unroll 1 seed=9 -->
            # Title

            ```unroll id=a
            # %% a mark
            x = 4
            x + 1
            ```

            ```unroll skip
            fail()
            ```

            ```unroll
            print("one"); random()
            ```

            ```unroll
            ```

            ```unroll
            picture()
            ```

            ```unroll
            nowhere + x
            ```

            """
        let notebook = running(folder.file("n.unroll.md", text))
        let program = running(folder.file("n.unroll", script(text)))
        #expect(notebook.status == .failed && program.status == .failed)
        #expect(notebook.lines.contains("  9"))
        let expected = notebook.lines.map { $0 == "> # %% a mark" ? "> # # %% a mark" : $0 }
        #expect(Array(program.lines.dropFirst()) == Array(expected.dropFirst()))
    }

    private func running(_ path: String) -> (lines: [String], status: Runner.Status) {
        let lines = Lock<[String]>([])
        let runner = Runner(builtins: Fake.builtins) { line in lines.with { $0.append(line) } }
        let status = runner.run(path)
        return (lines.with { $0 }, status)
    }

    @Test("outputs are not kept in a script, whatever its name") func outputsAreNotKept() {
        let folder = Folder()
        let path = folder.file("program", "#!/usr/local/bin/unroll run\n1 + 1\n")
        let lines = Lock<[String]>([])
        let runner = Runner(builtins: Fake.builtins) { line in lines.with { $0.append(line) } }
        #expect(runner.run(path, saves: true) == .file)
        #expect(runner.check(path) == .file)
        #expect(lines.with { $0 }[0] == "\(path) is a script, which keeps no outputs; to run it: unroll run \(path)")
        #expect(folder.text("program") == "#!/usr/local/bin/unroll run\n1 + 1\n")
    }
}
