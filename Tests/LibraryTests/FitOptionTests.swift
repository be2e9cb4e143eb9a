import Language
import Testing

@testable import Library

private let classes = """
    x = [0, 1, 0, 1, 1, 0, 1, 0]
    e = examples(tensor(x, shape = [8, 1, 1]), x)
    net = gru(4) |> dense(2, activation = "softmax")
    """

private let river = """
    train, test = split(window(scale(load("nile").flow_1e8_m3, first = 0.8), length = 5), 0.8)
    """

@Test("a fit that ends early says at which epoch and which was best")
func aFitThatEndsEarlySaysAtWhichEpochAndWhichWasBest() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(river)
    let text = bench.text(
        """
        run = fit(gru(4) |> dense(1), train, validation = test, epochs = 200, optimizer = adam(0.1), seed = 3,
            callbacks = early_stopping(patience = 4))
        """)
    #expect(
        text.contains("; stopped early at epoch ") && text.contains(", best ")
            && text.hasSuffix(", whose weights these are"))
    #expect(bench.text("run.ending") == "early")
    #expect(bench.text("run.epochs - run.best") == "4")
    // The run's own figure is that of the best epoch.
    #expect(bench.text("history(run).validation[run.best] == run.validation") == "true")
    let short = bench.text(
        "fit(gru(4) |> dense(1), train, validation = test, epochs = 200, optimizer = adam(0.1), seed = 3, patience = 4, keep_best = true)"
    )
    #expect(short == text)
}

@Test("metrics stand in the history, of training and of validation")
func metricsStandInTheHistoryOfTrainingAndOfValidation() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(classes)
    _ = bench.run("run = fit(net, e, validation = e, epochs = 3, metrics = [\"f1\", \"perplexity\"], seed = 1)")
    for name in ["accuracy", "validation_accuracy", "f1", "validation_f1", "perplexity", "validation_perplexity"] {
        #expect(bench.text("history(run).\(name)").hasPrefix("series \(name): 3 values"))
    }
    _ = bench.run(
        "run = fit(net, e, epochs = 3, optimizer = adam(exponential_decay(0.1, steps = 1, factor = 0.5)), seed = 1)")
    #expect(bench.text("history(run).rate") == "series rate: 3 values, 0.1 0.05 0.025")
}

@Test("weights of classes and of examples change what is learnt")
func weightsOfClassesAndOfExamplesChangeWhatIsLearnt() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(classes)
    let plain = bench.text("fit(net, e, epochs = 2, seed = 1).loss")
    #expect(bench.text("fit(net, e, epochs = 2, seed = 1, class_weight = [1, 1]).loss") == plain)
    #expect(bench.text("fit(net, e, epochs = 2, seed = 1, class_weight = \"balanced\").loss") == plain)
    #expect(bench.text("fit(net, e, epochs = 2, seed = 1, class_weight = [1, 5]).loss") != plain)
    #expect(bench.text("fit(net, e, epochs = 2, seed = 1, sample_weight = [1, 1, 1, 1, 1, 1, 1, 1]).loss") == plain)
    let split = "fit(net, e, epochs = 2, seed = 1, validation_split = 0.25, sample_weight = [1, 1, 1, 1, 1, 1, 3, 3])"
    _ = bench.run("a = \(split)\nb = fit(net, e, epochs = 2, seed = 1, validation_split = 0.25)")
    #expect(bench.text("a.loss == b.loss") == "true")
    #expect(bench.text("check(a.validation, 3 * b.validation, 0.001)").hasPrefix("same"))
}

@Test("a penalty is shown and the gradients that were cut are counted")
func aPenaltyIsShownAndTheGradientsThatWereCutAreCounted() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(classes)
    _ = bench.run(
        """
        run = fit(gru(4, kernel_regularizer = l2(0.1), recurrent_initializer = "identity") |> dense(2, "softmax"), e,
            epochs = 3, seed = 1, optimizer = sgd(0.1, clipnorm = 0.001, clipvalue = 0.0005))
        """)
    for name in ["penalty", "shortened", "cut"] {
        #expect(bench.text("history(run).\(name)").hasPrefix("series \(name): 3 values"))
    }
}

@Test(
    "Keras's words for training are understood",
    arguments: [
        "optimizer_adam_w(lr = 0.01)", "keras.optimizers.SGD(learning_rate = 0.1, momentum = 0.9, nesterov = True)",
        "callback_early_stopping(monitor = \"val_loss\", patience = 3, restore_best_weights = TRUE)",
        "gru(4, kernel_regularizer = regularizer_l2(0.01), recurrent_initializer = initializer_orthogonal(gain = 0.9))",
        "layer_dense(units = 2, kernel_initializer = \"he_normal\", bias_regularizer = regularizer_l1_l2(l1 = 0.1))",
        "learning_rate_schedule_cosine_decay(0.01, 100)", "ReduceLROnPlateau(factor = 0.5, patience = 2)",
    ])
func kerasWordsForTrainingAreUnderstood(_ source: String) {
    var bench = Bench()
    defer { bench.close() }
    let outcome = bench.run(source)
    #expect(outcome.diagnostics.isEmpty, "\(outcome.diagnostics.flatMap { $0.render() }.joined(separator: "\n"))")
}
