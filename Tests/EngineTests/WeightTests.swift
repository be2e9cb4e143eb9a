import Testing

@testable import Engine

private func group(_ path: String, isBackward: Bool = false, _ tensors: (String, Tensor)...) -> WeightGroup {
    WeightGroup(
        path: path, isBackward: isBackward, isFromTorch: true,
        items: tensors.map { .init(name: $0.0, tensor: $0.1, sources: ["\(path).\($0.0)"]) })
}

/// The tensors by Keras's names.
private func keras(_ group: WeightGroup, needed: [WeightPlace] = []) -> [String: Tensor] {
    let items = TorchLayout.keras(group, needed: needed).items
    return Dictionary(uniqueKeysWithValues: items.map { ($0.name, $0.tensor) })
}

/// 1, 2, 3 … in this shape.
private func counting(_ shape: Int..., from first: Int = 1) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor((first..<first + count).map { Real($0) }, shape: shape)
}

private func place(_ path: String, _ start: Int, _ parameters: (String, [Int])...) -> WeightPlace {
    WeightPlace(
        path: path, isBackward: WeightNames.isBackward(path.split(separator: "/").last.map(String.init) ?? ""), node: 0,
        start: start, parameters: parameters.map { (name: $0.0, shape: $0.1) })
}

/// The names of the tensors that the places get, or the error.
private func sources(_ places: [WeightPlace], _ names: [(String, [Int])]) throws -> [[String]] {
    let found = names.map { (name: $0.0, tensor: Tensor(zeros: $0.1)) }
    return try WeightMatching(places, WeightNames.groups(found, needed: places)).pairs().map {
        $0.items.flatMap(\.sources)
    }
}

@Suite struct TorchLayoutTests {
    @Test("a linear layer's matrix is transposed") func aLinearLayersMatrixIsTransposed() {
        let found = keras(group("fc", ("weight", counting(2, 3)), ("bias", counting(2))))
        #expect(found == ["kernel": Tensor([1, 4, 2, 5, 3, 6], shape: [3, 2]), "bias": Tensor([1, 2])])
    }

    @Test("a convolution's axes are turned round") func aConvolutionsAxesAreTurnedRound() {
        // [out 2 × in 1 × width 3]: the filters 1 2 3 and 4 5 6.
        let found = keras(group("conv", ("weight", counting(2, 1, 3)), ("bias", counting(2))))
        #expect(found["kernel"] == Tensor([1, 4, 2, 5, 3, 6], shape: [3, 1, 2]))
    }

    @Test("a GRU's blocks r z n become z r n, and it has two biases") func aGRUsBlocksRZNBecomeZRN() {
        let found = keras(
            group(
                "gru", ("weight_ih", counting(3, 2)), ("weight_hh", counting(3, 1)), ("bias_ih", counting(3)),
                ("bias_hh", counting(3, from: 4))))
        #expect(found["kernel"] == Tensor([3, 1, 5, 4, 2, 6], shape: [2, 3]))
        #expect(found["recurrent_kernel"] == Tensor([2, 1, 3], shape: [1, 3]))
        #expect(found["bias"] == Tensor([2, 1, 3, 5, 4, 6], shape: [2, 3]))
    }

    @Test("an LSTM's blocks stay and its biases are added") func anLSTMsBlocksStayAndItsBiasesAreAdded() {
        let found = keras(
            group(
                "lstm", ("weight_ih", counting(4, 2)), ("weight_hh", counting(4, 1)), ("bias_ih", counting(4)),
                ("bias_hh", counting(4, from: 10))))
        #expect(found["kernel"] == Tensor([1, 3, 5, 7, 2, 4, 6, 8], shape: [2, 4]))
        #expect(found["bias"] == Tensor([11, 13, 15, 17]))
    }

