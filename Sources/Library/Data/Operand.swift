import Datasets
import Engine
import Language

/// Something to calculate with, as a tensor, and what the result should be again.
struct Operand {
    var tensor: Tensor
    /// A series stays a series: its name and the times of its rows.
    var series: SeriesObject?

    /// Numbers, lists of numbers (of equal length: a matrix), tensors and series; nil for everything else.
    ///
    /// `reserve` is asked for the bytes of the tensor before it is made, and may throw.
    init?(_ value: Value, reserve: (Int) throws -> Void) rethrows {
        guard let shape = Operand.shape(of: value) else { return nil }
        switch value {
        case .object(let object as TensorObject): tensor = object.tensor
        case .object, .list:
            let count = Sizes.product(shape)
            try reserve(Sizes.product(count, MemoryLayout<Real>.stride))
            var numbers: [Real] = []
            numbers.reserveCapacity(count)
            Operand.append(value, to: &numbers)
            tensor = Tensor(numbers, shape: shape)
            if case .object(let object as SeriesObject) = value { series = object }
        case .number(let number): tensor = Tensor(Real(number))
        case .bool(let flag): tensor = Tensor(flag ? 1 : 0)
        case .none, .text: return nil
        }
    }

    /// The shape of the numbers in a value; nil where there are none, or where the parts of a list differ in shape.
    private static func shape(of value: Value) -> [Int]? {
        switch value {
        case .number, .bool: return []
        case .object(let object as TensorObject): return object.tensor.shape
        case .object(let object as SeriesObject): return object.column.numbers.map { [$0.count] }
        case .list(let values):
            guard let first = values.first else { return [0] }
            guard let inner = shape(of: first), values.dropFirst().allSatisfy({ shape(of: $0) == inner }) else {
                return nil
            }
            return [values.count] + inner
        case .none, .text, .object: return nil
        }
    }

    private static func append(_ value: Value, to numbers: inout [Real]) {
        switch value {
        case .number(let number): numbers.append(Real(number))
        case .bool(let flag): numbers.append(flag ? 1 : 0)
        case .object(let object as TensorObject): numbers += object.tensor.values
        case .object(let object as SeriesObject):
            for number in object.column.numbers ?? [] { numbers.append(Real(number)) }
        case .list(let values): for value in values { append(value, to: &numbers) }
        case .none, .text, .object: break
        }
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
        if let operand = try operand(of: value(name), at: name) { return operand }
        if case .list = value(name) { throw Messages.ragged(self, at: name) }
        throw Messages.noNumbers(self, at: name)
    }

    /// A value as numbers, or nil; `name` is the argument that it comes from.
    func operand(of value: Value, at name: String) throws -> Operand? {
        try Operand(value) { try reserve($0, at: name) }
    }
}
