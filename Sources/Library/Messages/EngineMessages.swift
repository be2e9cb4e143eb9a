import Display
import Engine
import Language

/// What the engine refuses, in sentences.
extension Messages {
    /// Runs engine work; what it throws becomes a message that points at the layer or the argument to change.
    static func explained<Result>(
        _ network: NetworkObject, _ inputs: [Shape], _ call: Call, _ work: () throws(EngineError) -> Result
    ) throws -> Result {
        do throws(EngineError) { return try work() } catch { throw message(error, network, inputs, call) }
    }

    static func message(_ error: EngineError, _ network: NetworkObject, _ inputs: [Shape], _ call: Call) -> Diagnostic {
        switch error {
        case .shape(let mismatch): shapes(mismatch, network, inputs)
        case .tensorShapes(let left, let right):
            call.fail(
                "the shapes do not fit together: \(Tensor.description(of: left)) and \(Tensor.description(of: right))",
                "here")
        case .tooMuchMemory(let needed, let free): tooMuchMemory(needed, free, network, inputs, call)
        case .setting(let owner, let name, let value, let range): setting(owner, name, value, range, network, call)
        case .activation(let owner, let function):
            setting(
                "`\(owner)` cannot use \(function.rawValue) at every step", of: owner,
                "softmax belongs in the last layer: dense(2, activation = \"softmax\")", network, call)
        case .initialiser(let owner, let name, let shape):
            setting(
                "`\(name)` of \(owner) is a vector \(Tensor.description(of: shape)), and no matrix to start orthogonal",
                of: owner, "orthogonal and identity are for kernels", network, call)
        case .schedule(let problem): schedule(problem, call)
        case .sampleWeights(let problem): sampleWeights(problem, call)
        case .classWeights(let problem): classWeights(problem, call)
        case .stopped: call.fail("stopped before the first epoch", "nothing was learnt")
        case .noLayers: call.fail("the network has no layers", at: "net", "needs at least one, such as dense(1)")
        case .notStepwise(let node, let layer): notStepwise(node, layer, network, call)
        case .notFedBack(let output, let input):
            call.fail(
                "the network gives \(output) and reads \(input)", at: "run",
                "its answer cannot be what it reads next")
        case .moreThanClasses(let count, let classes):
            call.fail(
                "`top_k` is \(count), but there are \(classes) classes", at: "top_k", "use \(classes) or less")
        case .unsettable: unsettable(call)
        case .noPrompt: call.fail("the prompt is empty", at: "prompt", "needs something to go on from")
        case .noExamples: noExamples(call, at: "data")
        case .noSteps, .noFeatures:
            call.fail(
                "the examples are empty", at: "data",
                "each is \(inputs.map(\.description).joined(separator: " and "))")
        case .noTargets: noTargets(call, at: "data")
        case .noRealTargets: call.fail("every target is missing", at: "data", "at least one is needed")
        case .inputShape(let needs, let found):
            call.fail(
                "the network was made for \(needs), but these examples are \(found)", at: "data",
                "cut them as those it was trained on")
        case .targetShape(let output, let targets):
            targetShape(output, targets.steps == 1 ? Shape(targets.features) : targets, network, call)
        case .tooFewClasses(let output):
            call.fail(
                "categorical cross-entropy needs two classes or more, but the network gives \(output)", at: "net",
                "end with dense(2, activation = \"softmax\"), or use binary_crossentropy")
        case .labelOutOfRange(let label, let classes, let example, let step):
            call.fail(
                "the target \(short(label)) is not a class from 0 to \(classes - 1)", at: "data",
                "in example \(example), step \(step)", notes: ["the last layer gives \(classes) classes"])
        case .targetOutOfRange(let value, let example, let step):
            call.fail(
                "binary cross-entropy needs targets from 0 to 1, but one is \(short(value))", at: "data",
                "in example \(example), step \(step)")
        case .tokenOutOfRange(let token, let vocabulary, let example, let step):
            call.fail(
                "\(short(token)) is not a token from 0 to \(vocabulary - 1)", at: "data",
                "in example \(example), step \(step)")
        case .inputNotFinite(let value, let example, let step, let feature):
            call.fail(
                "an input is \(short(value)), not a number to learn from", at: "data",
                "in example \(example), step \(step), column \(feature)")
        case .statefulBatches(let examples, let batch): statefulBatches(examples, batch, call)
        case .statefulShuffle:
            call.fail(
                "a stateful network takes its examples in order", at: "shuffle",
                "leave this out: each batch goes on where the one before ended")
        case .inputCount(let needs, let found):
            call.fail(
                "the network takes \(counted(needs, "input")), but \(found) \(found == 1 ? "is" : "are") given",
                at: "data", "one set of examples for each input(…), in the order in which they are used")
        case .outputCount(let needs, let found):
            call.fail(
                "the network gives \(counted(needs, "answer")), but there \(found == 1 ? "is" : "are") \(found) for it",
                at: "data", "one target, and one loss, for each answer")
        case .exampleCount(let needs, let found):
            call.fail(
                "the inputs have \(needs) and \(found) examples", at: "data",
                "each example needs its part of every input")
        case .weightCount(let needs, let found):
            call.fail(
                "the network has \(counted(needs, "tensor")) of weights, but \(found) \(found == 1 ? "is" : "are") given",
                at: "weights",
                "kernel, recurrent kernel and bias, layer by layer", notes: weightList(network, inputs))
        case .weightNames(let difference): weightNames(difference, call)
        case .weightOrder(let layers, let found): weightOrder(layers, found, call)
        case .weightReset(let node, let needsAfter): weightReset(node, needsAfter: needsAfter, network, call)
        case .weightNotFinite(let name, let value, let place): weightNotFinite(name, value, place, call)
        case .weightShape(let name, let needs, let found):
            call.fail(
                "\(name) is \(Tensor.description(of: found)), but needs \(Tensor.description(of: needs))",
                at: "weights",
                "in Keras's order", notes: weightList(network, inputs))
        }
    }

