import Datasets
import Engine
import Language
import Views

/// A trained network with its history, and what is needed to use it: how its data were scaled, its loss.
package struct RunObject: Object {
    package static let kind: Kind = "run"
    package let description: NetworkObject
    package let model: Model
    package let history: [EpochRecord]
    /// For each answer of the network.
    package let losses: [Loss]
    /// What each counts in their sum; empty for 1 each.
    package var lossWeights: [Double] = []
    package let normaliser: Normaliser
    package let ending: FitResult.Ending
    /// What the last fit was asked to do; nil for weights that were set.
    package var recipe: Recipe?
    /// The epoch that the weights come from, if it is not the last one.
    package var restored: Int?
    /// Told in the history beside the losses.
    package var metrics: [Metric] = []
    /// What the fit's plot compares with, in the unit of the loss.
    package var baselines: [(name: String, value: Double)] = []
    /// Columns of the examples it was trained on.
    package var inputs: [Column] = []
    package var targets: [Column] = []
    /// How they were cut from a series; nil if they were given as they are.
    package var plan: Windows.Plan?
    /// The file that its weights come from.
    package var origin: String?
    /// Where something was changed by hand.
    package var forks: [Fork] = []
    /// The examples that were asked after every epoch, in words.
    var samples: SampleTexts?
    /// What its dashboard asks it.
    let control = FitControl()

    package init(
        _ description: NetworkObject, model: Model, history: [EpochRecord] = [], losses: [Loss],
        normaliser: Normaliser = .real, ending: FitResult.Ending = .finished
    ) {
        self.description = description
        self.model = model
        self.history = history
        self.losses = losses
        self.normaliser = normaliser
        self.ending = ending
    }

    /// Of the first answer.
    package var loss: Loss { losses[0] }

    package var summary: String {
        guard let told else {
            let origin = origin.map { "weights of \($0), " } ?? "not trained, "
            return "run: " + origin + description.summary(from: model.inputs)
        }
        var words = "run: \(counted(model.epochs, "epoch")), loss \(Messages.loss(told.loss))"
        if let validation = told.validation { words += ", validation \(Messages.loss(validation.loss))" }
        if let accuracy = (told.validation ?? nil)?.accuracy { words += ", accuracy \(Messages.loss(accuracy))" }
        return words + end + Messages.changedByHand(forks)
    }

    /// The epoch whose weights the run has.
    private var told: EpochRecord? { history.first { $0.epoch == restored } ?? history.last }

    private var end: String {
        let best = restored.map { "; these are of epoch \($0), the best" } ?? ""
        switch ending {
        case .finished: return best
        case .stopped: return "; stopped" + best
        case .early(let found):
            let last = history.last?.epoch ?? 0
            return "; stopped early at epoch \(last)" + (found.map { ", best \($0)" } ?? "")
                + (restored == nil ? "" : ", whose weights these are")
        case .notFinite: return "; ended by a number that is none" + best
        }
    }

    package var members: [(name: String, kind: Kind)] {
        [
            ("history", TableObject.kind), ("loss", .number), ("validation", .number), ("epochs", .number),
            ("ending", .text), ("best", .number), ("forks", TableObject.kind), ("before_fork", RunObject.kind),
        ]
    }

    package func member(_ name: String) -> Value? {
        switch name {
        case "history": .object(TableObject(historyTable))
        case "ending": .text(endingWord)
        case "forks": .object(TableObject(forkTable))
        case "before_fork": beforeFork.map { .object($0) } ?? Value.none
        case "best": bestEpoch.map { .number(Double($0)) } ?? Value.none
        case "loss": told.map { .number($0.loss) } ?? Value.none
        case "validation": told?.validation.map { .number($0.loss) } ?? Value.none
        case "epochs": .number(Double(model.epochs))
        default: nil
        }
    }

    var endingWord: String {
        switch ending {
        case .finished: "finished"
        case .stopped: "stopped"
        case .early: "early"
        case .notFinite: "not finite"
        }
    }

    private var bestEpoch: Int? { if case .early(let best) = ending { best } else { restored } }
}

extension RunObject: Recorded {
    package var records: [(name: String, csv: String)] { history.isEmpty ? [] : [("history", historyTable.csv)] }
}

/// How far a network's answers are from the truth.
package struct EvaluationObject: Object {
    package static let kind: Kind = "evaluation"
    /// In the order in which they are told.
    package let figures: [(name: String, value: Double)]
    package let remark: String
    /// The word before the figures.
    package let title: String

    package init(_ figures: [(name: String, value: Double)], remark: String, title: String = "evaluation") {
        self.figures = figures
        self.remark = remark
        self.title = title
    }

    package var summary: String {
        "\(title): " + figures.map { "\($0.name) \(Messages.loss($0.value))" }.joined(separator: ", ") + remark
    }

    package var members: [(name: String, kind: Kind)] { figures.map { ($0.name, .number) } }

    package func member(_ name: String) -> Value? {
        figures.first { $0.name == name }.map { .number($0.value) }
    }
}

extension EvaluationObject: Recorded {
    package var records: [(name: String, csv: String)] {
        let names = figures.map(\.name).joined(separator: ",")
        return [(title, names + "\n" + figures.map { plain($0.value) }.joined(separator: ",") + "\n")]
    }
}
