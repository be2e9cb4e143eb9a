@testable import EngineDouble

extension LayerCase {
    /// Convolution, pooling, normalisation and other layers without a state.
    static let feedForward: [LayerCase] = [
        LayerCase("conv1d", [Conv1D(filters: 4, kernelSize: 3)]),
        LayerCase("conv1d relu after a layer", [inner, Conv1D(filters: 18, kernelSize: 2, activation: .relu), last]),
        LayerCase("conv1d same, even window", [inner, Conv1D(filters: 3, kernelSize: 4, padding: .same)]),
        LayerCase(
            "conv1d causal and dilated", [inner, Conv1D(filters: 3, kernelSize: 3, padding: .causal, dilation: 2)]),
        LayerCase("conv1d same and dilated", [inner, Conv1D(filters: 3, kernelSize: 2, padding: .same, dilation: 3)]),
        LayerCase("conv1d with strides", [inner, Conv1D(filters: 3, kernelSize: 2, strides: 2)]),
        LayerCase("conv1d same with strides", [inner, Conv1D(filters: 3, kernelSize: 3, strides: 2, padding: .same)]),
        LayerCase("conv1d causal with strides", [Conv1D(filters: 3, kernelSize: 3, strides: 3, padding: .causal)]),
        LayerCase("conv1d wider than the sequence", [inner, Conv1D(filters: 2, kernelSize: 9, padding: .same)]),
        LayerCase(
            "conv1d dilated out of the sequence", [Conv1D(filters: 2, kernelSize: 3, padding: .same, dilation: 7)]),
        LayerCase(
            "conv1d without bias", [inner, Conv1D(filters: 3, kernelSize: 3, activation: .tanh, useBias: false)]),
        LayerCase(
            "conv1d softmax, classes at every step",
            [inner, Conv1D(filters: 3, kernelSize: 3, padding: .same, activation: .softmax)],
            loss: .categoricalCrossEntropy),
        LayerCase("conv1d ends the mask", [inner, Conv1D(filters: 3, kernelSize: 2), GRU(units: 2)], isMasked: true),
        LayerCase("max_pooling", [inner, Pooling(.largest), last]),
        LayerCase("max_pooling of the input", [Pooling(.largest, size: 3, strides: 1), GRU(units: 2)]),
        LayerCase(
            "max_pooling same, overlapping", [inner, Pooling(.largest, size: 3, strides: 2, padding: .same), last]),
        LayerCase("average_pooling", [inner, Pooling(.mean), last]),
        LayerCase("average_pooling same, overlapping", [inner, Pooling(.mean, size: 4, strides: 1, padding: .same)]),
        LayerCase("global_max_pooling", [inner, GlobalPooling(.largest), last]),
        LayerCase("global_average_pooling", [inner, GlobalPooling(.mean), last]),
        LayerCase("global_average_pooling masked", [inner, GlobalPooling(.mean), last], isMasked: true),
        LayerCase("layer_norm", [inner, LayerNorm(), last]),
        LayerCase("layer_norm of the input", [LayerNorm(), GRU(units: 2)]),
        LayerCase("layer_norm wider than a panel", [Dense(units: 35), LayerNorm(epsilon: 0.1), last]),
        LayerCase("layer_norm without gamma", [inner, LayerNorm(scale: false), GRU(units: 2)]),
        LayerCase("layer_norm without beta", [inner, LayerNorm(center: false), GRU(units: 2)]),
        LayerCase("layer_norm masked", [inner, LayerNorm(), GRU(units: 2)], isMasked: true),
        LayerCase("masking", [inner, Activation(.relu), Masking(), GRU(units: 3, returnSequences: true)]),
        LayerCase("masking of what is masked", [inner, Masking(value: 7), GRU(units: 3)], isMasked: true),
        LayerCase("batch_norm", [inner, BatchNorm(), last]),
        LayerCase("batch_norm of the input", [BatchNorm(epsilon: 0.1), GRU(units: 2)]),
        LayerCase("batch_norm wider than a panel", [Dense(units: 18), BatchNorm(scale: false), last]),
        LayerCase("batch_norm without beta", [inner, BatchNorm(center: false), GRU(units: 2)]),
        LayerCase("batch_norm masked", [inner, BatchNorm(), GRU(units: 2)], isMasked: true),
        LayerCase(
            "batch_norm masked, read at every step", [inner, BatchNorm(), Flatten(), last], isMasked: true),
        LayerCase("highway", [inner, Highway(activation: .tanh), last]),
        LayerCase("highway of the input", [Highway(), GRU(units: 2)]),
        LayerCase("highway wider than a panel", [Dense(units: 18), Highway(activation: .sigmoid), last]),
        LayerCase("highway softmax masked", [inner, Highway(activation: .softmax), GRU(units: 2)], isMasked: true),
        LayerCase("time_distributed dense", [inner, TimeDistributed(Dense(units: 3, activation: .relu))]),
        LayerCase(
            "time_distributed softmax", [inner, TimeDistributed(Dense(units: 3, activation: .softmax))],
            loss: .categoricalCrossEntropy),
        LayerCase("time_distributed layer_norm", [inner, TimeDistributed(LayerNorm()), GRU(units: 2)], isMasked: true),
        LayerCase("what layers read twice gets the sum", readTwice),
    ]

    private static let inner = Dense(units: 4, activation: .tanh)
    private static let last = Dense(units: 2)

    /// Every layer that adds to a gradient that another has written before.
    private static let readTwice: Network = {
        let shared = Network().appending(inner)
        let layers: [any Layer] = [
            Conv1D(filters: 4, kernelSize: 3, padding: .same), Pooling(.largest, strides: 1, padding: .same),
            Pooling(.mean, strides: 1, padding: .same), LayerNorm(), BatchNorm(), Masking(), Highway(),
            TimeDistributed(Dense(units: 4)),
        ]
        let branches = layers.map { shared.appending($0) } + [shared]
        let pooled = [GlobalPooling(.mean), GlobalPooling(.largest)].map { shared.appending($0) }
        return .joining([.joining(branches, by: Add()).appending(GRU(units: 4))] + pooled, by: Add())
    }()
}
