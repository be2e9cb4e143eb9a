import Base
import Engine
import Language

/// The history of a fit grows with its epochs: memory for it is asked for as it does.
struct HistoryRoom {
    /// Epochs of one fit; more would be a history that nobody can look at.
    static let mostEpochs = 1_000_000

    /// Epochs that there is memory for.
    private var reserved = 0

    /// nil if there is room for the epoch; otherwise the bytes that are missing, and those that are left.
    mutating func shortage(for epoch: EpochRecord, after count: Int) -> (needs: Int, free: Int)? {
        guard count >= reserved else { return nil }
        let more = max(1024, count)
        let needs = Sizes.product(more, HistoryRoom.bytes(of: epoch))
        guard let free = MemoryLimit.shortage(of: needs) else {
            reserved = count + more
            return nil
        }
        return (needs, free)
    }

    /// One epoch in the histories that are written side by side, which grow by doubling, and what it holds once; at the
    /// end its row in a table and its line of text.
    private static func bytes(of epoch: EpochRecord) -> Int {
        let histories = 4 * 2 * MemoryLayout<EpochRecord>.stride
        let numbers =
            epoch.gradientNorms.count + epoch.throughTime.reduce(0) { $0 + $1.lengths.count + 8 }
            + epoch.samples.reduce(0) { $0 + $1.values.count + 8 }
            + epoch.gates.reduce(0) { $0 + 8 * $1.gates.count + 8 }
        return histories + 8 * (numbers + 16) + 1024
    }
}

extension Messages {
    static func tooManyEpochs(_ call: Call) -> Diagnostic {
        call.fail(
            "a fit takes at most \(HistoryRoom.mostEpochs) epochs", at: "epochs", "make this smaller",
            notes: ["a fit can go on where another one ended: fit(run, …)"])
    }

    static func noRoomForHistory(_ epoch: Int, _ missing: (needs: Int, free: Int), _ call: Call) -> Diagnostic {
        Diagnostic(
            .warning, "the fit ended after epoch \(epoch): there is no memory for a longer history",
            labels: [.init(call.nameSpan, "what was learnt until then is kept")],
            notes: [
                "it would need another \(size(Double(missing.needs))); the limit leaves \(size(Double(missing.free)))"
            ])
    }
}
