import Engine
import Language

/// Learning rates that change while a fit goes on; a step is one batch, counted from 0 over all epochs.
let scheduleRecords: [Builtin] = [
    exponentialDecay, stepDecay, inverseTimeDecay, cosineDecay, polynomialDecay, piecewise, warmUp,
]

private let positive = ParameterType.numberIn(0...Double.infinity)
private let start = Parameter(
    "initial_learning_rate", positive, "the rate of the first step", aliases: ["learning_rate", "lr", "rate"])
private let steps = Parameter("decay_steps", .whole(from: 1), "how many steps (batches) it takes", aliases: ["steps"])
private let staircase = Parameter(
    "staircase", .bool, "change at every so many steps, not at each", default: .bool(false))

private let exponentialDecay = Builtin(
    "exponential_decay", "A learning rate that is multiplied by a factor in every so many steps.", family: .training,
    [start, steps, Parameter("decay_rate", positive, "the factor", aliases: ["factor"]), staircase],
    examples: [
        .init(
            "exponential_decay(0.01, steps = 100, factor = 0.9)", gives: "schedule: 0.01, times 0.9 in every 100 steps"),
        .init("adam(exponential_decay(0.01, 100, 0.9))"),
    ],
    aliases: ["ExponentialDecay", "learning_rate_schedule_exponential_decay"]
) { call in
    call.schedule(
        .exponential(
            call.number("initial_learning_rate"), steps: call.whole("decay_steps"), factor: call.number("decay_rate"),
            isStaircase: call.flag("staircase")))
}

private let stepDecay = Builtin(
    "step_decay", "A learning rate that is multiplied by a factor at every so many steps.", family: .training,
    [start, steps, Parameter("decay_rate", positive, "the factor", default: .number(0.5), aliases: ["factor"])],
    examples: [.init("step_decay(0.1, steps = 50)", gives: "schedule: 0.1, times 0.5 at every 50 steps")]
) { call in
    call.schedule(
        .exponential(
            call.number("initial_learning_rate"), steps: call.whole("decay_steps"), factor: call.number("decay_rate"),
            isStaircase: true))
}

private let inverseTimeDecay = Builtin(
    "inverse_time_decay", "A learning rate that is divided by 1 + decay_rate · step / decay_steps.", family: .training,
    [start, steps, Parameter("decay_rate", positive, "how fast the divisor grows"), staircase],
    examples: [.init("inverse_time_decay(0.1, 10, 0.5)", gives: "schedule: 0.1 / (1 + 0.5 · step / 10)")],
    aliases: ["InverseTimeDecay", "learning_rate_schedule_inverse_time_decay"]
) { call in
    call.schedule(
        .inverseTime(
            call.number("initial_learning_rate"), steps: call.whole("decay_steps"), decay: call.number("decay_rate"),
            isStaircase: call.flag("staircase")))
}

private let cosineDecay = Builtin(
    "cosine_decay", "A learning rate that falls along half a cosine (Loshchilov and Hutter, 2017).", family: .training,
    [
        start, steps,
        Parameter("alpha", positive, "the share of the rate that is left at the end", default: .number(0)),
        Parameter(
            "warmup_target", positive, "rise to this rate first, and fall from there", default: Value.none),
        Parameter("warmup_steps", .whole(from: 0), "in how many steps it rises", default: .number(0)),
    ],
    examples: [
        .init("cosine_decay(0.01, steps = 500)", gives: "schedule: 0.01, down to 0 in 500 steps along a cosine"),
        .init(
            "cosine_decay(0, 500, warmup_target = 0.01, warmup_steps = 20)",
            gives: "schedule: from 0 in 20 steps to 0.01, down to 0 in 500 steps along a cosine"),
    ],
    aliases: ["CosineDecay", "learning_rate_schedule_cosine_decay"]
) { call in
    let (rate, steps) = (call.number("initial_learning_rate"), call.whole("decay_steps"))
    guard let target = call.number(ifGiven: "warmup_target") else {
        return call.schedule(.cosine(rate, steps: steps, end: call.number("alpha")))
    }
    let fall = Schedule.cosine(target, steps: steps, end: call.number("alpha"))
    let rise = call.whole("warmup_steps")
    return call.schedule(rise == 0 ? fall : .warmUp(from: rate, steps: rise, then: fall))
}

private let polynomialDecay = Builtin(
    "polynomial_decay", "A learning rate that falls to another one along a line or a power.", family: .training,
    [
        start, steps, Parameter("end_learning_rate", positive, "where it ends", default: .number(0.0001)),
        Parameter("power", positive, "1 for a line", default: .number(1)),
    ],
    examples: [
        .init("polynomial_decay(0.1, 200)", gives: "schedule: 0.1, down to 0.0001 in 200 steps along a line")
    ],
    aliases: ["PolynomialDecay", "linear_decay", "learning_rate_schedule_polynomial_decay"]
) { call in
    call.schedule(
        .polynomial(
            call.number("initial_learning_rate"), end: call.number("end_learning_rate"),
            steps: call.whole("decay_steps"), power: call.number("power")))
}

private let piecewise = Builtin(
    "piecewise", "A learning rate that changes at given steps.", family: .training,
    [
        Parameter("boundaries", .list, "the last step of each value but the last"),
        Parameter("values", .list, "the rates, one more than boundaries"),
    ],
    examples: [
        .init(
            "piecewise([100, 200], [0.1, 0.01, 0.001])",
            gives: "schedule: 0.1 to step 100, 0.01 to step 200, 0.001")
    ],
    aliases: ["PiecewiseConstantDecay", "learning_rate_schedule_piecewise_constant_decay"]
) { call in
    func numbers(_ name: String) throws -> [Double] {
        try call.list(name).map { value in
            guard case .number(let number) = value, number >= 0, number.isFinite else {
                throw Messages.notARate(value, call, at: name)
            }
            return number
        }
    }
    let boundaries = try numbers("boundaries").map { number in
        guard let step = Int(exactly: number) else { throw Messages.notARate(.number(number), call, at: "boundaries") }
        return step
    }
    return try call.checked(.piecewise(boundaries: boundaries, rates: try numbers("values")))
}

private let warmUp = Builtin(
    "warm_up", "A learning rate that rises in equal steps to another one, which then begins (Goyal et al., 2017).",
    family: .training,
    [
        Parameter(
            "to", .either([positive, .object(ScheduleObject.kind)]), "the rate, or the schedule, that it rises to",
            aliases: ["schedule", "rate"]),
        Parameter("steps", .whole(from: 1), "how many steps (batches) it takes", aliases: ["warmup_steps"]),
        Parameter("start", positive, "the rate of the first step", default: .number(0)),
    ],
    examples: [
        .init("warm_up(0.01, steps = 20)", gives: "schedule: from 0 in 20 steps to 0.01"),
        .init("cosine_decay(0.01, 500) |> warm_up(20)"),
    ]
) { call in
    call.schedule(.warmUp(from: call.number("start"), steps: call.whole("steps"), then: call.rate("to")))
}

extension Call {
    fileprivate func schedule(_ schedule: Schedule) -> Value { .object(ScheduleObject(schedule)) }

    fileprivate func checked(_ schedule: Schedule) throws -> Value {
        do throws(EngineError) { try schedule.check() } catch {
            if case .schedule(let problem) = error { throw Messages.schedule(problem, self) }
        }
        return self.schedule(schedule)
    }

    /// A parameter that takes a number or a schedule.
    func rate(_ name: String) -> Schedule {
        object(ifGiven: name, as: ScheduleObject.self)?.schedule ?? .constant(number(name))
    }
}
