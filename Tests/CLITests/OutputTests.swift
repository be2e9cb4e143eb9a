import Foundation
import TerminalKit
import TestKit
import Testing

/// Files that commands write for the user: over nothing but what Unroll has written itself.
struct OutputTests {
    let folder = Folder()

    private static let cell = "run = fit(simple_rnn(2) |> dense(1), window([1, 2, 3, 4], length = 2), epochs = 1)"

    /// The command that writes `out`, and the files that it writes.
    struct Output: CustomTestStringConvertible {
        let command: [String]
        let files: [String]
        var testDescription: String { command.joined(separator: " ") }
    }

    static let all = [
        Output(command: ["export", "n.unroll.md", "--to", "ipynb", "-o", "out"], files: ["out"]),
        Output(command: ["export", "n.unroll.md", "--to", "html", "-o", "out"], files: ["out"]),
        Output(command: ["export", "n.unroll.md", "--to", "script", "-o", "out"], files: ["out"]),
        Output(command: ["export", "n.unroll.md", "--to", "cast", "-o", "out"], files: ["out"]),
        Output(
            command: ["export", "n.unroll.md", "--to", "keras", "-o", "out.py"], files: ["out.py", "out.safetensors"]),
        Output(command: ["manual", "out"], files: ["out"]),
        Output(command: ["manual", "--man", "out"], files: ["out"]),
    ]

    private func write(_ output: Output, _ more: String...) throws -> Program {
        try Program.run(["unroll"] + output.command + more, environment: Repository.data, folder: folder.path)
    }

    @Test("what unroll wrote it writes again, and the same bytes each time", arguments: all)
    func again(_ output: Output) throws {
        try folder.notebook("n.unroll.md", Self.cell)
        #expect(try write(output).ending == .status(0))
        let first = output.files.map(folder.bytes)
        #expect(try write(output).ending == .status(0))
        #expect(output.files.map(folder.bytes) == first)
        #expect(folder.names == (["n.unroll.md"] + output.files).sorted())
    }

    @Test("an older output of the same kind is replaced", arguments: all.dropLast(2))
    func older(_ output: Output) throws {
        try folder.notebook("n.unroll.md", Self.cell)
        #expect(try write(output).ending == .status(0))
        let first = output.files.map(folder.bytes)
        try folder.notebook("n.unroll.md", Self.cell.replacing("dense(1)", with: "dense(2) |> dense(1)"))
        #expect(try write(output).ending == .status(0))
        #expect(zip(output.files.map(folder.bytes), first).allSatisfy { $0 != $1 })
    }

