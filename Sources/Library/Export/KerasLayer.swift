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
        switch node.layer.kerasForm {
        case .layer(let call):
            lines = ["\(name) = \(try call.python(named: name, try node.kerasPenalties()))(\(reads[0]))"]
        case .merge(let call): lines = ["\(name) = \(try call.python(named: name))([\(reads.joined(separator: ", "))])"]
        case .recurrent(let call):
            let more = (passesStates ? ["return_state=True"] : []) + (try node.kerasPenalties())
            let first =
                reads.count == 1 ? reads[0] : "\(reads[0]), initial_state=[\(reads[1...].joined(separator: ", "))]"
            let targets = passesStates ? ([name] + states).joined(separator: ", ") : name
            lines = ["\(targets) = \(try call.python(named: name, more))(\(first))"]
        case .highway(let function):
            addHighway(function, name, reads[0], weights, &free)
            return
        case .missing(let what): throw KerasGap(what: what)
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
        _ activation: ActivationFunction, _ name: String, _ x: String, _ weights: [String], _ free: inout PythonNames
    ) {
        let (h, t) = (free.take(name + "_H"), free.take(name + "_T"))
        for (part, function) in [(h, activation), (t, .sigmoid)] {
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

extension KerasCall {
    /// `layers.GRU(10, name="gru")`; `more`: arguments that the place in the network asks for.
    func python(named name: String?, _ more: [String] = []) throws(KerasGap) -> String {
        var all: [String] = []
        for argument in arguments {
            all.append((argument.name.map { $0 + "=" } ?? "") + (try argument.value.python()))
        }
        all += more + (name.map { ["name=" + PythonText.quoted($0)] } ?? [])
        return "layers.\(self.name)(\(all.joined(separator: ", ")))"
    }
}

extension KerasCall.Value {
    fileprivate func python() throws(KerasGap) -> String {
        switch self {
        case .number(let text): return text
        case .flag(let value): return value ? "True" : "False"
        case .text(let text): return PythonText.quoted(text)
        case .layer(let inner):
            switch inner.kerasForm {
            case .layer(let call), .merge(let call), .recurrent(let call): return try call.python(named: nil)
            case .highway: throw KerasGap(what: "the layer \(inner.kind)")
            case .missing(let what): throw KerasGap(what: what)
            }
        }
    }
}
