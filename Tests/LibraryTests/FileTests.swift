import Datasets
import Foundation
import Sandbox
import Testing

@testable import Library

@Test("a binary file and a folder are named as what they are")
func aBinaryFileAndAFolderAreNamedAsWhatTheyAre() throws {
    var bench = Bench()
    defer { bench.close() }
    let folder = URL(fileURLWithPath: bench.host.folder)
    try Data([0x7F, 0x45, 0, 1]).write(to: folder.appendingPathComponent("program.csv"))
    try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("data"), withIntermediateDirectories: true)
    #expect(bench.text("load(\"program.csv\")").hasPrefix("error: \"program.csv\" is not a text file"))
    #expect(bench.text("load(\"data\")").hasPrefix("error: \"data\" is a folder, not a file"))
}

@Test("broken UTF-8 is read with a warning") func brokenUTF8IsReadWithAWarning() throws {
    var bench = Bench()
    defer { bench.close() }
    let url = URL(fileURLWithPath: bench.host.folder + "/names.csv")
    try Data(Array("name,n\n".utf8) + [0xFF, 0x41] + Array(",1\n".utf8)).write(to: url)
    #expect(bench.text("load(\"names.csv\").n[1]") == "1")
    #expect(bench.host.notes.first?.head == "\"names.csv\" is not UTF-8 everywhere: line 2")
}

@Test("what is saved can be loaded again") func whatIsSavedCanBeLoadedAgain() throws {
    var bench = Bench()
    defer { bench.close() }
    #expect(bench.text("save([[1, 2.5], [3, 4]], \"m\")") == "saved m.csv: 3 lines")
    #expect(bench.text("check(tensor(load(\"m\")), [[1, 2.5], [3, 4]])").hasPrefix("same"))
    // Nothing but the file itself is left behind.
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.host.folder) == ["m.csv"])
}

@Test("a file beside the notebook comes before the data set of that name")
func aFileBesideTheNotebookComesBeforeTheDataSetOfThatName() {
    var bench = Bench(files: ["nile.csv": "flow\n1\n2\n"])
    defer { bench.close() }
    #expect(bench.text("load(\"nile\").flow") == "series flow: 2 values, 1 2")
}

@Test("the seed of the notebook decides where none is given") func theSeedOfTheNotebookDecidesWhereNoneIsGiven() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run("seed(7)")
    #expect(bench.host.seed == 7)
}

@Test("what lies outside the notebook's folder is refused, with the command line that allows it")
func whatLiesOutsideTheNotebooksFolderIsRefused() throws {
    var bench = Bench(files: ["a.csv": "x\n1\n"])
    defer { bench.close() }
    symlink("/etc/passwd", bench.host.folder + "/link.csv")
    #expect(
        bench.text("load(\"/etc/passwd\")") == """
            error: "/etc/passwd" lies outside what this notebook may read
              cell 1, line 1
              |
            1 | load("/etc/passwd")
              |      ^^^^^^^^^^^^^ cells read the notebook's folder and the data sets
              |
              to allow it: unroll run --allow-read /etc n.unroll.md
            """)
    for source in [
        "load(\"link.csv\")", "load(\"..\")", "load(\"../nothing.csv\")",
        "load_weights(dense(1), \"/etc/x\", input = [2])",
    ] {
        #expect(bench.text(source).contains("lies outside what this notebook may read"), "\(source)")
    }
    #expect(bench.text("load(\".hidden.csv\")").hasPrefix("error: cannot find the data"))
    #expect(dataFile("/etc/passwd", bench.host.access) == nil)
    #expect(dataFile("link.csv", bench.host.access) == nil)
    #expect(!dataNames(bench.host.access).contains("link"))
}

@Test("what a cell has saved it saves again, until something else has changed it, and says what to do then")
func whatACellHasSavedItSavesAgain() throws {
    var bench = Bench()
    defer { bench.close() }
    let folder = bench.host.folder
    for name in ["m.csv", "m.txt"] {
        #expect(bench.text("save([[1, 2]], \"\(name)\")") == "saved \(name): 2 lines")
        #expect(bench.text("save([[3, 4], [5, 6]], \"\(name)\")") == "saved \(name): 3 lines")
    }
    try Data("v1,v2\n3,5\n5,6\n".utf8).write(to: URL(filePath: folder + "/m.csv"))
    #expect(
        bench.text("save([[7, 8]], \"m.csv\")") == """
            error: cannot write "m.csv": it was changed after `save` wrote it
              cell 5, line 1
              |
            1 | save([[7, 8]], "m.csv")
              |                ^^^^^^^ nothing was changed
              |
              choose another name, or delete the file first
            """)
    #expect(try String(contentsOfFile: folder + "/m.csv", encoding: .utf8) == "v1,v2\n3,5\n5,6\n")
    unlink(folder + "/m.csv")
    #expect(bench.text("save([[7, 8]], \"m.csv\")") == "saved m.csv: 2 lines")
}

@Test("checkpoints are written again and again, and not over weights or a file of the user's")
func checkpointsAreWrittenAgain() throws {
    var bench = Bench(files: ["mine.safetensors": "mine"])
    defer { bench.close() }
    _ = bench.run(
        "w = window([1, 2, 3, 4], length = 1)\nnet = simple_rnn(1) |> dense(1)\nrun = fit(net, w, epochs = 3, checkpoint = \"c\")"
    )
    #expect(bench.text("save_checkpoint(run, \"c\")") == "saved c.safetensors: a run of 3 epochs, 5 weights")
    #expect(bench.text("save_weights(run, \"c\")").contains("there is a file that `save_weights` did not write"))
    #expect(
        bench.text("save_checkpoint(run, \"mine\")").contains("there is a file that `save_checkpoint` did not write"))
    #expect(bench.text("fit(net, w, epochs = 1, checkpoint = \"mine\")").contains("cannot write \"mine.safetensors\""))
    #expect(bench.text("load_checkpoint(net, \"c\", input = w).epochs") == "3")
    #expect(try String(contentsOfFile: bench.host.folder + "/mine.safetensors", encoding: .utf8) == "mine")
}

