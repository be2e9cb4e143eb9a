import Language

/// Values that were seen, each once; takes memory as there are more of them, and asks before it does.
struct Distinct {
    private let call: Call
    private let name: String
    private var seen: Set<Key> = []
    private var reserved = 1 << 10
    /// What a value takes here and in the result, both of which grow by doubling: the key, and a place of the set, which is
    /// half empty and filled anew as it grows.
    private static let bytesEach = 3 * 2 * MemoryLayout<Key>.stride + Call.growth * MemoryLayout<Value>.stride

    /// What makes two values the same. Numbers are compared exactly, and all that are missing are the same.
    private enum Key: Hashable {
        case none, missing
        case bool(Bool)
        case number(Double)
        case text(String)
        case list([Key])
        /// An object by how it is shown.
        case object(String)

        init(_ value: Value) {
            self =
                switch value {
                case .none: .none
                case .bool(let flag): .bool(flag)
                case .number(let number): number.isNaN ? .missing : .number(number)
                case .text(let text): .text(text)
                case .list(let values): .list(values.map(Key.init))
                case .object(let object): .object(object.summary)
                }
        }
    }

    /// `name` is the argument that the values come from.
    init(_ call: Call, at name: String) { (self.call, self.name) = (call, name) }

    /// Whether it was not there yet.
    mutating func insert(_ value: Value) throws -> Bool {
        if case .list(let values) = value {
            try call.reserve(ListSize(values).values * 2 * MemoryLayout<Key>.stride, at: name)
        }
        guard seen.insert(Key(value)).inserted else { return false }
        if seen.count >= reserved {
            reserved *= 2
            try call.reserve(reserved * Distinct.bytesEach, at: name)
        }
        return true
    }
}
