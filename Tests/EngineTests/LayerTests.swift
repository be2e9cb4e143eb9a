import Testing

@testable import EngineDouble

/// One pass over a batch, with losses and gradients to look at.
struct Probe {
    let executor: Executor
    let heads: [LossHead]
    let examples: Examples
    let order: [Int]

    init(_ item: LayerCase) throws {
        examples = item.examples()
        let model = try Model(item.network, inputs: item.inputs, seed: 3)
        executor = try Executor(
            model, batch: examples.count, purpose: .learn, masks: examples.sources.map(\.hasMask), losses: item.losses)
        let outputs = executor.outputs
        heads = examples.answers.enumerated().map { answer, targets in
            LossHead(
                item.losses[answer], .real, output: outputs[answer],
                isFused: item.network.isFused(answer: answer, with: item.losses), targets: targets,
                weight: answer == 0 ? 1 : 0.5)
        }
        order = Array(0..<examples.count)
        // Biases start at zero; moved, so that their gradients are tested at a place that is not special.
        var random = Random(seed: 5, .sampling)
        for slot in executor.slots {
            for row in 0..<slot.parameter.rows {
                for block in 0..<slot.parameter.blocks {
                    for column in 0..<slot.parameter.blockWidth {
                        let place =
                            slot.offset + row * slot.parameter.stride
                            + block * Sizes.padded(slot.parameter.blockWidth) + column
                        executor.weights[place] += 0.3 * random.normal()
                    }
                }
            }
        }
        executor.fill(examples.sources, order, 0..<examples.count)
    }

    func loss(backward: Bool = false, isTraining: Bool = true) -> Double {
        var pass = executor.pass(examples.count, isTraining: isTraining)
        pass.seed = 11
        executor.prepare(pass)
        executor.forward(pass)
        let losses = heads.indices.map {
            heads[$0].measure(pass, examples.answers[$0], order, 0..<examples.count, writesGradient: backward).loss
        }
        if backward { executor.backward(pass) }
        return losses.weighted(by: heads.map(\.weight))
    }
}

@Test("gradients agree with central differences", arguments: LayerCase.all)
func gradientsAgreeWithCentralDifferences(_ item: LayerCase) throws { try checkGradients(item, isTraining: true) }

@Test(
    "gradients agree where nothing is learnt", arguments: LayerCase.all.filter { $0.description.contains("batch_norm") }
)
func gradientsAgreeWhereNothingIsLearnt(_ item: LayerCase) throws { try checkGradients(item, isTraining: false) }

private func checkGradients(_ item: LayerCase, isTraining: Bool) throws {
    let probe = try Probe(item)
    _ = probe.loss(backward: true, isTraining: isTraining)
    let executor = probe.executor
    let analytic = (0..<executor.weightCount).map { executor.gradients[$0] }
    let largest = analytic.map(abs).max() ?? 0
    #expect(largest > 1e-4)
    for slot in executor.slots {
        let (parameter, width) = (slot.parameter, Sizes.padded(slot.parameter.blockWidth))
        for row in 0..<parameter.rows {
            for place in 0..<parameter.stride {
                let index = slot.offset + row * parameter.stride + place
                guard place % width < parameter.blockWidth, parameter.isTrainable else {
                    #expect(analytic[index] == 0, "padding of \(parameter.name)")
                    continue
                }
                let weight = executor.weights[index]
                let step = 1e-5
                executor.weights[index] = weight + step
                let above = probe.loss(isTraining: isTraining)
                executor.weights[index] = weight - step
                let below = probe.loss(isTraining: isTraining)
                executor.weights[index] = weight
                let difference = (above - below) / (2 * step)
                let error = abs(difference - analytic[index]) / max(largest, 1e-3)
                #expect(
                    error < 1e-6,
                    "\(parameter.name) [\(row), \(place)]: \(analytic[index]), differences \(difference)")
            }
        }
    }
}

@Test("a trace ends in the prediction", arguments: LayerCase.all)
func aTraceEndsInThePrediction(_ item: LayerCase) throws {
    let model = try Model(item.network, inputs: item.inputs, seed: 3)
    let examples = item.examples()
    for index in 0..<examples.count {
        let trace = try model.trace(examples[index], losses: item.losses)
        let prediction = try model.predict(examples[index].sources)[0]
        for (shown, predicted) in zip(trace.output.flatMap(\.self), prediction.values) {
            #expect(abs(shown - predicted) < 1e-12)
        }
    }
}

@Test("every equation's numbers give the value that was kept", arguments: LayerCase.all)
func everyEquationSNumbersGiveTheValueThatWasKept(_ item: LayerCase) throws {
    let model = try Model(item.network, inputs: item.inputs, seed: 3)
    let kept = try model.trace(item.examples()[1], losses: item.losses)
    var count = 0
    for layer in Convention.allCases.flatMap({ kept.written(in: $0).layers }) {
        for equation in layer.equations {
            for step in layer.outputs.indices where !layer.masked[step] {
                for unit in 0..<layer.units {
                    let shown = layer.arithmetic(equation, step: step, unit: unit)
                    let value = try #require(layer.fields[equation.field]?[step][unit])
                    #expect(shown.result == (equation.isComplement ? 1 - value : value))
                    if let sum = shown.sum, let value = shown.activation?.value(sum) {
                        #expect(
                            abs(value - shown.result) < 1e-5, "\(layer.title) \(equation.symbol) step \(step + 1)")
                        count += 1
                    }
                    if case .combination(let expression) = equation.body,
                        let value = layer.value(expression, step, unit)
                    {
                        #expect(
                            abs(value - shown.result) < 1e-5, "\(layer.title) \(equation.symbol) step \(step + 1)")
                        count += 1
                    }
                    if case .pooling(let pooling) = equation.body {
                        let window = layer.window(step, unit)
                        let mean = window.reduce(0, +) / Real(window.count)
                        #expect(abs(shown.result - (pooling == .mean ? mean : window.max() ?? .nan)) < 1e-12)
                        count += 1
                    }
                }
            }
        }
    }
    #expect(count > 0 || kept.layers.allSatisfy { $0.equations.isEmpty } || item.description.contains("softmax"))
}

extension Equation {
    var isComplement: Bool { if case .affine(let affine) = body { affine.isComplement } else { false } }
}

extension LayerTrace {
    /// The value of a combination; nil where it holds softmax.
    func value(_ expression: Equation.Expression, _ step: Int, _ unit: Int) -> Real? {
        func part(_ inner: Equation.Expression) -> Real { value(inner, step, unit) ?? .nan }
        switch expression {
        case .field(let name): return row(name, step)[unit]
        case .complement(let name): return 1 - row(name, step)[unit]
        case .weight(let name): return weight(name)!.values[unit]
        case .previous(let name): return previous(name, step)[unit]
        case .one: return 1
        case .sum(let left, let right): return part(left) + part(right)
        case .difference(let left, let right): return part(left) - part(right)
        case .product(let left, let right): return part(left) * part(right)
        case .activation(let function, let inner): return function.value(part(inner))
        }
    }
}
