import CKernels

/// What one time step of a recurrent layer computes; the layer's file has the equations.
///
/// `sums` holds x·W + b for all steps before the first moment, and becomes the gates. A state is a region with lead 1:
/// `at(h, back: 1)` is the state before the step.
protocol Cell {
    /// [H, gate blocks] of sums.
    var sums: Region { get }
    var sumGradients: Region? { get }
    var kept: [Kept] { get }
    /// What has a value before the first step.
    var states: [Region] { get }
    func prepare(_ pass: Pass)
    func forward(_ now: Moment)
    /// dL/dh of the step is complete; adds to dL/dh of the step before what came through the cell. `keeps`: others have
    /// written there already.
    func backward(_ now: Moment, keeps: Bool)
    func beginBackward(_ pass: Pass)
    func weightGradients(_ pass: Pass, rows: Int)
}

/// Walks a cell through time: the input projection of all steps as one product, the steps, and backward the same from
/// the end, with the weight gradients as one product over all steps.
final class Recurrent<C: Cell>: Operation {
    let cell: C
    let output: Port
    private let site: Site
    private let input: Port
    private let frame: CellFrame
    private let states: [Region]
    private let width: Int
    private let panels: Int
    private let transposed: Int
    /// Bias as it is added to the projection; nil for none.
    private let bias: Int?

    /// `bias`: where the bias of the projection is, if it is not the layer's third parameter as it stands.
    init(_ cell: C, site: Site, frame: CellFrame, in plan: inout Plan, blocks: Int, bias: Int?) {
        self.cell = cell
        self.site = site
        self.frame = frame
        self.bias = bias
        states = cell.states
        input = site.inputs[0]
        width = blocks * frame.stride
        panels = plan.panels(input.shape.features, width)
        transposed = input.gradient == nil ? 0 : plan.panels(width, input.shape.features)
        let isSequence = site.output.isSequence
        output = Port(
            shape: site.output, values: isSequence ? frame.state : frame.state.only(step: frame.steps - 1),
            gradient: isSequence ? frame.stateGradient : frame.stateGradient?.only(step: frame.steps - 1),
            mask: isSequence ? input.mask : nil)
    }

    var kept: [Kept] { cell.kept }

    func prepare(_ pass: Pass) {
        let kernel = pass.pointer(site.weights[0].offset)
        let features = input.shape.features
        ck_pack(pass.pointer(panels), kernel, width, features, width)
        if input.gradient != nil { ck_pack_transposed(pass.pointer(transposed), kernel, width, features, width) }
        cell.prepare(pass)
    }

    func forward(_ pass: Pass) {
        let rows = frame.steps * pass.batch
        if !pass.keepsStates {
            // Batches of another size have written here.
            for state in states {
                pass.pointer(state, step: -1).update(repeating: 0, count: pass.batch * state.stride)
            }
        }
        pass.product(
            pass.pointer(cell.sums), cell.sums.stride, pass.pointer(input.values), input.values.stride,
            panels: panels,
            bias: bias.map { UnsafePointer(pass.pointer($0)) }, rows: rows, width: width,
            depth: input.shape.features)
        pass.pool.share(pass.batch, grain: 4, work: rows * width * frame.units) { part in
            for step in 0..<frame.steps {
                cell.forward(Moment(memory: pass.memory, batch: pass.batch, step: step, rows: part))
            }
        }
    }

