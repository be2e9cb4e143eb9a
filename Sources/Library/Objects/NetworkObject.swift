import Engine
import Language

/// A description of one layer or of several: values that never change and hold no weights.
///
/// It knows where each layer was written, so that a message about shapes can point there long after.
package struct NetworkObject: Object {
    package static let kind: Kind = "network"

    /// Where a layer was written.
    package struct Mark: Sendable {
        package let call: Span
        package let name: Span

        package init(_ call: Call) {
            self.call = call.span
            name = call.nameSpan
        }
    }

    package let network: Network

    package init(_ network: Network) { self.network = network }

    package init(_ layer: any Layer, at call: Call) {
        self.init(
            Network().appending(
                .init(layer: layer, inputs: [.input(0)], options: call.weightOptions, origin: Mark(call))))
    }

    /// This network followed by another.
    package func appending(_ other: NetworkObject) -> NetworkObject {
        NetworkObject(network.appending(other.network))
    }

    /// Stated by `input(…)` for every input; nil if the data will tell.
    package var inputs: [Shape]? {
        let stated = network.inputs.compactMap(\.shape)
        return stated.count == network.inputs.count ? stated : nil
    }

    /// Where each layer was written.
    package var marks: [Mark?] { network.nodes.map { $0.origin as? Mark } }

    /// With several answers each is a network of its own: out, h = gru(4, return_state = true).
    package var count: Int? { network.outputs.count > 1 ? network.outputs.count : nil }
    package func element(_ index: Int) -> Value { .object(NetworkObject(network.onlyOutput(index - 1))) }

    package var summary: String { summary(from: inputs) }

    /// `network: 401 weights, [7 × 1] → gru 10 → dense 1`; the weights need the shape of the input.
    func summary(from inputs: [Shape]?) -> String {
        let line = NetworkWords(network, inputs).line
        guard let inputs else {
            if network.nodes.isEmpty { return "network: no layers" }
            return (network.nodes.count == 1 && network.isChain ? "layer: " : "network: ") + line
        }
        guard let count = try? network.parameterCount(from: inputs) else { return "network: " + line }
        return "network: \(counted(count, "weight")), " + line
    }
}
