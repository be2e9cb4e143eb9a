import Engine
import Language

/// How weights start.
package struct InitialiserObject: Object {
    package static let kind: Kind = "initialiser"
    package let initialiser: Initialiser
    package let summary: String

    init(_ initialiser: Initialiser, _ words: String) {
        self.initialiser = initialiser
        summary = "initialiser: " + words
    }

    /// Those that a word alone names.
    static let words: [(word: String, initialiser: Initialiser)] = [
        ("glorot_uniform", .glorotUniform), ("glorot_normal", .glorotNormal), ("he_uniform", .heUniform),
        ("he_normal", .heNormal), ("lecun_uniform", .lecunUniform), ("lecun_normal", .lecunNormal),
        ("orthogonal", .orthogonal), ("identity", .identity), ("zeros", .zeros), ("ones", .ones),
        ("random_uniform", .uniform(0.05)), ("random_normal", .normal(mean: 0, deviation: 0.05)),
        ("truncated_normal", .truncatedNormal(mean: 0, deviation: 0.05)),
    ]
}

/// What keeps weights small.
package struct RegulariserObject: Object {
    package static let kind: Kind = "regulariser"
    package let regulariser: Regulariser

    init(_ regulariser: Regulariser) { self.regulariser = regulariser }

    package var summary: String {
        let parts = [
            regulariser.l1 == 0 ? nil : "\(Messages.short(regulariser.l1)) · Σ|w|",
            regulariser.l2 == 0 ? nil : "\(Messages.short(regulariser.l2)) · Σw²",
        ].compactMap { $0 }
        return "regulariser: " + (parts.isEmpty ? "none" : parts.joined(separator: " + ")) + " is added to the loss"
    }

    /// Those that a word alone names, as strong as Keras makes them.
    static let words: [(word: String, regulariser: Regulariser)] = [
        ("l1", Regulariser(l1: 0.01)), ("l2", Regulariser(l2: 0.01)), ("l1_l2", Regulariser(l1: 0.01, l2: 0.01)),
    ]
}
