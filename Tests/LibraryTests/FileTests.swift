import Foundation
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
