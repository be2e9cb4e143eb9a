import Datasets
import Engine
import Foundation
import Language
import Sandbox
import TestKit
import Testing

@testable import Library

/// Fixtures/export holds small notebooks, the scripts that `unroll export` wrote for them, and what Keras answered when
/// make_export.py ran those scripts. Here the scripts must still be the same, and so must the answers.
private enum Exported {
    static let folder = String(#filePath.dropLast("ExportTests.swift".count)) + "Fixtures/export/"
    static let names = ["graph", "tags", "translate", "windows"]

    struct Record: Decodable {
        struct Answer: Decodable {
            var shape: [Int]
            var values: [Float]
        }
        var keras: String
        var answers: [Answer]
    }

    static func text(_ file: String) throws -> String { try String(contentsOfFile: folder + file, encoding: .utf8) }

    static func record(_ name: String) throws -> Record {
        try JSONDecoder().decode(Record.self, from: Data(contentsOf: URL(fileURLWithPath: folder + name + ".json")))
    }

    /// The last run of a notebook with one cell.
    static func run(_ name: String) throws -> (name: String, run: RunObject) {
        let cell = try text(name + ".unroll.md").components(separatedBy: "```")[1].dropFirst("unroll\n".count)
        let source = Source(name: "cell 1", text: String(cell))
        return try #require(try Recipes.all(of: [source], access: FileAccess(folder: folder), seed: 1).last)
    }
}

@Test("the script is the one that Keras ran", arguments: Exported.names)
func theScriptIsTheOneThatKerasRan(_ name: String) throws {
    let (variable, run) = try Exported.run(name)
    let script = try KerasScript(
        variable, run, file: "\(name)_keras.safetensors", notebook: "\(name).unroll.md")
    let kept = try Exported.text("\(name)_keras.py")
    #expect(script.text == kept)
}

@Test("the exported network answers in Keras as here", arguments: Exported.names)
func theExportedNetworkAnswersInKerasAsHere(_ name: String) throws {
    let run = try Exported.run(name).run
    let recipe = try #require(run.recipe)
    let examples = recipe.examples.examples
    let answers = try recipe.start.predict(examples[0..<min(4, examples.count)].sources)
    let record = try Exported.record(name)
    #expect(record.answers.count == answers.count)
    for (expected, found) in zip(record.answers, answers) {
        #expect(expected.shape == found.shape)
        let largest = expected.values.map(abs).max() ?? 0
        let worst = zip(expected.values, found.values).map { abs($0 - $1) }.max() ?? .infinity
        #expect(worst < 1e-5 * max(largest, 0.01), "\(worst) of \(largest)")
    }
}

@Test("what Keras has no word for is told") func whatKerasHasNoWordForIsTold() throws {
    let cell = """
        w = window([1, 2, 3, 4, 5], length = 2)
        run = fit(simple_rnn(2, truncate = 1) |> dense(1), w, epochs = 1)
        """
    let runs = try Recipes.all(of: [Source(name: "cell 1", text: cell)], access: FileAccess(folder: "."), seed: 1)
    let run = try #require(runs.last?.run)
    #expect(throws: KerasGap.self) { try KerasScript("run", run, file: "a.safetensors", notebook: "a.md") }
}

@Test("a notebook is described without training, also where a cell fails") func aNotebookIsDescribedWithoutTraining() {
    let fine = Source(
        name: "cell 1",
        text:
            "a = fit(dense(1), window([1, 2, 3, 4], length = 1), epochs = 1000000)\nb = 3\nc = fit(a, window([1, 2], length = 1))"
    )
    let names = (try? Recipes.all(of: [fine], access: FileAccess(folder: "."), seed: 1))?.map(\.name)
    #expect(names == ["a", "c"])
    #expect(throws: Diagnostic.self) {
        try Recipes.all(
            of: [fine, Source(name: "cell 2", text: "fit(nothing)")], access: FileAccess(folder: "."), seed: 1)
    }
}

