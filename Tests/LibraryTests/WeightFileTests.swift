import Datasets
import Foundation
import Language
import TestKit
import Testing

@testable import Library

private let fixtures = Repository.path + "/Tests/LibraryTests/Fixtures/"

/// One example and what the program that wrote the weights answers to it; weights.json.
private struct Answer: Decodable {
    var x: [[Double]]
    var y: [[Double]]
}

private struct Answers: Decodable {
    var keras: Answer
    var torch: Answer
}

private func answers() throws -> Answers {
    try JSONDecoder().decode(Answers.self, from: Data(contentsOf: URL(filePath: fixtures + "weights.json")))
}

private let kerasNet = """
    net = lstm(3, return_sequences = true) |> gru(4, reset_after = true) |> dropout(0.5)
      |> dense(4, activation = "tanh") |> dense(4) |> dense(1, use_bias = false)
    """

private let torchNet = """
    net = embedding(6, 3) |> lstm(4, return_sequences = true) |> lstm(4, return_sequences = true)
      |> lstm(4, return_sequences = true) |> simple_rnn(4, return_sequences = true) |> gru(3, reset_after = true)
      |> dense(3, activation = "tanh") |> dense(3, use_bias = false)
    """

@Suite struct WeightFileTests {
    @Test("weights of Keras give Keras's answers") func weightsOfKerasGiveKerasAnswers() throws {
        var bench = Bench(reading: fixtures)
        defer { bench.close() }
        _ = bench.run(kerasNet)
        let loaded = bench.text("run = load_weights(net, \"\(fixtures)keras.safetensors\", input = [5, 2])")
        #expect(
            loaded.hasPrefix("run: weights of ") && loaded.contains("keras.safetensors, network: 224 weights"),
            "\(loaded)")
        let answer = try answers().keras
        #expect(bench.text("check(predict(run, \(answer.x)), \(answer.y[0]), 1e-5)").hasPrefix("same"))
    }

    @Test("weights of PyTorch give PyTorch's answers") func weightsOfPyTorchGivePyTorchsAnswers() throws {
        var bench = Bench(reading: fixtures)
        defer { bench.close() }
        _ = bench.run(torchNet)
        #expect(
            bench.run("run = load_weights(net, \"\(fixtures)torch.safetensors\", input = [6, 1])").diagnostics.isEmpty)
        let answer = try answers().torch
        _ = bench.run("x = examples(\(answer.x), [0], tokens = true)")
        #expect(bench.text("check(predict(run, x), \(answer.y), 1e-5)").hasPrefix("same"))
    }

    @Test("a trained network is saved and loaded with the same answers and losses")
    func aTrainedNetworkIsSavedAndLoadedWithTheSameAnswersAndLosses() {
        var bench = Bench()
        defer { bench.close() }
        _ = bench.run(
            """
            w = window(scale(load("nile").flow_1e8_m3), length = 5)
            net = gru(3, return_sequences = true) |> lstm(4) |> dense(2, activation = "relu") |> dense(1)
            run = fit(net, w, epochs = 2, seed = 3)
            """)
        #expect(
            bench.text("save_weights(run, \"nile.safetensors\")") == "saved nile.safetensors: 10 tensors, 186 weights")
        #expect(
            bench.text("again = load_weights(net, \"nile\", input = w)").hasPrefix("run: weights of nile.safetensors, ")
        )
        #expect(
            bench.text("check(predict(again, w, original = true), predict(run, w, original = true), 0)").hasPrefix(
                "same"))
        #expect(bench.text("evaluate(again, w).loss == evaluate(run, w).loss") == "true")
        #expect(bench.text("fit(load_weights(run, \"nile\"), w, epochs = 1).epochs") == "1")
    }

    @Test("a damaged file is refused where its name stands", arguments: 0..<10)
    func aDamagedFileIsRefusedWhereItsNameStands(_ index: Int) throws {
        func file(_ header: String, _ numbers: Int = 0) -> [UInt8] {
            [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [UInt8](repeating: 0, count: numbers)
        }
        func tensors(_ parts: (String, String, Int, Int)..., type: String = "F32") -> String {
            let fields = parts.map {
                "\"\($0.0)\":{\"dtype\":\"\(type)\",\"shape\":\($0.1),\"data_offsets\":[\($0.2),\($0.3)]}"
            }
            return "{" + fields.joined(separator: ",") + "}"
        }
        let cases: [([UInt8], String, String)] = [
            ([], "\"w.safetensors\" is empty", "needs weights, as save_weights writes them"),
            (
                [0x89, 0x48, 0x44, 0x46], "\"w.safetensors\" is HDF5, but weights are read as safetensors",
                "as Keras saves"
            ),
            (
                [0, 0, 0, 0, 0, 0, 0, 0x80], "\"w.safetensors\" is no safetensors file",
                "its header would be 9.22 EB long"
            ),
            (
                file(tensors(("a", "[3]", 0, 12)), 8), "\"w.safetensors\" is cut off after 71 bytes",
                "75 are needed"
            ),
            (file("{,}"), "the header of \"w.safetensors\" is not that of a safetensors file", "from byte 10 on"),
            (
                file(tensors(("a", "[0]", 0, 0), ("a", "[0]", 0, 0))), "\"w.safetensors\" holds \"a\" twice",
                "once is needed"
            ),
            (
                file(tensors(("a", "[1]", 0, 8), type: "I64"), 8), "\"a\" is of type I64, but weights are F32",
                "F64, F16 and BF16 are read too"
            ),
            (
                file(tensors(("a", "[2]", 0, 4)), 4), "\"a\" does not have the bytes that its shape needs",
                "F32 [2] in 4 bytes"
            ),
            (
                file(tensors(("a", "[2]", 0, 8), ("b", "[1]", 4, 8)), 8),
                "\"b\" begins before the tensor in front of it ends", "the file is damaged"
            ),
            (file(tensors(("a", "[1]", 0, 4)), 7), "3 bytes of \"w.safetensors\" belong to no tensor", "at the end"),
        ]
        #expect(cases.count == 10)
        var bench = Bench()
        defer { bench.close() }
        try Data(cases[index].0).write(to: URL(fileURLWithPath: bench.host.folder + "/w.safetensors"))
        let found = bench.run("load_weights(dense(1), \"w\", input = [2])").diagnostics
        #expect(found.map(\.head) == [cases[index].1])
        #expect(found.first?.labels.map(\.text) == [cases[index].2])
        #expect(found.first?.labels.map(\.span.text) == ["\"w\""])
    }

    @Test("weights that are no numbers are refused with their place")
    func weightsThatAreNoNumbersAreRefusedWithTheirPlace() throws {
        var bench = Bench()
        defer { bench.close() }
        let bytes = Safetensors.bytes(of: [
            (name: "dense/kernel", tensor: .init([1, .nan], shape: [2, 1])), (name: "dense/bias", tensor: .init([0])),
        ])
        try Data(bytes).write(to: URL(fileURLWithPath: bench.host.folder + "/w.safetensors"))
        let found = bench.run("load_weights(dense(1), \"w\", input = [2])").diagnostics
        #expect(found.map(\.head) == ["\"dense/kernel\" holds NaN at [2, 1]"])
    }

    @Test("a million million units are refused before any is drawn") func aMillionMillionUnitsAreRefused() {
        var bench = Bench()
        defer { bench.close() }
        _ = bench.run("save_weights(set_weights(dense(1), [[[2], [3]], [1]], input = [2]), \"w\")")
        let text = bench.text("load_weights(gru(1000000000000), \"w\", input = [5, 1])")
        #expect(text.hasPrefix("error: this needs 12 YB of memory, but "), "\(text)")
    }

    @Test("a cell that loads weights depends on their file") func aCellThatLoadsWeightsDependsOnTheirFile() throws {
        var bench = Bench(files: ["a.csv": "x\n1\n"])
        defer { bench.close() }
        #expect(dataFile("w", bench.host.access) == nil)
        _ = bench.run("save_weights(set_weights(dense(1), [[[2], [3]], [1]], input = [2]), \"w\")")
        let bytes = try #require(dataFile("w", bench.host.access))
        #expect(try Safetensors.contents(bytes).entries.map(\.name) == ["dense/kernel", "dense/bias"])
        #expect(try Safetensors.contents(bytes).metadata["network"] == "network: 3 weights, [2] → dense 1")
        #expect(dataFile("a", bench.host.access) == Array("x\n1\n".utf8))
    }
}
