import Datasets
import Engine
import Language

/// Something to calculate with, as a tensor, and what the result should be again.
struct Operand {
    var tensor: Tensor
    /// A series stays a series: its name and the times of its rows.
    var series: SeriesObject?

    /// Numbers, lists of numbers (of equal length: a matrix), tensors and series; nil for everything else.
    init?(_ value: Value) {
        switch value {
        case .number(let number): tensor = Tensor(Real(number))
        case .bool(let flag): tensor = Tensor(flag ? 1 : 0)
        case .object(let object as TensorObject): tensor = object.tensor
        case .object(let object as SeriesObject):
            guard let numbers = object.column.numbers else { return nil }
            tensor = Tensor(numbers.map { Real($0) })
            series = object
        case .list(let values):
            guard let stacked = Operand.stacked(values) else { return nil }
            tensor = stacked
        default: return nil
        }
    }

    private static func stacked(_ values: [Value]) -> Tensor? {
        guard !values.isEmpty else { return Tensor([]) }
        let parts = values.compactMap { Operand($0)?.tensor }
        guard parts.count == values.count, parts.allSatisfy({ $0.shape == parts[0].shape }) else { return nil }
        return Tensor(parts.flatMap(\.values), shape: [parts.count] + parts[0].shape)
    }

    /// A result of the same shape as this operand: a series if it was one.
    func like(_ result: Tensor) -> Value {
        if result.rank == 0 { return .number(Double(result.values[0])) }
        if let series, result.shape == tensor.shape {
            let column = Column(series.column.name, .numbers(result.values.map(Double.init)))
            return .object(SeriesObject(column, times: series.times))
        }
        return .object(TensorObject(result))
    }
}

extension Call {
    /// The argument as numbers of any shape.
    func operand(_ name: String) throws -> Operand {
        if let operand = Operand(value(name)) { return operand }
        if case .list = value(name) { throw Messages.ragged(self, at: name) }
        throw Messages.noNumbers(self, at: name)
    }
}