@Test("what is only described writes nothing and checks nothing")
func whatIsOnlyDescribedWritesNothingAndChecksNothing() throws {
    let old = "weights that took a night"
    let bench = Bench(files: ["night.safetensors": old])
    defer { bench.close() }
    let cell = """
        run = fit(dense(1), window([1, 2, 3, 4], length = 1), epochs = 3, checkpoint = "last")
        save_weights(run, "night.safetensors")
        save_checkpoint(run, "state")
        save(window([1, 2], length = 1) |> targets(), "table")
        check(evaluate(run, window([1, 2, 3, 4], length = 1)).loss < 0, true)
        """
    let runs = try Recipes.all(of: [Source(name: "cell 1", text: cell)], access: bench.host.access, seed: 1)
    #expect(runs.map(\.name) == ["run"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.host.folder) == ["night.safetensors"])
    let kept = try String(contentsOfFile: bench.host.folder + "/night.safetensors", encoding: .utf8)
    #expect(kept == old)
}

@Test("whatever a notebook is called, the script's texts are literals that hold its name", arguments: HostileNames.all)
func whateverANotebookIsCalled(_ name: String) throws {
    let (variable, run) = try Exported.run("windows")
    let script = try KerasScript(variable, run, file: name + ".safetensors", notebook: name)
    let lines = script.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0].hasPrefix("# unroll-output:keras sha256="))
    let end = try #require(lines.dropFirst(2).firstIndex(of: "\"\"\""))
    #expect(end == 4)
    let words = String(String.UnicodeScalarView(try PythonLiteral.read(lines[1...end].joined(separator: "\n"))))
    #expect(words.unicodeScalars.starts(with: "`run` of \(name) for Keras 3".unicodeScalars))
    let load = try #require(lines.first { $0.hasPrefix("data = load(Path(__file__).with_name(") })
    let literal = load.dropFirst("data = load(Path(__file__).with_name(".count).dropLast(2)
    #expect(try PythonLiteral.read(String(literal)) == Array((name + ".safetensors").unicodeScalars))
    // All else is the script of any name.
    let plain = try KerasScript(variable, run, file: "a.safetensors", notebook: "a").text.split(
        separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == plain.count)
    #expect(zip(lines, plain).filter { $0 != $1 }.count <= 4)
}

@Test("whatever layers are called, they are variables of their own, and their weights are found by their names")
func whateverLayersAreCalled() throws {
    let names = ["data", "class", "a\"b", "x", "dense", "dense_H", "a b", "a_b", "back\\slash\n"]
    var (nodes, last) = ([Network.Node](), Network.Wire.input(0))
    for name in names {
        nodes.append(.init(layer: Dense(units: 2), inputs: [last], options: NodeOptions(name: name)))
        last = .node(nodes.count - 1)
    }
    let model = try Model(Network(nodes: nodes, output: last), inputs: [Shape(steps: nil, features: 2)], seed: 1)
    let keras = try KerasNetwork(model)
    let variables = keras.lines.dropFirst().dropLast().map { String($0.prefix { $0 != " " }) }
    #expect(variables == ["data_2", "class_2", "a_b", "x_2", "dense", "dense_H", "a_b_2", "a_b_3", "back_slash_"])
    #expect(keras.weights[2] == #"model.get_layer("a_b").set_weights([data["a\"b/kernel"], data["a\"b/bias"]])"#)
    #expect(
        keras.weights[8]
            == #"model.get_layer("back_slash_").set_weights([data["back\\slash\n/kernel"], data["back\\slash\n/bias"]])"#
    )
}

@Test("the numbers of a script are a file of tensors with an intact mark") func theNumbersOfAScript() throws {
    let (variable, run) = try Exported.run("windows")
    let script = try KerasScript(variable, run, file: "a.safetensors", notebook: "a.md")
    let bytes = script.tensorBytes
    #expect(OutputMark.state(of: bytes, .kerasTensors, attribute: nil) == .intact)
    #expect(try Safetensors.contents(bytes).entries.count == script.tensors.count)
    #expect(OutputMark.state(of: bytes + [0], .kerasTensors, attribute: nil) == .changed)
    #expect(OutputMark.state(of: bytes, .weights, attribute: nil) == .missing)
}
