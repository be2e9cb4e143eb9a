import Testing

@testable import EngineDouble

/// Networks made of networks: what is shared and what is a copy.
@Suite struct WiringTests {
    @Test("branches that begin with the same layer share it") func branchesThatBeginWithTheSameLayerShareIt() {
        let shared = Network(input: Shape(steps: 5, features: 3)).appending(Dense(units: 3))
        let joined = Network.joining([shared.appending(GRU(units: 2)), shared.appending(LSTM(units: 2))])
        #expect(joined.layers.map(\.kind) == ["dense", "gru", "lstm"])
        #expect(joined.inputs.count == 1)
        #expect(joined.nodes.map(\.inputs) == [[.input(0)], [.node(0)], [.node(0)]])
        #expect(joined.outputs == [.node(1), .node(2)])
    }

    @Test("a description used twice is two layers") func aDescriptionUsedTwiceIsTwoLayers() throws {
        let block = Network.sequential([Dense(units: 3)])
        let twice = Network(input: Shape(3)).appending(block).appending(block)
        #expect(try twice.parameterCount(from: Shape(3)) == 24)
        #expect(Network.joining([twice, twice.appending(block)]).nodes.count == 3)
    }

    @Test("inputs that were stated stay apart, and those that were not are one")
    func inputsThatWereStatedStayApartAndThoseThatWereNotAreOne() {
        let (a, b) = (Network(input: Shape(2)), Network(input: Shape(3)))
        let stated = Network.joining([a.appending(Dense(units: 1)), b.appending(Dense(units: 1)), a])
        #expect(stated.inputs.map(\.shape) == [Shape(2), Shape(3)])
        #expect(stated.outputs == [.node(0), .node(1), .input(0)])
        let open = Network.joining([.sequential([GRU(units: 2)]), .sequential([LSTM(units: 2)])])
        #expect(open.inputs.count == 1)
        let mixed = Network.joining([.sequential([Dense(units: 2)]), a.appending(Dense(units: 1))])
        #expect(mixed.inputs.map(\.shape) == [Shape(2)])
        #expect(mixed.nodes.map(\.inputs) == [[.input(0)], [.input(0)]])
    }

    @Test("inputs are put into a given order, if they are the ones that are read")
    func inputsArePutIntoAGivenOrder() {
        let (a, b) = (Network(input: Shape(2)), Network(input: Shape(3)))
        let joined = Network.joining([b.appending(Dense(units: 1)), a.appending(Dense(units: 1))])
        #expect(joined.inputs.map(\.shape) == [Shape(3), Shape(2)])
        let ordered = joined.ordering(inputs: [a, b])
        #expect(ordered?.inputs.map(\.shape) == [Shape(2), Shape(3)])
        #expect(ordered?.nodes.map(\.inputs) == [[.input(1)], [.input(0)]])
        #expect(joined.ordering(inputs: [a]) == nil)
        #expect(joined.ordering(inputs: [a, a]) == nil)
        #expect(joined.ordering(inputs: [a, Network(input: Shape(3))]) == nil)
    }

    @Test("a wire that several read is added to by all but the last in order")
    func aWireThatSeveralReadIsAddedTo() {
        let network = LayerCase.fork
        #expect(network.isRead(.node(0), after: 1, input: 0))
        #expect(!network.isRead(.node(0), after: 2, input: 0))
        #expect(network.isRead(.node(1), after: 1, input: 0), "the loss of the first answer")
        #expect(!network.isOnlyAnswer(.node(0)))
        #expect(network.isOnlyAnswer(.node(1)))
    }

    @Test("a wrong number of inputs, answers or examples is told") func wrongNumbersAreTold() throws {
        let model = try Model(LayerCase.fork, inputs: [Shape(steps: 5, features: 3)], seed: 1)
        let x = Sequences(Tensor(zeros: [2, 5, 3]))
        let y = Targets(Tensor(zeros: [2, 2]))
        func refusal(_ examples: Examples) -> EngineError? {
            do throws(EngineError) {
                _ = try model.evaluate(examples, losses: [.meanSquaredError, .meanSquaredError])
                return nil
            } catch { return error }
        }
        #expect(refusal(Examples(sources: [x, x], answers: [y, y])) == .inputCount(needs: 1, found: 2))
        #expect(refusal(Examples(sources: [x], answers: [y])) == .outputCount(needs: 2, found: 1))
    }
}
