import Engine
import Language

/// What a fit may do after each epoch, for `callbacks`.
let callbackRecords: [Builtin] = [earlyStopping, reduceOnPlateau]

private let monitor = Parameter(
    "monitor", .choice(Monitor.names), "the figure looked at; the validation loss, or the loss where there is none",
    default: Value.none)

extension Call {
    fileprivate var monitor: Monitor? { text(ifGiven: "monitor").map(Monitor.init(named:)) }
    /// Until the fit decides.
    fileprivate var monitorOrLoss: Monitor { monitor ?? Monitor(isValidation: true) }
}

private let earlyStopping = Builtin(
    "early_stopping", "End a fit when a figure has not become better for some epochs (Prechelt, 1998).",
    family: .training,
    [
        Parameter("patience", .whole(from: 1), "epochs without improvement after which it ends", default: .number(5)),
        monitor,
        Parameter(
            "min_delta", .numberIn(0...Double.infinity), "less than this is no improvement", default: .number(0)),
        Parameter(
            "restore_best_weights", .bool, "go back to the weights of the best epoch", default: .bool(true),
            aliases: ["keep_best"]),
        Parameter(
            "start_from_epoch", .whole(from: 0), "so many epochs are not looked at", default: .number(0)),
    ],
    examples: [
        .init(
            "early_stopping(patience = 3)",
            gives:
                "callback: stops when the validation loss has not become better for 3 epochs, and goes back to the best"
        ),
        .init(
            """
            train, test = split(window(scale(load("lynx").trappings), length = 8), 0.8)
            fit(lstm(4) |> dense(1), train, validation = test, epochs = 50, callbacks = early_stopping(2)).ending
            """),
    ],
    aliases: ["EarlyStopping", "callback_early_stopping"]
) { call in
    let stopping = EarlyStopping(
        monitor: call.monitorOrLoss, patience: call.whole("patience"), leastChange: call.number("min_delta"),
        restoresBest: call.flag("restore_best_weights"), firstEpochs: call.whole("start_from_epoch"))
    return .object(CallbackObject(.stopping(stopping, monitor: call.monitor)))
}

private let reduceOnPlateau = Builtin(
    "reduce_on_plateau", "Make the learning rate smaller when a figure has not become better for some epochs.",
    family: .training,
    [
        Parameter("factor", .numberIn(0...0.999), "what the rate is multiplied by", default: .number(0.1)),
        Parameter("patience", .whole(from: 1), "epochs without improvement before that", default: .number(10)),
        monitor,
        Parameter(
            "min_delta", .numberIn(0...Double.infinity), "less than this is no improvement", default: .number(0.0001)),
        Parameter("cooldown", .whole(from: 0), "epochs to wait after a change", default: .number(0)),
        Parameter("min_lr", .numberIn(0...Double.infinity), "the least rate", default: .number(0)),
    ],
    examples: [
        .init(
            "reduce_on_plateau(factor = 0.5, patience = 3)",
            gives:
                "callback: multiplies the learning rate by 0.5 when the validation loss has not become better for 3 epochs"
        )
    ],
    aliases: ["ReduceLROnPlateau", "callback_reduce_lr_on_plateau"]
) { call in
    let plateau = Plateau(
        monitor: call.monitorOrLoss, factor: call.number("factor"), patience: call.whole("patience"),
        leastChange: call.number("min_delta"), cooldown: call.whole("cooldown"), leastRate: call.number("min_lr"))
    return .object(CallbackObject(.plateau(plateau, monitor: call.monitor)))
}
