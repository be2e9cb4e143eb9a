/// What the batches of an epoch add up to.
struct EpochSums {
    private var measures: [LossHead.Measure]
    private var lengths: [Double]
    /// Each batch's penalty times its examples.
    private var penalty = 0.0
    private var examples = 0
    private var batches = 0
    private var length = 0.0
    private var longest = 0.0
    private var cutBatches = 0
    private var cutGradients = 0
    private var cutValues = 0

    init(answers: Int, parameters: Int) {
        measures = [LossHead.Measure](repeating: LossHead.Measure(), count: answers)
        lengths = [Double](repeating: 0, count: parameters)
    }

    mutating func add(_ batch: [LossHead.Measure], _ penalty: Double, _ cut: GradientClipper, examples: Int) {
        for answer in batch.indices { measures[answer] += batch[answer] }
        for index in lengths.indices { lengths[index] += cut.lengths[index] }
        self.penalty += penalty * Double(examples)
        self.examples += examples
        batches += 1
        length += cut.length
        longest = max(longest, cut.length)
        cutBatches += cut.shortened > 0 ? 1 : 0
        cutGradients += cut.shortened
        cutValues += cut.values
    }

    func record(_ epoch: Int, _ settings: FitSettings) -> EpochRecord {
        let penalty = penalty / Double(max(1, examples))
        let training = Evaluation(
            measures, settings.losses, weights: settings.lossWeights, penalty: penalty, examples: examples)
        let count = Double(max(1, batches))
        return EpochRecord(
            epoch: epoch, loss: training.loss, penalty: penalty, training: training, gradientNorm: length / count,
            largestGradientNorm: longest, gradientNorms: lengths.map { $0 / count }, clippedBatches: cutBatches,
            clippedGradients: cutGradients, clippedValues: cutValues, batches: batches)
    }
}

extension Evaluation {
    /// Of one answer.
    init(_ measure: LossHead.Measure, _ loss: Loss, examples: Int) {
        let positions = Double(max(1, measure.positions))
        let values = Double(max(1, measure.values))
        self.init(
            loss: measure.loss,
            accuracy: loss.isCrossEntropy ? Double(measure.right) / positions : nil,
            meanAbsoluteError: loss.isCrossEntropy ? nil : measure.absolute / values,
            meanSquaredError: loss.isCrossEntropy ? nil : measure.square / values,
            crossEntropy: loss == .categoricalCrossEntropy ? measure.plainSum / positions : nil,
            classes: measure.classes, positions: measure.positions, examples: examples)
    }

    /// Of several: the first one's figures with the loss of all, and each by itself.
    init(_ measures: [LossHead.Measure], _ losses: [Loss], weights: [Double], penalty: Double = 0, examples: Int) {
        let all = zip(measures, losses).map { Evaluation($0, $1, examples: examples) }
        self = all[0]
        if all.count > 1 {
            loss = all.map(\.loss).weighted(by: weights)
            answers = all
        }
        loss += penalty
    }
}
