import CKernels

// The descriptions of a step that kernels read, for the number that the engine computes with.
#if REAL_DOUBLE
    typealias RNNKernelStep = ck_rnn_step_double
    typealias LSTMKernelStep = ck_lstm_step_double
    typealias GRUKernelStep = ck_gru_step_double
#else
    typealias RNNKernelStep = ck_rnn_step_float
    typealias LSTMKernelStep = ck_lstm_step_float
    typealias GRUKernelStep = ck_gru_step_float
#endif

/// What the description of every cell's step has; pointers as C has them.
protocol KernelStep {
    init()
    var rows: Int { get set }
    var units: Int { get set }
    var f: Int32 { get set }
    var g: Int32 { get set }
    var mask: UnsafePointer<Real>! { get set }
    var h0: UnsafePointer<Real>! { get set }
    var h1: UnsafeMutablePointer<Real>! { get set }
    var dh: UnsafePointer<Real>! { get set }
    var dh0: UnsafeMutablePointer<Real>! { get set }
    var accumulates: Int32 { get set }
}

extension RNNKernelStep: KernelStep {}
extension LSTMKernelStep: KernelStep {}
extension GRUKernelStep: KernelStep {}

extension CellFrame {
    /// The states of the step and its size, for the kernels of a cell: f is the activation, g that of the gates.
    func kernelStep<Step: KernelStep>(_ now: StepContext) -> Step {
        var step = Step()
        (step.rows, step.units, step.f, step.g) = (now.count, stride, activation, gateActivation)
        (step.mask, step.h0, step.h1) = (mask(now), UnsafePointer(now.before(state)), now.at(state))
        return step
    }

    /// The same for backward; nil in a pass that does not learn. `accumulates`: dL/dh of the step before has been
    /// written to already.
    func kernelStepBack<Step: KernelStep>(_ now: StepContext, accumulates: Bool) -> Step? {
        guard let stateGradient, let before = gradientBefore(now) else { return nil }
        var step: Step = kernelStep(now)
        (step.dh, step.dh0) = (UnsafePointer(now.at(stateGradient)), before)
        step.accumulates = accumulates ? 1 : 0
        return step
    }
}