    @Test("norms have gamma and beta, and the statistics of a batch norm")
    func normsHaveGammaAndBetaAndTheStatisticsOfABatchNorm() {
        let found = keras(
            group(
                "norm", ("weight", counting(2)), ("bias", counting(2, from: 3)), ("running_mean", counting(2, from: 5)),
                ("running_var", counting(2, from: 7))))
        #expect(
            found == [
                "gamma": Tensor([1, 2]), "beta": Tensor([3, 4]), "moving_mean": Tensor([5, 6]),
                "moving_variance": Tensor([7, 8]),
            ])
        #expect(keras(group("norm", ("weight", counting(2)))) == ["gamma": Tensor([1, 2])])
    }

    @Test("a table is an embedding by its name or by its shape") func aTableIsAnEmbeddingByItsNameOrByItsShape() {
        let table = counting(2, 3)
        let turned = Tensor([1, 4, 2, 5, 3, 6], shape: [3, 2])
        #expect(keras(group("word_embedding", ("weight", table))) == ["embeddings": table])
        #expect(keras(group("table", ("weight", table))) == ["kernel": turned])
        let needed = [place("embedding", 0, ("embeddings", [2, 3]))]
        #expect(keras(group("table", ("weight", table)), needed: needed) == ["embeddings": table])
    }

    @Test("what is no layer of PyTorch's stays as it is") func whatIsNoLayerOfPyTorchsStaysAsItIs() {
        let uneven = group("gru", ("weight_ih", counting(5, 2)), ("weight_hh", counting(5, 2)))
        #expect(Set(keras(uneven).keys) == ["weight_ih", "weight_hh"])
        let projected = group(
            "lstm", ("weight_ih", counting(4, 2)), ("weight_hh", counting(4, 1)), ("weight_hr", counting(1, 1)))
        #expect(Set(keras(projected).keys) == ["weight_ih", "weight_hh", "weight_hr"])
        let empty = group("rnn", ("weight_ih", counting(0, 0)), ("weight_hh", counting(0, 0)))
        #expect(Set(keras(empty).keys) == ["weight_ih", "weight_hh"])
        #expect(Set(keras(group("x", ("weight", Tensor(3)), ("more", counting(1)))).keys) == ["weight", "more"])
    }
}

@Suite struct WeightMatchingTests {
    private let gru: [(String, [Int])] = [("kernel", [2, 9]), ("recurrent_kernel", [3, 9]), ("bias", [2, 9])]

    private func gruNames(_ path: String) -> [(String, [Int])] { gru.map { ("\(path)/\($0.0)", $0.1) } }

    private func gruPlace(_ path: String) -> WeightPlace {
        place(path, 0, ("kernel", [2, 9]), ("recurrent_kernel", [3, 9]), ("bias", [2, 9]))
    }

    @Test("names are matched before shapes, behind any prefix") func namesAreMatchedBeforeShapesBehindAnyPrefix() throws
    {
        let found = try sources(
            [gruPlace("reader"), gruPlace("writer")],
            gruNames("model_3/writer/gru_cell_1") + gruNames("model_3/reader/gru_cell"))
        #expect(found.map { $0[0] } == ["model_3/reader/gru_cell/kernel", "model_3/writer/gru_cell_1/kernel"])
    }

    @Test("layers of the same shapes are in the order of their numbers") func layersAreInTheOrderOfTheirNumbers() throws
    {
        let found = try sources(
            [gruPlace("gru"), gruPlace("gru_1"), gruPlace("gru_2")],
            gruNames("gru_10/gru_cell") + gruNames("gru_9/gru_cell") + gruNames("gru_8/gru_cell"))
        #expect(found.map { $0[0] } == ["gru_8/gru_cell/kernel", "gru_9/gru_cell/kernel", "gru_10/gru_cell/kernel"])
        let counted = try sources([gruPlace("gru"), gruPlace("gru_1")], gruNames("gru_2") + gruNames("gru_1"))
        #expect(counted.map { $0[0] } == ["gru_1/kernel", "gru_2/kernel"])
    }

