import Datasets
import Language
import Sandbox
import TestKit
import Testing

@testable import Library

@Test("a minGRU is saved and loaded with the same answers") func aMinGRUIsSavedAndLoadedWithTheSameAnswers() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(
        """
        w = window(scale(load("nile").flow_1e8_m3), length = 5)
        net = min_gru(3, return_sequences = true) |> min_gru(4, activation = "tanh") |> dense(1)
        run = fit(net, w, epochs = 2, seed = 3)
        """)
    // 2·(1·3 + 3), 2·(3·4 + 4) and 4 + 1 weights.
    #expect(bench.text("save_weights(run, \"nile.safetensors\")") == "saved nile.safetensors: 6 tensors, 49 weights")
    #expect(
        bench.text("again = load_weights(net, \"nile\", input = w)").hasPrefix("run: weights of nile.safetensors, "))
    #expect(
        bench.text("check(predict(again, w, original = true), predict(run, w, original = true), 0)").hasPrefix("same"))
}

@Test("the export to Keras names a minGRU as what Keras does not have") func theExportToKerasRefusesAMinGRU() throws {
    let cell = """
        w = window([1, 2, 3, 4, 5], length = 2)
        run = fit(min_gru(2) |> dense(1), w, epochs = 1)
        """
    let runs = try Recipes.all(of: [Source(name: "cell 1", text: cell)], access: FileAccess(folder: "."), seed: 1)
    let run = try #require(runs.last?.run)
    let gap = #expect(throws: KerasGap.self) { try KerasScript("run", run, file: "a.safetensors", notebook: "a.md") }
    #expect(gap?.what == "the layer min_gru, which Keras does not have")
}
