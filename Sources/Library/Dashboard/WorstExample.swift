import Datasets
import Engine
import Views

/// The example that a model answers worst, of those for validation or, without them, of those it learns from.
struct WorstExample: Sendable {
    let windows: Windows
    let losses: [Loss]
    let lossWeights: [Double]

    /// Of a long list so many are looked through, at equal distances.
    private static let limit = 5000

    init(_ windows: Windows, _ losses: [Loss], lossWeights: [Double] = []) {
        (self.windows, self.losses, self.lossWeights) = (windows, losses, lossWeights)
    }

    /// `place` names the state of the weights: "epoch 6, batch 12".
    func find(in model: Model, at place: String, isStopped: () -> Bool = { false }) -> FitControl.Finding {
        do throws(EngineError) {
            let step = model.network.isStateful ? 1 : (windows.count + Self.limit - 1) / Self.limit
            let places = Array(stride(from: 0, to: windows.count, by: max(1, step)))
            let found = try model.exampleLosses(
                step > 1 ? windows.examples[places] : windows.examples, losses: losses, weights: lossWeights,
                isStopped: isStopped)
            guard let worst = Self.largest(found) else { return .init(nil, Messages.noWorst) }
            let example = places[worst]
            let inspector = try Inspector(model, windows.examples[example], losses: losses)
            let subject = Tracing.subject(inspector, windows, targets: windows.targets)
            return .init(TraceObject(subject), Messages.worst(example + 1, of: places.count, at: place))
        } catch {
            return .init(nil, Messages.noWorst)
        }
    }

    /// What is no number is worse than any.
    static func largest(_ losses: [Double?]) -> Int? {
        func size(_ loss: Double) -> Double { loss.isNaN ? .infinity : loss }
        return losses.indices.filter { losses[$0] != nil }.max { size(losses[$0] ?? 0) < size(losses[$1] ?? 0) }
    }
}

extension Messages {
    static let noWorst = "There is no example with a target to step into."

    /// Parts of a first line, the more telling one behind: it is the last to give way.
    static func worst(_ example: Int, of count: Int, at place: String) -> String {
        "example \(example) > worst of \(count) at \(place)"
    }
}
