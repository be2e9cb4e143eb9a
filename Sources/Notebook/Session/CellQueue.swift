/// The cells that wait to be run, in order. Taking the first and asking for one cost the same however many there are.
struct CellQueue: Sendable {
    private var order: ArraySlice<CellID> = []
    private var members: Set<CellID> = []

    init(_ cells: [CellID] = []) { (order, members) = (cells[...], Set(cells)) }

    var cells: [CellID] { Array(order) }
    var isEmpty: Bool { order.isEmpty }
    func contains(_ id: CellID) -> Bool { members.contains(id) }

    mutating func popFirst() -> CellID? {
        let first = order.popFirst()
        if let first { members.remove(first) }
        return first
    }

    mutating func removeAll(where isOut: (CellID) -> Bool) { self = CellQueue(order.filter { !isOut($0) }) }
}