    private static func statefulBatches(_ examples: Int, _ batch: Int, _ call: Call) -> Diagnostic {
        let fitting = (1...examples).filter { examples.isMultiple(of: $0) }
        let near = fitting.sorted { abs($0 - batch) < abs($1 - batch) }.prefix(3).sorted()
        let sizes = near.map(String.init).joined(separator: ", ")
        return call.fail(
            "a stateful network needs whole batches, but \(examples) examples are no multiple of \(batch)",
            at: call.isGiven("batch_size") ? "batch_size" : "data", "sizes that fit: \(sizes)",
            notes: ["or leave out the last \(counted(examples % batch, "example"))"])
    }

    private static func tooMuchMemory(
        _ needed: Int, _ free: Int, _ network: NetworkObject, _ inputs: [Shape], _ call: Call
    ) -> Diagnostic {
        let counts = weightCounts(network, inputs)
        var label = Diagnostic.Label(call.span, "smaller layers, windows or batches need less")
        if let largest = counts.indices.max(by: { counts[$0] < counts[$1] }), let mark = network.marks[largest],
            counts[largest] * 16 > Double(free)
        {
            let words = "this layer has \(Numbers.significant(counts[largest], 6)) weights"
            label = .init(mark.call, words)
        }
        // Where the engine has stopped counting, the weights alone say how much at least.
        let bytes = needed == Int.max ? counts.reduce(0, +) * 4 : Double(needed)
        return Diagnostic(
            "this needs \(size(bytes)) of memory, but \(size(Double(free))) are free", labels: [label])
    }

