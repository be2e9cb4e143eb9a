import Base
import Datasets
import Engine
import Language
import Sandbox

/// A run as a script for Keras 3: the same network with the same weights at the start, trained on the same windows.
///
/// The numbers go into a file of tensors beside the script (safetensors), which a dozen lines of the script read.
package struct KerasScript {
    /// Sealed: an edited script is told from the one that was written.
    package let text: String
    /// Weights, and the rows that the windows are cut from.
    package let tensors: [(name: String, tensor: Tensor)]

    /// The file that they go into, sealed.
    package var tensorBytes: [UInt8] {
        let mark = [(name: "output", text: OutputMark.open(.kerasTensors))]
        return OutputMark.sealed(Safetensors.bytes(of: tensors, metadata: mark), .kerasTensors)
    }

    /// `name`: what the run is called in the notebook; `file`: the name of the file of tensors.
    package init(_ name: String, _ run: RunObject, file: String, notebook: String) throws(KerasGap) {
        guard let recipe = run.recipe else { throw KerasGap(what: "a run that was not fitted") }
        let model = recipe.start
        let training = try KerasData(recipe.examples.examples, recipe.settings, prefix: "train")
        let validation = try recipe.validation.map { windows throws(KerasGap) in
            try KerasData(windows.examples, recipe.settings, prefix: "validation")
        }
        let weights = model.weights.map(\.name)
        if Set(weights).count < weights.count { throw KerasGap(what: "two layers of the same name") }
        tensors =
            model.weights.map { ($0.name, $0.tensor) } + training.tensors + (validation?.tensors ?? [])
            + (recipe.weights.map { [("train weights", recipe.shaped($0))] } ?? [])
        let network = try KerasNetwork(model)
        let parts: [[String]] = [
            Self.head(name, notebook, file), training.lines, validation?.lines ?? [], network.lines,
            network.weights, try Self.compiling(recipe), Self.checking(), Self.fitting(recipe, validation != nil),
        ]
        let lines = parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
        text = OutputMark.sealed(lines, .keras)
    }

    private static func head(_ name: String, _ notebook: String, _ file: String) -> [String] {
        [
            "# " + OutputMark.open(.keras),
            "\"\"\"`\(PythonText.escaped(name))` of \(PythonText.escaped(notebook)) for Keras 3: the same network, "
                + "weights at the start, and windows.",
            "",
            "Needs keras with a backend of its own (tensorflow, jax or torch), and \(PythonText.escaped(file)) next to "
                + "this file.",
            "\"\"\"",
            "import json", "from pathlib import Path", "", "import numpy as np", "import keras",
            "from keras import layers, ops", "", "",
            "def load(path):",
            "    \"\"\"Tensors by name from a safetensors file of 32-bit floats.\"\"\"",
            "    content = Path(path).read_bytes()",
            "    size = int.from_bytes(content[:8], \"little\")",
            "    header = json.loads(content[8:8 + size])",
            "    header.pop(\"__metadata__\", None)",
            "    tensors = {}",
            "    for name, entry in header.items():",
            "        begin, end = entry[\"data_offsets\"]",
            "        flat = np.frombuffer(content[8 + size + begin:8 + size + end], \"<f4\")",
            "        tensors[name] = flat.reshape(entry[\"shape\"])",
            "    return tensors", "", "",
            "data = load(Path(__file__).with_name(\(PythonText.quoted(file))))",
        ]
    }

    /// The variables of the script that are no layers.
    static let names: Set<String> = [
        "json", "Path", "np", "keras", "layers", "ops", "load", "data", "train_x", "train_y", "validation_x",
        "validation_y", "model", "first",
    ]

    private static func compiling(_ recipe: Recipe) throws(KerasGap) -> [String] {
        let settings = recipe.settings
        let losses = settings.losses.map { $0.keras(recipe.examples.examples) }
        var lines = ["model.compile(", "    optimizer=\(try settings.optimiser.keras(settings.clipping)),"]
        lines.append("    loss=\(losses.count == 1 ? losses[0] : "[" + losses.joined(separator: ", ") + "]"),")
        if !settings.lossWeights.isEmpty {
            lines.append("    loss_weights=[\(settings.lossWeights.map { "\($0)" }.joined(separator: ", "))],")
        }
        return lines + [")", "model.summary()"]
    }

    /// What shows that the script describes the same network.
    private static func checking() -> [String] {
        [
            "first = model.predict(train_x, batch_size=64, verbose=0)",
            "first = first[0] if isinstance(first, (list, tuple)) else first",
            "print(\"first answer before training:\", np.asarray(first[0]).ravel()[:8])",
        ]
    }

    private static func fitting(_ recipe: Recipe, _ hasValidation: Bool) -> [String] {
        let settings = recipe.settings
        var arguments = [
            "train_x", "train_y", "batch_size=\(settings.batchSize)", "epochs=\(settings.epochs)",
            "shuffle=\(settings.shuffle ? "True" : "False")",
        ]
        if let weights = settings.classWeights {
            let pairs = weights.enumerated().map { "\($0): \($1)" }.joined(separator: ", ")
            arguments.append("class_weight={\(pairs)}")
        }
        if recipe.weights != nil { arguments.append("sample_weight=data[\"train weights\"]") }
        let callbacks = settings.kerasCallbacks
        if !callbacks.isEmpty { arguments.append("callbacks=[\(callbacks.joined(separator: ", "))]") }
        if hasValidation { arguments.append("validation_data=(validation_x, validation_y)") }
        return [
            "if __name__ == \"__main__\":", "    keras.utils.set_random_seed(\(settings.seed))",
            "    model.fit(\(arguments.joined(separator: ", ")))",
        ]
    }
}

extension Recipe {
    /// [examples], or [examples × steps].
    fileprivate func shaped(_ weights: [Float]) -> Tensor {
        let count = examples.count
        return Tensor(weights, shape: weights.count > count ? [count, weights.count / max(1, count)] : [count])
    }
}

/// Something that Keras has no word for, or that this export does not write.
package struct KerasGap: Error {
    package var what: String
}

extension Loss {
    func keras(_ examples: Examples) -> String {
        switch self {
        case .meanSquaredError: "\"mse\""
        case .meanAbsoluteError: "\"mae\""
        case .binaryCrossEntropy: "\"binary_crossentropy\""
        case .categoricalCrossEntropy:
            examples.targets?.features == 1
                ? "keras.losses.SparseCategoricalCrossentropy(ignore_class=-1)" : "\"categorical_crossentropy\""
        }
    }
}
