import Datasets
import Engine
import Language

/// What a fit may be told beside data, network and optimiser: weights of examples and classes, metrics, when to stop.
enum FitOptions {
    static let parameters: [Parameter] = [
        Parameter(
            "metrics", .either([.choice(metricWords), .list]),
            "figures for each epoch: accuracy, precision, recall, f1, perplexity, mae, mse, rmse", default: Value.none),
        Parameter(
            "class_weight", .either([.list, .choice(["balanced"])]),
            "what each class counts, from class 0 on; \"balanced\": rare classes more", default: Value.none,
            aliases: ["class_weights"]),
        Parameter(
            "sample_weight", .any, "what each training example counts, or each step of each", default: Value.none,
            aliases: ["sample_weights"]),
        Parameter(
            "callbacks", .either([.object(CallbackObject.kind), .list]), "early_stopping(…), reduce_on_plateau(…)",
            default: Value.none),
        Parameter(
            "patience", .whole(from: 1), "end when the validation loss has not become better for so many epochs",
            default: Value.none),
        Parameter(
            "checkpoint", .text,
            "a file beside the notebook that holds the run after each epoch, where writing is allowed (--allow-write)",
            default: Value.none),
        Parameter(
            "keep_best", .bool, "end with the weights of the best epoch", default: .bool(false)),
    ]

    static let metricWords = Metric.allCases.map(\.rawValue) + ["acc", "mean_absolute_error", "mean_squared_error"]

    static func metric(_ word: String) -> Metric? {
        switch word {
        case "acc": .accuracy
        case "mean_absolute_error": .mae
        case "mean_squared_error": .mse
        default: Metric(rawValue: word)
        }
    }
}

extension FitSettings {
    /// Takes the options of a call; `hasValidation`: there are examples to test on after each epoch.
    mutating func take(_ call: Call, hasValidation: Bool) throws {
        try takeMetrics(call)
        let usual = Monitor(isValidation: hasValidation)
        for callback in try call.callbacks() {
            switch callback.action {
            case .stopping(var stopping, let monitor):
                stopping.monitor = monitor ?? usual
                self.stopping = stopping
            case .plateau(var plateau, let monitor):
                plateau.monitor = monitor ?? usual
                self.plateau = plateau
            }
        }
        if let patience = call.whole(ifGiven: "patience") {
            stopping = stopping ?? EarlyStopping(monitor: usual, patience: patience, restoresBest: false)
            stopping?.patience = patience
        }
        if call.flag("keep_best") {
            stopping = stopping ?? EarlyStopping(monitor: usual, patience: nil)
            stopping?.restoresBest = true
        }
        try checkMonitors(call, hasValidation: hasValidation)
    }

    private mutating func takeMetrics(_ call: Call) throws {
        metrics = try (call.texts(ifGiven: "metrics") ?? []).map { word in
            guard let metric = FitOptions.metric(word) else { throw Messages.noSuchMetric(word, call) }
            guard losses.contains(where: metric.fits) else { throw Messages.unfitMetric(metric, call, at: "metrics") }
            return metric
        }
    }

    private mutating func checkMonitors(_ call: Call, hasValidation: Bool) throws {
        for monitor in [stopping?.monitor, plateau?.monitor].compactMap({ $0 }) {
            if monitor.isValidation, !hasValidation { throw Messages.nothingToMonitor(monitor, call) }
            guard let metric = monitor.metric else { continue }
            guard metric.fits(losses[0]) else { throw Messages.unfitMetric(metric, call, at: "callbacks") }
            if !metrics.contains(metric) { metrics.append(metric) }
        }
    }
}

extension Call {
    fileprivate func callbacks() throws -> [CallbackObject] {
        let values = list(ifGiven: "callbacks") ?? [value("callbacks")]
        return try values.compactMap { value in
            if case .none = value { return nil }
            guard case .object(let callback as CallbackObject) = value else {
                throw Messages.notAll("callbacks, such as early_stopping(5)", "callbacks", self)
            }
            return callback
        }
    }

    /// What each class counts; "balanced": as many examples of each would count the same in all.
    func classWeights(_ examples: Examples, _ loss: Loss, classes: Int) throws -> [Double]? {
        if text(ifGiven: "class_weight") == "balanced" {
            return ClassCounts(of: examples, loss, classes: classes)?.balance
        }
        return try numbers(ifGiven: "class_weight")
    }

    /// What each example counts; [examples], or [examples × steps].
    func sampleWeights() throws -> [Real]? {
        isGiven("sample_weight") ? try operand("sample_weight").tensor.values : nil
    }
}

extension Examples {
    /// With weights, one for each example or for each step of each; of `count` examples, those from `first` on.
    func weighted(_ weights: [Real]?, from first: Int = 0, of count: Int? = nil) -> Examples {
        guard let weights else { return self }
        var result = self
        let count = count ?? self.count
        for answer in answers.indices {
            let share = weights.count == count * answers[answer].steps ? answers[answer].steps : 1
            let isWhole = weights.count == count * share
            result.answers[answer].weights =
                isWhole ? Array(weights[first * share..<(first + self.count) * share]) : weights
        }
        return result
    }
}

extension Messages {
    static func noSuchMetric(_ word: String, _ call: Call) -> Diagnostic {
        let best = Suggestion(for: word, among: FitOptions.metricWords).best
        return call.fail(
            "there is no metric called \"\(word)\"", at: "metrics",
            best.map { "did you mean \"\($0)\"?" } ?? "accuracy, precision, recall, f1, perplexity, mae, mse or rmse")
    }

    static func unfitMetric(_ metric: Metric, _ call: Call, at name: String) -> Diagnostic {
        let isForClasses = metric.fits(.categoricalCrossEntropy)
        return call.fail(
            "`\(metric.rawValue)` is for answers that are \(isForClasses ? "classes" : "values")", at: name,
            isForClasses ? "here mae, mse and rmse can be told" : "here accuracy, precision, recall and f1 can be told")
    }

    static func nothingToMonitor(_ monitor: Monitor, _ call: Call) -> Diagnostic {
        call.fail(
            "`\(monitor.name)` needs examples to validate on", at: "callbacks",
            "give validation = …, or monitor = \"\(monitor.metric?.rawValue ?? "loss")\"")
    }
}
