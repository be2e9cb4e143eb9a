import Base
import Display
import Engine

/// How the way back is looked at: which state, which loss, which limit; and what has been computed of it so far.
struct BackwardState: Sendable {
    /// nil for the state; a memory beside it by name.
    var field: String?
    /// The position whose loss is followed alone.
    var position: Int?
    /// The itemised table instead of the steps.
    var showsTable = false
    /// A limit to try; nil for the fit's own.
    var trial: Int?
    var check: Check?
    /// By position: ‖dL_s/dstate_t‖ of the layer, step 0 … T.
    private(set) var paths: [Int: [Double]] = [:]
    private(set) var jacobian: Jacobian? {
        didSet { leash = jacobian.map(Leash.init) }
    }
    private var leash: Leash?
    /// The Jacobian would take too long.
    private(set) var isTooLarge = false
    /// The gradients of all parameters; computed once for each trace.
    private(set) var cuts: GradientLengths?
    private var wanted: [Int] = []
    private var inspector: Inspector?
    private var layer = 0

    /// A number of backward beside the one by differences.
    struct Check: Hashable, Sendable {
        var backward: Double
        var difference: Double

        /// How far apart, of the larger.
        var distance: Double {
            let size = max(abs(backward), abs(difference))
            return size == 0 ? 0 : abs(backward - difference) / size
        }
    }

    /// Lengths of the gradients of the parameters, and the largest numbers in them.
    struct GradientLengths: Sendable {
        let lengths: [(name: String, length: Double)]
        let numbers: [Real]

        init(_ gradients: [(name: String, tensor: Tensor)]) {
            lengths = gradients.map { name, tensor in
                (name, tensor.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot())
            }
            numbers = gradients.flatMap(\.tensor.values)
        }

        var total: Double { lengths.reduce(0) { $0 + $1.length * $1.length }.squareRoot() }
        func count(above limit: Double) -> Int { numbers.count { Double(abs($0)) > limit } }
    }

    /// What goes on beside the screen ends when nobody looks any more.
    private final class Leash: Sendable {
        let jacobian: Jacobian
        init(_ jacobian: Jacobian) { self.jacobian = jacobian }
        deinit { jacobian.cancel() }
    }

    static let trials: [Double] = [10, 5, 1, 0.5, 0.1]

    /// States with gradients, h first.
    func fields(of layer: LayerTrace?) -> [String] {
        guard let layer, layer.isRecurrent else { return [] }
        return layer.initial.keys.sorted { $0 == "h" || ($1 != "h" && $0 < $1) }
    }

    mutating func nextField(_ layer: LayerTrace?) {
        let all = fields(of: layer)
        guard let now = all.firstIndex(of: field ?? "h"), all.count > 1 else { return }
        field = all[(now + 1) % all.count]
    }

    var name: String { field ?? "h" }

    // MARK: computing

    /// Until what came last has been seen.
    var isComputing: Bool { !wanted.isEmpty || jacobian != nil && !isSettled }
    private var isSettled = false

    mutating func forget() {
        (paths, jacobian, cuts, isTooLarge, isSettled, wanted) = ([:], nil, nil, false, false, [])
    }

    /// Gets ready for a layer and a state: the chosen loss at once, the rest in `advance`.
    mutating func refresh(_ inspector: Inspector?, _ trace: Trace, layer: Int) {
        guard let inspector else { return }
        let isNew = self.inspector !== inspector || self.layer != layer || jacobian?.field != name && !isTooLarge
        if isNew {
            forget()
            (self.inspector, self.layer) = (inspector, layer)
            jacobian = inspector.jacobian(layer: layer, field: name)
            isTooLarge = jacobian == nil
            if !inspector.positions.isEmpty { cuts = GradientLengths(inspector.weightGradients()) }
        }
        let positions = inspector.positions
        if position.map({ !positions.contains($0) }) ?? true {
            position = positions.max { (trace.stepLosses[$0] ?? 0) < (trace.stepLosses[$1] ?? 0) }
        }
        if let position { follow(position) }
    }

    mutating func want(_ positions: [Int]) { wanted = positions.filter { paths[$0] == nil } }

    /// One more row of the table; the Jacobian goes on beside the screen.
    mutating func proceed() {
        isSettled = jacobian?.isDone ?? true
        jacobian?.start { body in startThread(named: "jacobian", body) }
        guard !wanted.isEmpty else { return }
        follow(wanted.removeFirst())
    }

    /// All that is wanted, for a text.
    mutating func finish() {
        while !wanted.isEmpty { follow(wanted.removeFirst()) }
        jacobian?.finish()
    }

    private mutating func follow(_ position: Int) {
        guard paths[position] == nil, let gradients = inspector?.following(position)[safe: layer]?[name] else { return }
        paths[position] = gradients.map(Self.length)
    }

    static func length(_ row: [Real]) -> Double { row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
}

extension StepView {
    /// Backward begins behind the last step.
    mutating func enterBackward() {
        guard let layer else { return }
        cursor.step = layer.isBackwards ? 0 : trace.steps - 1
        refreshBackward()
    }

    mutating func refreshBackward() {
        back.refresh(inspector, trace, layer: cursor.layer)
        if back.showsTable { back.want(tableRows) }
    }

    /// Losses of the table: all of a short sequence, those around the cursor of a long one.
    var tableRows: [Int] {
        guard let positions = inspector?.positions else { return [] }
        if positions.count <= 64 { return positions }
        let near = positions.firstIndex { $0 >= cursor.step } ?? positions.count - 1
        return Array(positions[max(0, near - 16)..<min(positions.count, near + 16)])
    }

    mutating func lookBack(_ action: Action) -> ViewerOutcome {
        switch action {
        case .followNext:
            let positions = inspector?.positions ?? []
            let now = back.position.flatMap { positions.firstIndex(of: $0) } ?? 0
            // From the last loss to the first, as backward goes.
            if !positions.isEmpty { back.position = positions[(now + positions.count - 1) % positions.count] }
            back.check = nil
        case .table: back.showsTable.toggle()
        case .clip:
            let next = (back.trial ?? -1) + 1
            back.trial = next < BackwardState.trials.count ? next : nil
        case .check: return check()
        case .swap: swap()
        default: break
        }
        if depth == .backward { refreshBackward() }
        return .stay
    }

    /// The gradient of the chosen unit's state by differences, beside that of backward.
    private mutating func check() -> ViewerOutcome {
        guard let inspector, let layer, let gradients = layer.gradients[back.name],
            let backward = gradients[safe: cursor.step + 1]?[safe: cursor.unit],
            let difference = inspector.difference(
                layer: cursor.layer, field: back.name, step: cursor.step, unit: cursor.unit)
        else { return .tell(Phrases.noCheck) }
        back.check = .init(backward: Double(backward), difference: difference)
        return .stay
    }

    /// The next of the twins, and after them the network itself.
    private mutating func swap() {
        let next = (swapped ?? -1) + 1
        swapped = next < subject.twins.count ? next : nil
        (changes, earlier) = ([], [])
        inspector = swapped.map { subject.twins[$0].inspector } ?? subject.inspector
        back.field = nil
        show(swapped.map { subject.twins[$0].trace } ?? subject.trace)
        if !trace.openLayers.contains(cursor.layer) { cursor.layer = trace.openLayers.first ?? 0 }
        cursor.equation = max(0, trace.equationCount(of: cursor.layer) - 1)
        cursor = cursor.kept(in: trace)
    }
}