    @Test("a layer that no other resembles may have any name") func aLayerThatNoOtherResemblesMayHaveAnyName() throws {
        let dense = place("dense", 0, ("kernel", [3, 1]), ("bias", [1]))
        let found = try sources(
            [gruPlace("gru"), dense], [("answer/bias", [1]), ("answer/kernel", [3, 1])] + gruNames("reader/gru_cell"))
        #expect(found.map { $0[0] } == ["reader/gru_cell/kernel", "answer/bias"])
    }

    @Test("a layer at every step is told from one without") func aLayerAtEveryStepIsToldFromOneWithout() throws {
        let places = [place("time_distributed", 0, ("kernel", [4, 4])), place("dense", 1, ("kernel", [4, 4]))]
        let found = try sources(
            places, [("sequential/dense/kernel", [4, 4]), ("sequential/time_distributed/dense/kernel", [4, 4])])
        #expect(found == [["sequential/time_distributed/dense/kernel"], ["sequential/dense/kernel"]])
    }

    @Test("names that do not tell the order are refused") func namesThatDoNotTellTheOrderAreRefused() {
        #expect(throws: EngineError.weightOrder(layers: ["gru", "gru_1"], found: ["writer", "reader"])) {
            try sources([gruPlace("gru"), gruPlace("gru_1")], gruNames("writer") + gruNames("reader"))
        }
    }

    @Test("both halves of a bidirectional layer are found") func bothHalvesOfABidirectionalLayerAreFound() throws {
        let places = [gruPlace("bidirectional/forward_gru"), gruPlace("bidirectional/backward_gru")]
        let ours = try sources(
            places,
            gruNames("bidirectional_1/backward_gru/gru_cell") + gruNames("bidirectional_1/forward_gru/gru_cell"))
        #expect(
            ours.map { $0[0] } == [
                "bidirectional_1/forward_gru/gru_cell/kernel", "bidirectional_1/backward_gru/gru_cell/kernel",
            ])
        let names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]
        let shapes = [[9, 2], [9, 3], [9], [9]]
        let torch = ["", "_reverse"].flatMap { end in zip(names, shapes).map { ("rnn.\($0)\(end)", $1) } }
        let found = try sources(places, torch.reversed())
        #expect(found.map { $0[0] } == ["rnn.weight_ih_l0", "rnn.weight_ih_l0_reverse"])
    }

    @Test("stacked layers of a module are in order") func stackedLayersOfAModuleAreInOrder() throws {
        let stack = (0..<11).map { place("simple_rnn_\($0)", 0, ("kernel", [2, 2]), ("recurrent_kernel", [2, 2])) }
        let names = (0..<11).reversed().flatMap {
            [("a.b.weight_hh_l\($0)", [2, 2]), ("a.b.weight_ih_l\($0)", [2, 2])]
        }
        let found = try sources(stack, names)
        #expect(found.map { $0[0] } == (0..<11).map { "a.b.weight_ih_l\($0)" })
    }

    @Test("the difference lists what is missing, unexpected and of another shape")
    func theDifferenceListsWhatIsMissingUnexpectedAndOfAnotherShape() {
        var expected = WeightDifference()
        expected.missing = [.init(name: "dense/bias", shape: [1])]
        expected.unexpected = [.init(name: "reader/gru_cell/more", shape: [4])]
        expected.changed = [
            .init(name: "gru/kernel", needs: [2, 9], found: [7, 9], sources: ["reader/gru_cell/kernel"], node: 0)
        ]
        #expect(throws: EngineError.weightNames(expected)) {
            try sources(
                [gruPlace("gru"), place("dense", 3, ("kernel", [3, 1]), ("bias", [1]))],
                [
                    ("reader/gru_cell/kernel", [7, 9]), ("reader/gru_cell/recurrent_kernel", [3, 9]),
                    ("reader/gru_cell/bias", [2, 9]), ("reader/gru_cell/more", [4]), ("dense/kernel", [3, 1]),
                ])
        }
    }

    @Test("one tensor under two names is not expected") func oneTensorUnderTwoNamesIsNotExpected() {
        var expected = WeightDifference()
        expected.unexpected = [.init(name: "dense/dense_cell/kernel", shape: [3, 1])]
        #expect(throws: EngineError.weightNames(expected)) {
            try sources(
                [place("dense", 0, ("kernel", [3, 1]))],
                [("dense/kernel", [3, 1]), ("dense/dense_cell/kernel", [3, 1])])
        }
    }

    @Test("no tensors at all are all missing") func noTensorsAtAllAreAllMissing() {
        var expected = WeightDifference()
        expected.missing = [.init(name: "dense/kernel", shape: [3, 1])]
        #expect(throws: EngineError.weightNames(expected)) { try sources([place("dense", 0, ("kernel", [3, 1]))], []) }
    }
}

