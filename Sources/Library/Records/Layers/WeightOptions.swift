import Engine
import Language

/// How the weights of a layer start and what keeps them small, spelled as in Keras: `kernel_initializer`,
/// `recurrent_regularizer` … Records of layers add what fits them; `Call.weightOptions` reads what was given.
enum WeightOptions {
    static let dense = [initialiser("kernel"), initialiser("bias"), regulariser("kernel"), regulariser("bias")]
    static let recurrent = [
        initialiser("kernel"), initialiser("recurrent"), initialiser("bias"),
        regulariser("kernel"), regulariser("recurrent"), regulariser("bias"),
    ]
    static let embedding = [initialiser("embeddings"), regulariser("embeddings")]
    /// Of layers that scale and shift what they have normalised.
    static let norm = [initialiser("gamma"), initialiser("beta"), regulariser("gamma"), regulariser("beta")]

    private static func initialiser(_ prefix: String) -> Parameter {
        Parameter(
            "\(prefix)_initializer",
            .either([.object(InitialiserObject.kind), .choice(InitialiserObject.words.map(\.word))]),
            "how the \(name(prefix)) start\(prefix == "embeddings" ? "" : "s"), such as he_normal()",
            default: Value.none)
    }

    private static func regulariser(_ prefix: String) -> Parameter {
        Parameter(
            "\(prefix)_regularizer",
            .either([.object(RegulariserObject.kind), .choice(RegulariserObject.words.map(\.word))]),
            "a penalty on the \(name(prefix)), such as l2(0.01)", default: Value.none)
    }

    private static func name(_ prefix: String) -> String { prefix == "recurrent" ? "recurrent kernel" : prefix }
}

extension Call {
    /// Initialisers and regularisers by the name of the parameter that they are for.
    var weightOptions: NodeOptions {
        var options = NodeOptions()
        for name in builtin.parameters.map(\.name) {
            if let parameter = name.parameter(of: "_initializer") {
                options.initialisers[parameter] = initialiser(name)
            } else if let parameter = name.parameter(of: "_regularizer") {
                options.regularisers[parameter] = regulariser(name)
            }
        }
        return options
    }

    private func initialiser(_ name: String) -> Initialiser? {
        if let object = object(ifGiven: name, as: InitialiserObject.self) { return object.initialiser }
        return text(ifGiven: name).flatMap { word in InitialiserObject.words.first { $0.word == word }?.initialiser }
    }

    private func regulariser(_ name: String) -> Regulariser? {
        if let object = object(ifGiven: name, as: RegulariserObject.self) { return object.regulariser }
        return text(ifGiven: name).flatMap { word in RegulariserObject.words.first { $0.word == word }?.regulariser }
    }
}

extension String {
    /// "recurrent_kernel" of "recurrent_initializer".
    fileprivate func parameter(of ending: String) -> String? {
        guard hasSuffix(ending) else { return nil }
        let prefix = String(dropLast(ending.count))
        return prefix == "recurrent" ? "recurrent_kernel" : prefix
    }
}
