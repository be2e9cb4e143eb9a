import Engine
import Language

/// Parameters that several layers take, in the same words.
enum LayerParameters {
    /// The parameter that a pipe fills.
    static let before = Parameter(
        "network", .object(NetworkObject.kind), "the layers before, filled by a pipe", default: Value.none,
        isSubject: true)
    static let useBias = Parameter("use_bias", .bool, "add a bias", default: .bool(true))
    static let functions = ["linear", "tanh", "sigmoid", "relu", "softmax"]
    /// A softmax needs a whole row, which a gate is not.
    static let gateFunctions = ["linear", "tanh", "sigmoid", "relu"]

    static func function(_ name: String, _ sentence: String, default fallback: String) -> Parameter {
        Parameter(name, .choice(fallback == "linear" ? functions : gateFunctions), sentence, default: .text(fallback))
    }
}

extension Call {
    func function(_ name: String) -> ActivationFunction { ActivationFunction(rawValue: text(name)) ?? .linear }

    /// The network before the pipe, if there is one, followed by this layer.
    func layer(_ layer: any Layer) -> Value { behind(NetworkObject(layer, at: self)) }

    /// The network before the pipe, if there is one, followed by another.
    func behind(_ last: NetworkObject) -> Value {
        guard let network = object(ifGiven: "network", as: NetworkObject.self) else { return .object(last) }
        return .object(network.appending(last))
    }
}