    /// Weights of each layer, also where they are more than an integer holds.
    private static func weightCounts(_ network: NetworkObject, _ inputs: [Shape]) -> [Double] {
        guard let parameters = try? network.network.parameters(from: inputs) else { return [] }
        return parameters.map { $0.reduce(0) { $0 + $1.shape.reduce(1) { $0 * Double($1) } } }
    }

    static func size(_ bytes: Double) -> String {
        let units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"]
        var value = bytes
        var unit = 0
        while value >= 1000, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return "\(Numbers.significant(value, 3)) \(units[unit])"
    }

    private static func setting(
        _ owner: String, _ name: String, _ value: Double, _ range: EngineError.SettingRange, _ network: NetworkObject,
        _ call: Call
    ) -> Diagnostic {
        let needs =
            switch range {
            case .oneOrMore: "1 or more"
            case .zeroOrMore: "0 or more"
            case .moreThanZero: "more than 0"
            case .finite: "a finite number"
            case .fraction: "from 0 to less than 1"
            }
        let head = "`\(name)` of \(owner) must be \(needs), but it is \(short(value))"
        if call.isGiven(name) { return call.fail(head, at: name, "change this") }
        return setting(head, of: owner, "change this", network, call)
    }

    /// Points at the layer of that kind, or at the call.
    private static func setting(
        _ head: String, of owner: String, _ label: String, _ network: NetworkObject, _ call: Call
    ) -> Diagnostic {
        let index = network.network.layers.firstIndex { $0.kind == owner }
        let span = index.flatMap { network.marks[$0]?.call } ?? call.nameSpan
        return Diagnostic(head, labels: [.init(span, label)])
    }

    private static func targetShape(_ output: Shape, _ targets: Shape, _ network: NetworkObject, _ call: Call)
        -> Diagnostic
    {
        var labels = [Diagnostic.Label(call.span(of: "data"), "the targets are \(targets)")]
        if let last = network.marks.last ?? nil {
            labels.append(.init(last.call, "the last layer gives \(output)", isFault: false))
        }
        var notes: [String] = []
        let recurrent = network.network.layers.contains { $0 is any RecurrentLayer || $0 is Bidirectional }
        if output.isSequence, !targets.isSequence, !recurrent {
            notes.append("for one answer from a sequence, put a recurrent layer before, such as gru(10)")
        } else if output.isSequence, !targets.isSequence {
            notes.append(
                "for one answer, let the last recurrent layer pass on its last step only: return_sequences = false")
        } else if !output.isSequence, targets.isSequence {
            notes.append(
                "for an answer at each step, let the last recurrent layer pass on every step: return_sequences = true")
        } else if output.features != targets.features {
            notes.append("end the network with dense(\(targets.features))")
        }
        return Diagnostic("the network gives \(output), but the targets are \(targets)", labels: labels, notes: notes)
    }

    private static func notStepwise(_ node: Int, _ layer: String, _ network: NetworkObject, _ call: Call) -> Diagnostic
    {
        var labels = [Diagnostic.Label(call.nameSpan, "goes one step after the other")]
        if let mark = network.marks[node] {
            labels[0].isFault = false
            labels.append(.init(mark.name, "layer \(node + 1) needs more than the present step"))
        }
        return Diagnostic(
            "`\(layer)` cannot run one step at a time", labels: labels,
            notes: ["can: recurrent layers that go forwards, and layers that act on each step by itself"])
    }

    private static func weightList(_ network: NetworkObject, _ inputs: [Shape]) -> [String] {
        guard let model = try? Model(network.network, inputs: inputs, seed: 1) else { return [] }
        let list = model.weights.prefix(6).map { "\($0.name) \($0.tensor.shapeDescription)" }.joined(separator: ", ")
        return ["needed: " + list + (model.weights.count > 6 ? ", …" : "")]
    }
}

// MARK: - Examples and runs

extension Messages {
    static func noExamples(_ call: Call, at name: String) -> Diagnostic {
        call.fail("there are no examples", at: name, "at least one is needed")
    }

