import Datasets
import Engine
import Language
import Sandbox

/// What a fit was asked to do: enough to do it again elsewhere.
package struct Recipe: Sendable {
    package var settings: FitSettings
    package var examples: Windows
    package var validation: Windows?
    /// The weights before the first step.
    package var start: Model
    /// What training examples count; nil for 1 each.
    package var weights: [Float]?
}

/// Evaluates cells without training, writing or checking: a fit gives its run as it was before the first epoch, with its
/// recipe.
package enum Recipes {
    /// The names that hold a run after all cells, with their runs, in the order of the names' first appearance.
    package static func all(of cells: [Source], access: FileAccess, seed: UInt64) throws(Diagnostic) -> [(
        name: String, run: RunObject
    )] {
        var environment = Environment()
        let host = DescribingHost(access: access, seed: seed)
        var names: [String] = []
        for cell in cells {
            let parsed = parse(cell, builtins: builtins)
            if let problem = parsed.diagnostics.first { throw problem }
            let outcome = Evaluator(builtins: builtins).run(parsed.program, in: &environment, host: host)
            if let problem = outcome.diagnostics.first { throw problem }
            for name in parsed.program.statements.flatMap({ $0.names.map(\.text) }) where !names.contains(name) {
                names.append(name)
            }
        }
        return names.compactMap { name in
            guard case .object(let run as RunObject) = environment.names[name], run.recipe != nil else { return nil }
            return (name, run)
        }
    }
}

/// A host that shows nothing and for which nothing is trained or written.
private final class DescribingHost: Host, @unchecked Sendable {
    let access: FileAccess
    var seed: UInt64
    let isStopped = false
    let isDescribing = true

    var folder: String { access.folder }

    init(access: FileAccess, seed: UInt64) {
        self.access = access
        self.seed = seed
    }

    func show(_ value: Value) {}
    func note(_ diagnostic: Diagnostic) {}
    func report(_ progress: Language.Progress) {}
    func present(_ value: Value) {}
}