@Suite struct NamedWeightTests {
    private func model(_ layers: any Layer...) throws -> Model {
        try Model(.sequential(layers), input: Shape(steps: 4, features: 2), seed: 3)
    }

    @Test("a model's own weights come back in any order") func aModelsOwnWeightsComeBackInAnyOrder() throws {
        let old = try model(LSTM(units: 3, returnSequences: true), LSTM(units: 3), Dense(units: 3), Dense(units: 3))
        var new = try Model(old.network, inputs: old.inputs, seed: 4)
        #expect(new.weights.map(\.tensor) != old.weights.map(\.tensor))
        try new.setWeights(named: old.weights.reversed())
        #expect(new.weights.map(\.tensor) == old.weights.map(\.tensor))
    }

    @Test("a second bias that is there or not tells when the GRU resets")
    func aSecondBiasThatIsThereOrNotTellsWhenTheGRUResets() throws {
        var before = try model(GRU(units: 3), Dense(units: 1))
        var after = try model(GRU(units: 3, resetAfter: true), Dense(units: 1))
        let (oldBefore, oldAfter) = (before.weights, after.weights)
        #expect(throws: EngineError.weightReset(node: 0, needsAfter: false)) { try before.setWeights(named: oldAfter) }
        #expect(throws: EngineError.weightReset(node: 0, needsAfter: true)) { try after.setWeights(named: oldBefore) }
    }

    @Test("a GRU of PyTorch without biases is none that resets before the product")
    func aGRUOfPyTorchWithoutBiasesIsNoneThatResetsBeforeTheProduct() throws {
        var model = try model(GRU(units: 3, useBias: false))
        let torch = [
            (name: "gru.weight_ih_l0", tensor: Tensor(zeros: [9, 2])),
            (name: "gru.weight_hh_l0", tensor: Tensor(zeros: [9, 3])),
        ]
        #expect(throws: EngineError.weightReset(node: 0, needsAfter: false)) { try model.setWeights(named: torch) }
    }

    @Test("a number that is none is named with its place") func aNumberThatIsNoneIsNamedWithItsPlace() throws {
        var model = try model(Dense(units: 3))
        var weights = model.weights
        weights[0].tensor.values[4] = .infinity
        #expect(throws: EngineError.weightNotFinite(name: "dense/kernel", value: .infinity, place: [2, 2])) {
            try model.setWeights(named: weights)
        }
    }

    @Test("counters and generators in a file are passed over") func countersAndGeneratorsInAFileArePassedOver() throws {
        let old = try model(Dense(units: 3))
        var new = try Model(old.network, inputs: old.inputs, seed: 4)
        try new.setWeights(
            named: old.weights + [(name: "dropout/seed_generator/seed_generator_state", tensor: Tensor([1, 2]))])
        #expect(new.weights.map(\.tensor) == old.weights.map(\.tensor))
    }
}