    static func noTargets(_ call: Call, at name: String) -> Diagnostic {
        call.fail(
            "these examples have no targets", at: name, "cut them with window(…), or make them with examples(x, y)")
    }

    static func notExamples(_ x: Tensor, _ call: Call, at name: String) -> Diagnostic {
        call.fail(
            "numbers of shape \(x.shapeDescription) are no examples", at: name,
            "needs [examples × steps × features], or [steps × features] of one")
    }

    static func targetCount(_ found: Int, _ needs: Int, _ call: Call, at name: String) -> Diagnostic {
        call.fail(
            "there are \(counted(needs, "example")), but \(counted(found, "answer"))", at: name,
            "one for each is needed")
    }

    static func maskCount(_ mask: Tensor, _ examples: Int, _ steps: Int, _ call: Call) -> Diagnostic {
        call.fail(
            "the mask is \(mask.shapeDescription), but there are \(counted(examples, "example")) of \(counted(steps, "step"))",
            at: "mask", "needs a row of \(counted(steps, "number")) for each example")
    }

    static func inputShape(_ call: Call) -> Diagnostic {
        call.fail("the shape of an example is [steps, features], or [features]", at: "input", "such as [7, 1]")
    }

    static func inputUnknown(_ call: Call) -> Diagnostic {
        call.fail("the shape of the input is not known", "add input = [7, 1] for 7 steps of 1 feature, for example")
    }

    static func notLayers(_ call: Call) -> Diagnostic {
        call.fail("this is no layer", at: "layers", "needs layers, such as gru(10), dense(1)")
    }

    static func notAWeight(_ place: Int, _ call: Call) -> Diagnostic {
        call.fail("weight \(place) is not a matrix or vector", at: "weights", "needs lists of numbers of equal length")
    }

    static func noSuchWeight(_ name: String, _ names: [String], _ call: Call) -> Diagnostic {
        call.fail(
            "the network has no weights called \"\(name)\"", at: "name",
            Suggestion(for: name, among: names).best.map { "did you mean \"\($0)\"?" } ?? "no such name",
            notes: ["names: " + names.prefix(6).joined(separator: ", ")])
    }

    static func manyExamples(_ count: Int, _ call: Call) -> Diagnostic {
        call.fail("one example can be looked into, but there are \(count)", at: "data", "choose one: test[1]")
    }

    static func notFinite(_ place: NotFinite, _ settings: FitSettings, isScaled: Bool, _ call: Call) -> Diagnostic {
        let what =
            switch place.place {
            case .loss: "the loss"
            case .gradient: "a gradient"
            case .value: "a value in the network"
            }
        let began = [
            place.layer.map { "layer \($0)" }, place.field.map { "in \($0)" }, place.step.map { "at step \($0)" },
        ].compactMap { $0 }.joined(separator: ", ")
        var notes: [String] = []
        if !began.isEmpty { notes.append("it began in " + began) }
        if !place.lossesBefore.isEmpty {
            notes.append("losses before: " + place.lossesBefore.map(loss).joined(separator: ", "))
        }
        let usual = settings.optimiser.name == "sgd" ? 0.01 : 0.001
        let rate = settings.optimiser.rate > usual ? usual : settings.optimiser.rate / 10
        var advice = ["a smaller learning rate, such as \(settings.optimiser.name)(\(short(rate)))"]
        if settings.clipping == Clipping() { advice.append("clipnorm = 1") }
        if !isScaled { advice.append("scale() before window()") }
        notes.append("try: " + advice.joined(separator: ", or "))
        return Diagnostic(
            .warning, "\(what) is no longer a number in epoch \(place.epoch), batch \(place.batch)",
            labels: [.init(call.nameSpan, "stopped here; the run holds the epochs before")], notes: notes)
    }

    /// Four significant digits.
    static func loss(_ number: Double) -> String { Numbers.significant(number, 4) }
}
