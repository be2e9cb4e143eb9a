import Base
import Engine

/// One node as lines of a script.
struct KerasLayer {
    var lines: [String] = []
    var weights: [String] = []

    /// `reads`: variables that feed it; `weights`: names in the file of tensors; `states`: variables for its last states;
    /// `free`: gives names to what has none here.
    init(
        _ node: Network.Node, named name: String, reads: [String], weights: [String], states: [String],
        passesStates: Bool, free: inout PythonNames
    ) throws(KerasGap) {
        let listed = "[\(reads.joined(separator: ", "))]"
        switch node.layer {
        case is Add, is Multiply, is Concat:
            lines = ["\(name) = \(try node.layer.keras(named: name))(\(listed))"]
        case let highway as Highway:
            try addHighway(highway, name, reads[0], weights, &free)
            return
        case is any RecurrentLayer, is Bidirectional:
            let more = (passesStates ? ["return_state=True"] : []) + (try node.kerasPenalties())
            let first =
                reads.count == 1 ? reads[0] : "\(reads[0]), initial_state=[\(reads[1...].joined(separator: ", "))]"
            let targets = passesStates ? ([name] + states).joined(separator: ", ") : name
            lines = ["\(targets) = \(try node.layer.keras(named: name, more))(\(first))"]
        default:
            let call = try node.layer.keras(named: name, try node.kerasPenalties())
            lines = ["\(name) = \(call)(\(reads[0]))"]
        }
        set(weights, of: name)
    }

    private mutating func set(_ names: [String], of layer: String) {
        if names.isEmpty { return }
        let list = names.map { "data[\(PythonText.quoted($0))]" }.joined(separator: ", ")
        weights.append("model.get_layer(\(PythonText.quoted(layer))).set_weights([\(list)])")
    }

    /// Keras has no such layer: two dense ones and the sum.
    private mutating func addHighway(
        _ layer: Highway, _ name: String, _ x: String, _ weights: [String], _ free: inout PythonNames
    ) throws(KerasGap) {
        let (h, t) = (free.take(name + "_H"), free.take(name + "_T"))
        for (part, function) in [(h, layer.activation), (t, .sigmoid)] {
            let call = "layers.Dense(\(x).shape[-1], activation=\"\(function.rawValue)\", name=\"\(part)\")"
            lines.append("\(part) = \(call)(\(x))")
        }
        let changed = "layers.Multiply(name=\"\(free.take(name + "_changed"))\")([\(t), \(h)])"
        let kept = "layers.Multiply(name=\"\(free.take(name + "_kept"))\")([ops.subtract(1.0, \(t)), \(x)])"
        lines.append("\(name) = layers.Add(name=\"\(name)\")([\(changed), \(kept)])")
        set(Array(weights.prefix(2)), of: h)
        set(Array(weights.dropFirst(2)), of: t)
    }
}

extension Network.Node {
    /// `kernel_regularizer=keras.regularizers.L1L2(…)`, a bias's and so on.
    fileprivate func kerasPenalties() throws(KerasGap) -> [String] {
        if options.regularisers.isEmpty { return [] }
        if layer is Bidirectional || layer is TimeDistributed || layer is Highway {
            throw KerasGap(what: "penalties inside the layer \(layer.kind)")
        }
        return options.regularisers.sorted { $0.key < $1.key }.map { parameter, penalty in
            let prefix = parameter == "recurrent_kernel" ? "recurrent" : parameter
            return "\(prefix)_regularizer=keras.regularizers.L1L2(l1=\(penalty.l1), l2=\(penalty.l2))"
        }
    }
}

extension Layer {
    /// `layers.GRU(10, name="gru")`; `more`: arguments that the place in the network asks for.
    func keras(named name: String?, _ more: [String] = []) throws(KerasGap) -> String {
        let (kind, arguments) = try kerasParts()
        let all = arguments + more + (name.map { ["name=" + PythonText.quoted($0)] } ?? [])
        return "layers.\(kind)(\(all.joined(separator: ", ")))"
    }

