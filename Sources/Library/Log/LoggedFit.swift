import Datasets
import Engine
import Experiments
import Language

/// A run as the log tells of it: what was asked for in words, what came of it in numbers.
extension LoggedRun {
    /// `after`: so many epochs were there before the last fit.
    init(_ run: RunObject, after epochsBefore: Int = 0) {
        self.init()
        network = NetworkWords(run.description.network, nil).line
        layers = run.description.sourceText
        weights = run.model.weights.reduce(0) { $0 + $1.tensor.count }
        lossFunction = run.losses.map(\.rawValue).joined(separator: ", ")
        ending = run.endingWord
        if let recipe = run.recipe { take(recipe, of: run, after: epochsBefore) }
        take(run.curves)
    }

    private mutating func take(_ recipe: Recipe, of run: RunObject, after epochsBefore: Int) {
        let settings = recipe.settings
        (seed, batchSize, epochsAsked) = (settings.seed, settings.batchSize, settings.epochs)
        (optimiser, rate) = (settings.optimiser.name, settings.optimiser.rate)
        options = (settings.details(weighted: recipe.weights != nil) + run.changesByHand(after: epochsBefore))
            .joined(separator: ", ")
        let tested = recipe.validation.map { ", \($0.count) to validate on" } ?? ""
        data = recipe.examples.summary.replacing("windows: ", with: "") + tested
        dataDigest = recipe.examples.digest
    }
}

extension RunObject {
    /// All columns of the history.
    fileprivate var curves: [LoggedRun.Curve] {
        let epochs = history.map(\.epoch)
        guard !epochs.isEmpty else { return [] }
        return historyTable.columns.dropFirst().map { .init($0.name, epochs: epochs, values: $0.numbers ?? []) }
    }

    fileprivate func changesByHand(after epochsBefore: Int) -> [String] {
        (epochsBefore > 0 ? ["on from epoch \(epochsBefore)"] : [])
            + forks.flatMap { fork in fork.shown.words.isEmpty ? [] : ["epoch \(fork.epoch): \(fork.shown.words)"] }
    }
}

extension NetworkObject {
    /// Its layers as they were written, on one line.
    fileprivate var sourceText: String {
        marks.compactMap { $0?.call.text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .joined(separator: " |> ")
    }
}

extension FitSettings {
    /// What is not as it would be by itself.
    fileprivate func details(weighted: Bool) -> [String] {
        var details = OptimiserObject(optimiser, clipping: clipping).details
        if !optimiser.schedule.isConstant { details.append("rate " + ScheduleObject.words(optimiser.schedule)) }
        if normaliser != .real { details.append("normaliser \(normaliser.rawValue)") }
        if !shuffle { details.append("not shuffled") }
        if let stopping {
            if let patience = stopping.patience { details.append("patience \(patience)") }
            if stopping.restoresBest { details.append("best weights kept") }
        }
        if let plateau { details.append("rate times \(Messages.short(plateau.factor)) on a plateau") }
        if let classWeights { details.append("class weights " + listed(classWeights)) }
        if !lossWeights.isEmpty { details.append("loss weights " + listed(lossWeights)) }
        if weighted { details.append("sample weights") }
        return details
    }

    private func listed(_ numbers: [Double]) -> String { numbers.map(Messages.short).joined(separator: " ") }
}

extension Windows {
    /// Eight hexadecimal digits that tell these examples from others: their numbers, and where each starts.
    fileprivate var digest: String {
        var hash = NumberHash()
        for part in [self] + others {
            part.inputRows.withUnsafeBytes { hash.add($0) }
            part.targetRows.withUnsafeBytes { hash.add($0) }
            part.starts.withUnsafeBytes { hash.add($0) }
            [plan.length, plan.targetShift, plan.targetSteps].withUnsafeBytes { hash.add($0) }
        }
        return hash.hex
    }
}

/// FNV-1a (Fowler, Noll and Vo), four bytes at a time: fast enough to pass over all examples at the end of a fit.
private struct NumberHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for offset in stride(from: 0, to: bytes.count - 3, by: 4) {
            state = (state ^ UInt64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))) &* 0x100_0000_01b3
        }
    }

    var hex: String {
        let folded = UInt32(truncatingIfNeeded: state ^ state >> 32)
        let text = String(folded, radix: 16)
        return String(repeating: "0", count: 8 - text.count) + text
    }
}