@Test("a column's name with a comma in it is one cell of what is saved") func namesInSavedTables() {
    var bench = Bench(files: ["t.csv": "\"a,b\",\"c\"\"d\"\n1,2\n3,4\n"])
    defer { bench.close() }
    _ = bench.run("t = load(\"t\")\nsave(t, \"copy\")")
    #expect(bench.text("columns(load(\"copy\"))") == bench.text("columns(t)"))
}

@Test("data sets of a folder above the notebook's are not found") func dataSetsOfAFolderAbove() throws {
    var bench = Bench()
    defer { bench.close() }
    let above = bench.host.folder
    try FileManager.default.createDirectory(atPath: above + "/datasets", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: above + "/course/datasets", withIntermediateDirectories: true)
    try Data("x\n1\n".utf8).write(to: URL(filePath: above + "/datasets/above.csv"))
    try Data("x\n2\n".utf8).write(to: URL(filePath: above + "/course/datasets/own.csv"))
    bench.host.folder = above + "/course"
    bench.host.access = FileAccess(folder: above + "/course")
    #expect(bench.text("load(\"above\")").hasPrefix("error: cannot find the data \"above\""))
    #expect(bench.text("load(\"own\").x") == "series x: 1 value, 2")
    #expect(bench.text("load(\"nile\") |> count()") == "100")
}

@Test("data sets are found through no folder that a stranger can have linked to somewhere else")
func dataSetsAreFoundThroughNoLink() throws {
    var bench = Bench(files: ["a.csv": "x\n1\n"])
    defer { bench.close() }
    symlink("/etc", bench.host.folder + "/datasets")
    #expect(bench.text("load(\"passwd\")").hasPrefix("error: \"passwd\" lies outside"))
    #expect(bench.text("load(\"nile\") |> count()") == "100")
}

@Test("a cell writes nothing unless that was allowed, and says how") func aCellWritesNothingUnlessAllowed() throws {
    var bench = Bench()
    defer { bench.close() }
    bench.host.access.mayWrite = false
    #expect(
        bench.text("save([[1, 2]], \"m\")") == """
            error: `save` writes a file, which this notebook may not
              cell 1, line 1
              |
            1 | save([[1, 2]], "m")
              |                ^^^ nothing was written
              |
              to allow it in the notebook's folder: unroll run --allow-write n.unroll.md
            """)
    let others = [
        "run = fit(dense(1), window([1, 2, 3], length = 1), epochs = 1)", "save_weights(run, \"w\")",
        "save_checkpoint(run, \"w\")", "fit(run, window([1, 2, 3], length = 1), epochs = 1, checkpoint = \"w\")",
    ]
    _ = bench.run(others[0])
    for source in others.dropFirst() { #expect(bench.text(source).contains("writes a file, which"), "\(source)") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.host.folder) == [])
}

@Test("where writing is allowed, notebooks, programs, links and weights of others stay as they are")
func whatIsThereStaysAsItIs() throws {
    var bench = Bench(files: [
        "n.unroll.md": "# Mine", "theirs.safetensors": "theirs", "data.csv": "x\0y", "letter.txt": "Dear",
    ])
    defer { bench.close() }
    let folder = bench.host.folder
    symlink("/tmp/unroll-nothing", folder + "/link.csv")
    _ = bench.run("run = set_weights(dense(1), [[[2], [3]], [1]], input = [2])")
    for (source, reason) in [
        ("save([[1]], \"n.unroll.md\")", "is no name for a table"),
        ("save([[1]], \"run.sh\")", "is no name for a table"),
        ("save([[1]], \"data.csv\")", "there is a file that `save` did not write"),
        ("save([[1]], \"link.csv\")", "it is a link"),
        ("save([[1]], \".profile.csv\")", "its name is hidden"),
        ("save([[1]], \"../x.csv\")", "outside the notebook's folder"),
        ("save([[1]], \"/tmp/x.csv\")", "outside the notebook's folder"),
        ("save_weights(run, \"theirs\")", "there is a file that `save_weights` did not write"),
        ("save(range(3), \"letter.txt\")", "there is a file that `save` did not write"),
    ] {
        #expect(bench.text(source).contains(reason), "\(source)")
    }
    #expect(try String(contentsOfFile: folder + "/theirs.safetensors", encoding: .utf8) == "theirs")
    #expect(bench.text("save_weights(run, \"mine\")") == bench.text("save_weights(run, \"mine\")"))
    #expect(try String(contentsOfFile: folder + "/letter.txt", encoding: .utf8) == "Dear")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 6)
}

@Test("a table of many columns and short rows is refused before it is made") func aWideTableIsRefused() throws {
    let text = String(repeating: "a,", count: 20_000) + "a\n" + String(repeating: "1\n", count: 20_000)
    #expect(throws: CSV.Fault.tooLarge(columns: 20_001, rows: 64, needs: 20_481_536, memory: 20_000_000)) {
        try CSV.read(Array(text.utf8), shortage: { $0 > 20_000_000 ? 20_000_000 : nil })
    }
}