    private func kerasParts() throws(KerasGap) -> (kind: String, arguments: [String]) {
        switch self {
        case let layer as SimpleRNN: return ("SimpleRNN", try layer.kerasArguments())
        case let layer as GRU:
            let own = [layer.kerasGates, flag("reset_after", layer.resetAfter)]
            return ("GRU", try layer.kerasArguments() + own)
        case let layer as LSTM: return ("LSTM", try layer.kerasArguments() + [layer.kerasGates])
        case let layer as Bidirectional:
            return ("Bidirectional", [try layer.layer.keras(named: nil), "merge_mode=\"\(layer.merge.rawValue)\""])
        case let layer as Dense:
            return ("Dense", ["\(layer.units)", function(layer.activation), flag("use_bias", layer.useBias)])
        case let layer as TimeDistributed: return ("TimeDistributed", [try layer.layer.keras(named: nil)])
        case let layer as Embedding:
            return ("Embedding", ["\(layer.vocabulary)", "\(layer.units)", flag("mask_zero", layer.maskZero)])
        case let layer as Masking: return ("Masking", ["mask_value=\(layer.value)"])
        case let layer as Dropout: return ("Dropout", ["\(layer.rate)"])
        case let layer as Activation: return ("Activation", ["\"\(layer.function.rawValue)\""])
        case let layer as LayerNorm:
            let parts = [flag("center", layer.center), flag("scale", layer.scale)]
            return ("LayerNormalization", ["epsilon=\(layer.epsilon)"] + parts)
        case let layer as BatchNorm:
            let parts = [flag("center", layer.center), flag("scale", layer.scale)]
            return ("BatchNormalization", ["momentum=\(layer.momentum)", "epsilon=\(layer.epsilon)"] + parts)
        case let layer as Conv1D:
            let sizes = ["\(layer.filters)", "\(layer.kernelSize)", "strides=\(layer.strides)"]
            let rest = ["padding=\"\(layer.padding.rawValue)\"", "dilation_rate=\(layer.dilation)"]
            return ("Conv1D", sizes + rest + [function(layer.activation), flag("use_bias", layer.useBias)])
        case let layer as Pooling:
            let kind = layer.kindOfPooling == .largest ? "MaxPooling1D" : "AveragePooling1D"
            let strides = layer.strides.map { ["strides=\($0)"] } ?? []
            return (kind, ["\(layer.size)"] + strides + ["padding=\"\(layer.padding.rawValue)\""])
        case let layer as GlobalPooling:
            return (layer.kindOfPooling == .largest ? "GlobalMaxPooling1D" : "GlobalAveragePooling1D", [])
        case is Flatten: return ("Flatten", [])
        case let layer as Repeat: return ("RepeatVector", ["\(layer.count)"])
        case is Add: return ("Add", [])
        case is Multiply: return ("Multiply", [])
        case is Concat: return ("Concatenate", [])
        default: throw KerasGap(what: "the layer \(kind)")
        }
    }
}

private func flag(_ name: String, _ value: Bool) -> String { "\(name)=\(value ? "True" : "False")" }
private func function(_ activation: ActivationFunction) -> String { "activation=\"\(activation.rawValue)\"" }

extension RecurrentLayer {
    fileprivate func kerasArguments() throws(KerasGap) -> [String] {
        if options.truncation != nil { throw KerasGap(what: "truncated backpropagation, which Keras does not have") }
        if options.isStateful { throw KerasGap(what: "stateful layers, whose resets this script does not write") }
        var arguments = [
            "\(units)", function(activation), flag("return_sequences", returnSequences), flag("use_bias", useBias),
        ]
        if options.goBackwards { arguments.append(flag("go_backwards", true)) }
        if options.dropout > 0 { arguments.append("dropout=\(options.dropout)") }
        if options.recurrentDropout > 0 { arguments.append("recurrent_dropout=\(options.recurrentDropout)") }
        return arguments
    }

    fileprivate var kerasGates: String { "recurrent_activation=\"\(recurrentActivation.rawValue)\"" }
}
