// temporary
extension Layer { package func operation(_ site: Site, in plan: inout Plan) -> any Operation { fatalError() } }
package struct Site {}
package struct Plan {}
package protocol Operation {}
extension Network { func initialWeights(from input: Shape, seed: UInt64) throws(EngineError) -> [(name: String, tensor: Tensor)] { [] } }
extension Model {
    package func predict(_ inputs: Sequences) throws(EngineError) -> Tensor { Tensor(0) }
    package func evaluate(_ examples: Examples, loss: Loss, normaliser: Normaliser = .real) throws(EngineError) -> Evaluation {
        Evaluation(loss: 0, accuracy: nil, meanAbsoluteError: nil, meanSquaredError: nil, positions: 0, examples: 0) }
    package func trace(_ example: Examples, loss: Loss = .meanSquaredError) throws(EngineError) -> Trace { throw .noExamples }
}
package final class Trainer {
    package let memoryNeeded: Int
    package init(_ model: Model, examples: Examples, validation: Examples? = nil, settings: FitSettings) throws(EngineError) { throw .noExamples }
    package func run(onBatch: (BatchReport) -> Bool = { _ in true }, onEpoch: (EpochRecord) -> Bool = { _ in true }) -> FitResult { fatalError() }
}
extension LayerTrace { package func arithmetic(_ equation: Equation, step: Int, unit: Int) -> Arithmetic { Arithmetic(symbol: "", result: 0) } }