    func backward(_ pass: Pass) {
        guard let sumGradients = cell.sumGradients else { return }
        let rows = frame.steps * pass.batch
        cell.beginBackward(pass)
        pass.pool.share(pass.batch, grain: 4, work: rows * width * frame.units) { part in
            for step in (0..<frame.steps).reversed() {
                cell.backward(
                    Moment(memory: pass.memory, batch: pass.batch, step: step, rows: part),
                    keeps: output.shape.isSequence && step > 0)
            }
        }
        let gradients = pass.pointer(sumGradients)
        let features = input.shape.features
        if let target = input.gradient {
            pass.product(
                pass.pointer(target), target.stride, gradients, width, panels: transposed, rows: rows,
                width: Sizes.padded(features), depth: width, adds: site.adds[0])
        }
        pass.productTransposed(
            pass.pointer(site.gradients[0].offset), width, pass.pointer(input.values), input.values.stride, gradients,
            width, rows: rows, height: features, width: width)
        if site.gradients.count > 2 {
            ck_column_sums(pass.pointer(site.gradients[2].offset), gradients, width, rows, width)
        }
        cell.weightGradients(pass, rows: rows)
    }
}

/// What every cell needs: sizes, the state over time, its gradient and the mask.
struct CellFrame {
    let steps: Int
    let units: Int
    /// Numbers in a row of the state.
    let stride: Int
    /// h, with the state before step 1.
    let state: Region
    let stateGradient: Region?
    let mask: Region?
    /// The recurrent product is wanted at the first step too.
    let wantsInitialGradient: Bool

    init(_ site: Site, units: Int, in plan: inout Plan) {
        let input = site.inputs[0]
        steps = input.shape.positions
        self.units = units
        stride = Sizes.padded(units)
        state = plan.rows(steps: steps, width: units, lead: 1)
        stateGradient = plan.learns ? plan.rows(steps: steps, width: units, lead: 1) : nil
        mask = input.mask
        wantsInitialGradient = plan.inspects
    }

    func mask(_ now: Moment) -> UnsafePointer<Real>? { mask.map { UnsafePointer(now.at($0)) } }

    var keptState: Kept {
        Kept(name: "h", values: state, width: units, steps: steps, gradient: stateGradient, isState: true)
    }

    /// Named blocks of a region of gates.
    func gates(_ names: [String], _ values: Region, _ gradients: Region?) -> [Kept] {
        names.enumerated().map { index, name in
            Kept(
                name: name, values: values.column(index * stride), width: units, steps: steps,
                gradient: gradients?.column(index * stride))
        }
    }
}

/// A block of columns of a recurrent kernel, in panels for h·U and for its way back.
struct RecurrentProduct {
    let weights: Region
    let gradients: Region
    let units: Int
    let width: Int
    private let panels: Int
    private let transposed: Int

    /// `width` columns from `column` on.
    init(_ site: Site, units: Int, column: Int, width: Int, in plan: inout Plan) {
        weights = site.weights[1].column(column)
        gradients = site.gradients[1].column(column)
        self.units = units
        self.width = width
        panels = plan.panels(units, width)
        transposed = plan.learns ? plan.panels(width, units) : 0
    }

    func prepare(_ pass: Pass, learns: Bool) {
        ck_pack(pass.pointer(panels), pass.pointer(weights.offset), weights.stride, units, width)
        if learns {
            ck_pack_transposed(pass.pointer(transposed), pass.pointer(weights.offset), weights.stride, units, width)
        }
    }

    /// sums += h·U
    func add(_ now: Moment, from h: UnsafePointer<Real>, to sums: UnsafeMutablePointer<Real>, _ stride: Int) {
        now.addProduct(sums, stride, h, Sizes.padded(units), panels: panels, width: width, depth: units)
    }

    /// dh += dsums·Uᵀ
    func addBack(_ now: Moment, from sums: UnsafePointer<Real>, _ stride: Int, to dh: UnsafeMutablePointer<Real>) {
        now.addProduct(
            dh, Sizes.padded(units), sums, stride, panels: transposed, width: Sizes.padded(units), depth: width)
    }

    /// dU = hᵀ·dsums over all steps.
    func weightGradient(
        _ pass: Pass, from h: UnsafePointer<Real>, _ sums: UnsafePointer<Real>, _ stride: Int, rows: Int
    ) {
        pass.productTransposed(
            pass.pointer(gradients.offset), gradients.stride, h, Sizes.padded(units), sums, stride, rows: rows,
            height: units, width: width)
    }
}
