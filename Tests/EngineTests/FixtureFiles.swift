// The names are those of the JSON files.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import FoundationEssentials

@testable import Engine

/// A file of Fixtures: a network with weights, inputs and targets, and what Keras or PyTorch made of them.
struct Fixture: Decodable {
    var name: String
    var nodes: [Node]
    var inputs: [Input]
    var outputs: [Output]
    var normaliser: String
    /// Examples a step; nil for all.
    var batch: Int?
    var stateful: Bool
    var class_weights: [Double]?
    /// Steps after which no gradient goes further back.
    var truncate: Int?
    /// Of the dropouts.
    var masks: [Mask]
    /// With the names and the layout of who wrote the file.
    var weights: [Numbers]
    /// In inference, with penalties.
    var loss: Double
    /// Of a step of training; nil where states are carried over several batches.
    var gradients: [Numbers]?
    var optimisers: [Training]

    /// A layer with Keras's options, and what feeds it: inputs and nodes by name, encoder/h for a state.
    struct Node: Decodable {
        var name: String
        var inputs: [String]
        var initial_state: [String]?
        var recipe: Recipe

        private enum Keys: CodingKey { case name, inputs, initial_state }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            name = try container.decode(String.self, forKey: .name)
            inputs = try container.decode([String].self, forKey: .inputs)
            initial_state = try container.decodeIfPresent([String].self, forKey: .initial_state)
            recipe = try Recipe(from: decoder)
        }
    }

    struct Input: Decodable {
        var name: String
        /// "lengths", "token" (0) or "value" (7 in every feature).
        var masked_by: String?
        /// 1 where a step is real, [examples × steps].
        var mask: Numbers?
        /// [examples × steps × features], token numbers [examples × steps], or vectors [examples × features].
        var numbers: Numbers

        private enum Keys: CodingKey { case name, masked_by, mask }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            name = try container.decode(String.self, forKey: .name)
            masked_by = try container.decodeIfPresent(String.self, forKey: .masked_by)
            mask = try container.decodeIfPresent(Numbers.self, forKey: .mask)
            numbers = try Numbers(from: decoder)
        }
    }

    struct Output: Decodable {
        var node: String
        var loss: String
        var weight: Double
        /// A target that is not there is null.
        var targets: Numbers
        /// [examples] or [examples × steps].
        var sample_weights: Numbers?
        /// What the network says in inference.
        var values: Numbers
    }

    /// Zeros and ones: [examples × steps × features] of a dropout; inside a cell [masks × examples × features], with one
    /// mask for each gate or one for all.
    struct Mask: Decodable {
        /// With /forward or /backward for a half of a bidirectional layer.
        var node: String
        /// "rate", "dropout" or "recurrent_dropout".
        var option: String
        var numbers: Numbers

        private enum Keys: CodingKey { case node, option }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            node = try container.decode(String.self, forKey: .node)
            option = try container.decode(String.self, forKey: .option)
            numbers = try Numbers(from: decoder)
        }
    }

    /// An optimiser, the loss before each of its steps, and the weights after them.
    struct Training: Decodable {
        var kind: String
        var rate: Double
        var momentum: Double?
        var nesterov: Bool?
        var rho: Double?
        var beta1: Double?
        var beta2: Double?
        var epsilon: Double?
        /// What Adagrad's sums start with.
        var initial: Double?
        var decay: Double?
        var clip_norm: Double?
        var clip_global_norm: Double?
        var clip_value: Double?
        var schedule: Schedule?
        var epochs: Int
        var rates: [Double]
        var losses: [Double]
        var weights: [Numbers]
    }

    struct Schedule: Decodable {
        var kind: String
        var steps: Int?
        var factor: Double?
        var staircase: Bool?
        var least: Double?
        var warmup: Int?
        var borders: [Int]?
        var rates: [Double]?
    }

    static let folder = String(#filePath.dropLast("FixtureFiles.swift".count)) + "Fixtures/"

    /// The networks; the other files there hold metrics and weights.
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { ($0.hasPrefix("keras-") || $0.hasPrefix("torch-")) && $0.hasSuffix(".json") }
        .map { String($0.dropLast(".json".count)) }.sorted()

    init(named name: String) throws { self = try Fixture.read(name) }

    static func read<File: Decodable>(_ name: String) throws -> File {
        try JSONDecoder().decode(File.self, from: try Data(contentsOf: URL(filePath: folder + name + ".json")))
    }
}

/// A layer with Keras's options.
struct Recipe: Decodable {
    var kind: String
    var units: Int?
    var words: Int?
    var rate: Double?
    var activation: String?
    var recurrent_activation: String?
    var return_sequences: Bool?
    var return_state: Bool?
    var go_backwards: Bool?
    var stateful: Bool?
    var reset_after: Bool?
    var use_bias: Bool?
    var mask_zero: Bool?
    var mask_value: Double?
    var dropout: Double?
    var recurrent_dropout: Double?
    var merge_mode: String?
    var n: Int?
    var filters: Int?
    var kernel_size: Int?
    var pool_size: Int?
    var strides: Int?
    var padding: String?
    var dilation_rate: Int?
    var epsilon: Double?
    var momentum: Double?
    var kernel_regularizer: Penalty?
    var recurrent_regularizer: Penalty?
    var bias_regularizer: Penalty?
    /// Of a bidirectional or time-distributed layer.
    var layer: Inner?

    struct Penalty: Decodable {
        var l1: Double?
        var l2: Double?
    }

    /// A recipe inside another one.
    final class Inner: Decodable {
        let recipe: Recipe
        init(from decoder: any Decoder) throws { recipe = try Recipe(from: decoder) }
    }
}

/// A tensor in a file, in Double.
struct Numbers: Decodable {
    var name: String?
    var shape: [Int]
    var values: [Double?]

    init(_ values: [Double], shape: [Int]? = nil, name: String? = nil) {
        self.name = name
        self.shape = shape ?? [values.count]
        self.values = values
    }

    init(_ scalar: Double) { self.init([scalar], shape: []) }

    var doubles: [Double] { values.map { $0 ?? .nan } }

    func tensor(missing: Real = .nan) -> Tensor { Tensor(values.map { $0.map { Real($0) } ?? missing }, shape: shape) }

    /// The largest difference, as a share of the largest value here or of 0.01 if all are smaller. Nulls do not count.
    func deviation(of found: [Real]) -> Double {
        guard found.count == values.count else { return .infinity }
        let scale = values.compactMap { $0.map(abs) }.max() ?? 0
        let differences = zip(values, found).compactMap { value, found in value.map { abs($0 - Double(found)) } }
        let worst = differences.reduce(0) { $1.isNaN ? .infinity : max($0, $1) }
        return worst / max(scale, 0.01)
    }

    func deviation(of found: Tensor) -> Double { deviation(of: found.values) }
}
