import Datasets

extension Audit {
    /// Whether a stateful network would carry its state from an example to the one that goes on after it: example i of a
    /// batch must start where example i of the batch before ended. Judged for a batch size; without one, told which would
    /// do.
    static func interleaving(_ parts: [Windows], batch: Int?) -> Finding? {
        guard let windows = parts.first, !windows.isGiven, windows.count > 1 else { return nil }
        guard let batch else { return advice(windows) }
        for windows in parts where windows.count > 1 {
            if let fault = fault(windows, batch) { return Finding(level: .fault, text: fault) }
        }
        return Finding(level: .fine, text: "stateful: each example goes on where the batch before ended")
    }

    private static func fault(_ windows: Windows, _ batch: Int) -> String? {
        let (starts, length) = (windows.starts, windows.plan.length)
        let part = windows.part.map { "\($0): " } ?? ""
        guard starts.count % batch == 0 else {
            return "stateful: \(part)\(Phrases.counted(starts.count, "example")) are no whole batches of \(batch)"
        }
        guard let wrong = (0..<max(0, starts.count - batch)).first(where: { starts[$0 + batch] != starts[$0] + length })
        else { return nil }
        let (place, next) = (wrong % batch + 1, starts[wrong + batch] + 1)
        return
            "stateful: \(part)example \(place) of batch \(wrong / batch + 2) starts at row \(next), but the one before "
            + "ended at row \(starts[wrong] + length): " + remedy(windows, batch)
    }

    private static func remedy(_ windows: Windows, _ batch: Int) -> String {
        if windows.plan.shift != windows.plan.length { return "cut with shift = \(windows.plan.length)" }
        return batch > 1 ? "batch_size = 1, or interleave" : "keep them in time order"
    }

    private static func advice(_ windows: Windows) -> Finding {
        let (starts, length) = (windows.starts, windows.plan.length)
        let next = starts.firstIndex(of: starts[0] + length)
        if let batch = next, batch > 0, fault(windows, batch) == nil {
            return Finding(level: .note, text: "a stateful network may be trained on them with batch_size = \(batch)")
        }
        return Finding(
            level: .note,
            text: "not for a stateful network: no batch size makes each example go on where the one before ended")
    }
}