    @Test("one byte that was changed makes it the user's, all of them stay, and --force replaces it", arguments: all)
    func edited(_ output: Output) throws {
        try folder.notebook("n.unroll.md", Self.cell)
        for file in output.files {
            #expect(try write(output, "--force").ending == .status(0))
            var bytes = folder.bytes(file)
            let place = bytes.count / 2
            bytes[place] ^= 1
            try folder.write(file, bytes: bytes)
            let others = output.files.filter { $0 != file }.map(folder.bytes)
            let refused = try write(output)
            #expect(refused.ending == .status(3) && refused.output == "")
            let isManual = output.command == ["manual", "out"]
            #expect(
                refused.errors
                    == (isManual
                        ? "unroll: out is a notebook, which is never replaced by something else; choose another name\n"
                        : "unroll: \(file) was changed after unroll wrote it; choose another name, or --force replaces it\n")
            )
            #expect(folder.bytes(file) == bytes)
            #expect(output.files.filter { $0 != file }.map(folder.bytes) == others)
            let forced = try write(output, "--force")
            #expect(forced.ending == .status(isManual ? 3 : 0))
            #expect((folder.bytes(file) == bytes) == isManual)
            if isManual { unlink(folder.path + "/out") }
        }
    }

    @Test("another program's file is replaced only by force, an empty one is free", arguments: all)
    func others(_ output: Output) throws {
        try folder.notebook("n.unroll.md", Self.cell)
        for file in output.files {
            try folder.write(file, "mine\n")
            let refused = try write(output)
            #expect(refused.ending == .status(3))
            #expect(
                refused.errors == "unroll: \(file) is there already, and unroll did not write it; choose another name, "
                    + "or --force replaces it\n")
            #expect(folder.read(file) == "mine\n")
            #expect(folder.names == ["n.unroll.md", file].sorted())
            #expect(try write(output, "--force").ending == .status(0))
            #expect(folder.read(file) != "mine\n")
            for name in output.files { unlink(folder.path + "/" + name) }
            try folder.write(file, "")
            #expect(try write(output).ending == .status(0))
            for name in output.files { unlink(folder.path + "/" + name) }
        }
    }

    @Test("another kind of output is not replaced: trained weights least of all") func otherKinds() throws {
        try folder.notebook("n.unroll.md", Self.cell + "\nsave_weights(run, \"out\")")
        #expect(try folder.unroll("run", "--allow-write", "n.unroll.md").ending == .status(0))
        let weights = folder.bytes("out.safetensors")
        #expect(weights.count > 100)
        #expect(try write(Self.all[4]).ending == .status(3))
        #expect(
            try folder.unroll("export", "n.unroll.md", "--to", "html", "-o", "out.safetensors").ending == .status(3))
        #expect(folder.bytes("out.safetensors") == weights)
        #expect(folder.names == ["n.unroll.md", "out.safetensors"])
        for (old, new) in [(0, 1), (1, 3), (3, 2), (2, 6), (6, 0)] {
            #expect(try write(Self.all[old], "--force").ending == .status(0))
            #expect(try write(Self.all[new]).ending == .status(3))
        }
    }

    @Test("a log of runs is exported again, and not over a file that is the user's") func runLogs() throws {
        try folder.notebook("n.unroll.md", Self.cell)
        let command = ["runs", "n.unroll.md", "--export", "out.sqlite"]
        let log = Output(command: command, files: ["out.sqlite"])
        for _ in 1...2 {
            #expect(try folder.unroll("run", "n.unroll.md").ending == .status(0))
            #expect(try write(log).ending == .status(0))
        }
        let bytes = folder.bytes("out.sqlite")
        try folder.write("out.sqlite", bytes: bytes + [0])
        let refused = try write(log)
        #expect(refused.ending == .status(3))
        #expect(
            refused.errors
                == "unroll: out.sqlite was changed after unroll wrote it; choose another name, or --force replaces it\n"
        )
        #expect(folder.bytes("out.sqlite") == bytes + [0])
        #expect(try write(log, "--force").ending == .status(0))
        #expect(folder.bytes("out.sqlite") == bytes)
        let notebook = try folder.unroll("runs", "n.unroll.md", "--export", "n.unroll.md", "--force")
        #expect(notebook.ending == .status(3) && notebook.errors.contains("n.unroll.md is a notebook"))
    }

    @Test("a notebook is never replaced, whatever it is called", arguments: all)
    func notebooks(_ output: Output) throws {
        try folder.notebook("n.unroll.md", Self.cell)
        for file in output.files {
            try folder.notebook(file, "1 + 1")
            let before = folder.bytes(file)
            for more in [[], ["--force"]] {
                let program = try Program.run(
                    ["unroll"] + output.command + more, environment: Repository.data, folder: folder.path)
                #expect(program.ending == .status(3))
                #expect(
                    program.errors
                        == "unroll: \(file) is a notebook, which is never replaced by something else; choose another name\n"
                )
            }
            #expect(folder.bytes(file) == before)
            unlink(folder.path + "/" + file)
        }
        // Without a cell it is one by its name.
        try folder.write("other.unroll.md", "# Notes\n")
        let program = try folder.unroll("manual", "other.unroll.md", "--force")
        #expect(program.ending == .status(3) && folder.read("other.unroll.md") == "# Notes\n")
    }

    @Test("links, folders and pipes are refused in words, and nothing waits", arguments: all)
    func noFiles(_ output: Output) throws {
        try folder.notebook("n.unroll.md", Self.cell)
        try folder.write("mine", "mine\n")
        for file in output.files {
            let path = folder.path + "/" + file
            for (kind, reason, endsWithForce) in [
                ("link", "is a link to another file; choose another name, or --force replaces the link", Int32(0)),
                ("folder", "it is a folder; the file is as it was", 3),
                ("pipe", "it is not a regular file; the file is as it was", 3),
            ] {
                switch kind {
                case "link": symlink("mine", path)
                case "folder": mkdir(path, 0o755)
                default: mkfifo(path, 0o644)
                }
                let program = try write(output)
                #expect(program.ending == .status(3) && program.errors.hasSuffix(reason + "\n"), "\(program.errors)")
                #expect(try write(output, "--force").ending == .status(endsWithForce))
                #expect(folder.read("mine") == "mine\n")
                _ = try Program.run(
                    ["rm", "-r"] + folder.names.filter { $0 != "mine" && $0 != "n.unroll.md" }, folder: folder.path)
            }
        }
    }

    @Test("a process that was killed while it wrote leaves nothing for long") func sweeping() throws {
        try folder.notebook("n.unroll.md", Self.cell)
        for name in [".out.999999999.saving", ".out.py.999999999.saving", ".out.safetensors.999999999.saving"] {
            try folder.write(name, "half")
        }
        for output in Self.all[3...4] { #expect(try write(output).ending == .status(0)) }
        #expect(folder.names == ["n.unroll.md", "out", "out.py", "out.safetensors"])
    }

    @Test("a table that another run of the program has saved is saved again, until it is edited")
    func tables() throws {
        try folder.notebook("n.unroll.md", "save([[1, 2]], \"m\")")
        #expect(try folder.unroll("run", "--allow-write", "n.unroll.md").ending == .status(0))
        try folder.notebook("n.unroll.md", "save([[3, 4]], \"m\")")
        let again = try folder.unroll("run", "--allow-write", "n.unroll.md")
        #expect(again.ending == .status(0), "this folder's file system has no attributes: \(again.output)")
        #expect(folder.read("m.csv") == "v1,v2\n3,4\n")
        try folder.write("m.csv", "v1,v2\n3,5\n")
        try folder.notebook("n.unroll.md", "save([[5, 6]], \"m\")")
        let refused = try folder.unroll("run", "--allow-write", "n.unroll.md")
        #expect(refused.ending == .status(2))
        #expect(refused.output.contains("error: cannot write \"m.csv\": it was changed after `save` wrote it"))
        #expect(folder.read("m.csv") == "v1,v2\n3,5\n")
    }
}
