import FoundationEssentials

@testable import Engine

/// A file of Fixtures: a network with weights, inputs and targets, and what Keras or PyTorch made of them.
struct Fixture: Decodable {
    var name: String
    var layers: [Recipe]
    var loss: String
    var normaliser: String
    /// Examples a step; nil for all.
    var batch: Int?
    /// [examples × steps × features], or token numbers [examples × steps].
    var inputs: Numbers
    /// 1 where a step is real, [examples × steps].
    var mask: Numbers?
    /// A target that is not there is null.
    var targets: Numbers
    /// With the names and the layout of who wrote the file.
    var weights: [Numbers]
    var output: Numbers
    var value: Double
    var gradients: [Numbers]
    var optimisers: [Training]

    /// A layer with Keras's options.
    struct Recipe: Decodable {
        var kind: String
        var units: Int?
        var words: Int?
        var rate: Double?
        var activation: String?
        var return_sequences: Bool?
        var reset_after: Bool?
        var use_bias: Bool?
        var mask_zero: Bool?
    }

    /// An optimiser, the loss before each of its steps, and the weights after them.
    struct Training: Decodable {
        var kind: String
        var rate: Double
        var momentum: Double?
        var rho: Double?
        var beta1: Double?
        var beta2: Double?
        var epsilon: Double?
        var clip_norm: Double?
        var clip_value: Double?
        var losses: [Double]
        var weights: [Numbers]
    }

    static let folder = String(#filePath.dropLast("FixtureFiles.swift".count)) + "Fixtures/"

    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(".json".count)) }.sorted()

    init(named name: String) throws {
        let data = try Data(contentsOf: URL(filePath: Fixture.folder + name + ".json"))
        self = try JSONDecoder().decode(Fixture.self, from: data)
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

    /// The largest difference, as a share of the largest value here or of 0.01 if all are smaller. Nulls are not compared.
    func deviation(of found: [Real]) -> Double {
        guard found.count == values.count else { return .infinity }
        let scale = values.compactMap { $0.map(abs) }.max() ?? 0
        let differences = zip(values, found).compactMap { value, found in value.map { abs($0 - Double(found)) } }
        let worst = differences.reduce(0) { $1.isNaN ? .infinity : max($0, $1) }
        return worst / max(scale, 0.01)
    }

    func deviation(of found: Tensor) -> Double { deviation(of: found.values) }
}
