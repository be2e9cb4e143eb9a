"""The networks of keras-*.json: name and recipe.

A recipe says what differs from 4 examples × 6 steps × 3 features, one output with whole targets, and one run of Adam.
"""

CELLS = dict(
    simple_rnn=dict(kind="simple_rnn", units=4, activation="tanh"),
    gru_before=dict(kind="gru", units=4, reset_after=False),
    gru_after=dict(kind="gru", units=4, reset_after=True),
    lstm=dict(kind="lstm", units=4),
)
RNN, GRU, GRU_AFTER, LSTM = CELLS.values()
ADAM = dict(kind="adam", rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-7)
SGD = dict(kind="sgd", rate=0.05)
OPTIMISERS = [
    dict(SGD),
    dict(SGD, momentum=0.9),
    dict(SGD, momentum=0.9, nesterov=True),
    dict(kind="rmsprop", rate=0.01, rho=0.9, epsilon=1e-7),
    dict(kind="adagrad", rate=0.05, initial=0.1, epsilon=1e-7),
    dict(ADAM, kind="adamw", decay=0.05),
    dict(SGD, clip_norm=0.2),
    dict(SGD, clip_value=0.05),
    dict(ADAM, clip_global_norm=0.1),
    dict(ADAM, clip_value=0.02),
]
SCHEDULES = [
    dict(kind="exponential", steps=2, factor=0.8),
    dict(kind="exponential", steps=2, factor=0.8, staircase=True),
    dict(kind="inverse_time", steps=2, factor=0.5),
    dict(kind="inverse_time", steps=2, factor=0.5, staircase=True),
    dict(kind="cosine", steps=4, least=0.1),
    dict(kind="cosine", steps=4, least=0.1, warmup=2),
    dict(kind="steps", borders=[1, 3], rates=[0.05, 0.02, 0.005]),
    dict(kind="linear", steps=4, least=0.1),
]


def sequence(cell, **more):
    return dict(cell, return_sequences=True, **more)


def dense(units, activation="linear", **more):
    return dict(kind="dense", units=units, activation=activation, **more)


def both(cell, merge, **more):
    return dict(kind="bidirectional", merge_mode=merge, layer=dict(cell, **more))


def words(units=3, **more):
    return dict(kind="embedding", words=7, units=units, **more)


def tokens(mask=None, name="x", steps=6):
    """Token numbers; with a mask, token 0 is the padding."""
    return dict(name=name, shape=(steps,), words=7, mask=mask, masked_by="token" if mask else None)


def values(steps=6, features=3, mask=None, masked_by="lengths", name="x"):
    """Numbers [steps × features]. Masked by the given lengths, or by the value 7 in every feature."""
    return dict(name=name, shape=(steps, features), mask=mask, masked_by=masked_by if mask else None)


def vector(features, name="x"):
    return dict(name=name, shape=(features,))


def net(*nodes, inputs=None, loss="mse", outputs=None, **more):
    return dict(nodes=nodes, inputs=inputs or [values()], loss=loss, outputs=outputs, **more)


PADDED = words(mask_zero=True)
MASKED = dict(kind="masking", mask_value=7.0)


def networks():
    yield from recurrent()
    yield from both_ways()
    yield from states()
    yield from layers()
    yield from drops()
    yield from training()


def recurrent():
    for name, cell in CELLS.items():
        stack = [sequence(cell), dict(cell, units=5), dense(2)]
        yield f"{name}-last", net(cell, dense(1))
        yield f"{name}-tags", net(sequence(cell), dense(3, "softmax"), loss="categorical", missing=True)
        yield f"{name}-stacked", net(*stack)
        yield f"{name}-embedding", net(words(), cell, dense(3, "softmax"), loss="categorical", inputs=[tokens()])
        yield f"{name}-mask-post", net(
            PADDED, sequence(cell), dense(2, "softmax"), loss="categorical", inputs=[tokens("post")])
        yield f"{name}-mask-pre", net(PADDED, sequence(cell), cell, dense(1), inputs=[tokens("pre")])
        yield f"{name}-mask-holes", net(PADDED, cell, dense(1), inputs=[tokens("holes")])
        yield f"{name}-lengths", net(cell, dense(1), inputs=[values(mask="post")])
        yield f"{name}-backwards", net(dict(cell, go_backwards=True), dense(1))
        yield f"{name}-backwards-sequences", net(sequence(cell, go_backwards=True), dense(2))
        yield f"{name}-no-bias", net(dict(cell, use_bias=False), dense(1))
    for mask in ("pre", "post", "holes"):
        yield f"masking-{mask}", net(
            MASKED, sequence(LSTM), dense(2), inputs=[values(mask=mask, masked_by="value")])
    yield "masking-backwards", net(
        MASKED, dict(GRU, go_backwards=True), dense(1), inputs=[values(mask="post", masked_by="value")])
    for function in ("linear", "relu", "sigmoid"):
        yield f"simple_rnn-{function}", net(dict(RNN, activation=function), dense(1))
    yield "gru_before-relu", net(dict(GRU, activation="relu"), dense(2))
    yield "gru_before-gates-tanh", net(dict(GRU, recurrent_activation="tanh"), dense(1))
    yield "lstm-relu", net(dict(LSTM, activation="relu", recurrent_activation="tanh"), dense(1))
    yield "gru_before-mae", net(GRU, dense(2), loss="mae")
    yield "lstm-binary", net(LSTM, dense(1, "sigmoid"), loss="binary")
    yield "gru_before-binary-steps", net(sequence(GRU), dense(2, "sigmoid"), loss="binary")
    yield "gru_before-lengths-steps", net(sequence(GRU), dense(2), inputs=[values(mask="post")])
    yield "lstm-one-hot", net(LSTM, dense(3, "softmax"), loss="one_hot")
    yield "lstm-padded-normaliser", net(
        sequence(LSTM), dense(3, "softmax"), loss="categorical", missing=True, normaliser="padded")
    yield "mixed-deep", net(
        sequence(RNN), dict(kind="dropout", rate=0.0), sequence(GRU), sequence(LSTM),
        dict(kind="activation", activation="relu"), dense(3, "tanh"), dense(1))
    yield "gru_before-batches", net(GRU, dense(1), count=5, batch=2)


def both_ways():
    for name, cell in CELLS.items():
        for merge in ("concat", "sum", "mul", "ave"):
            yield f"both-{name}-{merge}", net(both(cell, merge, return_sequences=True), dense(2))
        yield f"both-{name}-last", net(both(cell, "concat"), dense(2))
    yield "both-lstm-sum-last", net(both(LSTM, "sum"), dense(2))
    yield "both-gru_before-mul-last", net(both(GRU, "mul"), dense(2))
    for mask in ("pre", "post", "holes"):
        yield f"both-lstm-mask-{mask}", net(
            PADDED, both(LSTM, "concat", return_sequences=True), dense(2, "softmax"), loss="categorical",
            inputs=[tokens(mask)])
        yield f"both-gru_before-mask-{mask}-last", net(PADDED, both(GRU, "ave"), dense(1), inputs=[tokens(mask)])
    yield "both-stacked", net(
        both(RNN, "concat", return_sequences=True), both(GRU_AFTER, "concat", return_sequences=True),
        both(LSTM, "sum"), dense(1))


def states():
    target = values(steps=4, features=2, name="target")
    for name, cell in CELLS.items():
        wires = [f"encoder/{letter}" for letter in ("hc" if name == "lstm" else "h")]
        yield f"decoder-{name}", net(
            dict(cell, name="encoder", inputs=["x"], return_state=True),
            dict(sequence(cell), name="decoder", inputs=["target"], initial_state=wires), dense(3, "softmax"),
            inputs=[values(), target], loss="categorical")
        yield f"repeat-{name}", net(
            cell, dict(kind="repeat", n=3), sequence(cell), dict(kind="time_distributed", layer=dense(3, "softmax")),
            loss="categorical")
        yield f"stateful-{name}", net(
            dict(cell, stateful=True), dense(1), count=9, batch=3, inputs=[values(steps=3)], stateful=True,
            optimisers=[SGD, ADAM])
    yield "decoder-lstm-tokens", net(
        dict(PADDED, name="source", inputs=["x"]), dict(LSTM, name="encoder", return_state=True),
        dict(words(), name="known", inputs=["target"]),
        dict(sequence(LSTM), name="decoder", initial_state=["encoder/h", "encoder/c"]), dense(7, "softmax"),
        inputs=[tokens("pre"), tokens(name="target", steps=4)], loss="categorical")
    yield "decoder-gru_before-mask", net(
        dict(PADDED, name="source", inputs=["x"]), dict(GRU, name="encoder", return_state=True),
        dict(PADDED, name="known", inputs=["target"]),
        dict(sequence(GRU), name="decoder", initial_state=["encoder/h"]), dense(7, "softmax"),
        inputs=[tokens("pre"), tokens("post", name="target")], loss="categorical")
    yield "decoder-lstm-sequences", net(
        dict(sequence(LSTM), name="encoder", inputs=["x"], return_state=True),
        dict(sequence(LSTM), name="decoder", initial_state=["encoder/h", "encoder/c"]), dense(2))
    yield "initial-gru_before", net(
        dict(GRU, inputs=["x"], initial_state=["h0"]), dense(1), inputs=[values(), vector(4, "h0")])
    yield "initial-lstm-dense", net(
        dict(dense(4, "tanh"), inputs=["image"]), dict(sequence(LSTM), inputs=["x"], initial_state=["dense", "dense"]),
        dense(2), inputs=[values(), vector(3, "image")])
    yield "stateful-both-layers", net(
        sequence(GRU, stateful=True), dict(LSTM, stateful=True), dense(1), count=9, batch=3, inputs=[values(steps=3)],
        stateful=True, optimisers=[SGD, ADAM])
    yield "stateful-sequences", net(
        sequence(LSTM, stateful=True), dense(2), count=9, batch=3, inputs=[values(steps=3)], stateful=True)


def layers():
    for padding in ("valid", "same", "causal"):
        for dilation in (1, 2):
            yield f"conv1d-{padding}-{dilation}", net(
                dict(kind="conv1d", filters=4, kernel_size=3, padding=padding, dilation_rate=dilation,
                     activation="tanh"), dense(2))
        yield f"conv1d-{padding}-even-strides", net(
            dict(kind="conv1d", filters=4, kernel_size=2, padding=padding, strides=2), dense(2))
    yield "conv1d-relu-no-bias", net(
        dict(kind="conv1d", filters=5, kernel_size=3, activation="relu", use_bias=False), GRU, dense(1))
    for kind in ("max_pooling", "average_pooling"):
        yield f"{kind}", net(sequence(GRU), dict(kind=kind, pool_size=2), dense(1))
        yield f"{kind}-same", net(sequence(GRU), dict(kind=kind, pool_size=4, padding="same"), dense(1))
        yield f"{kind}-strides", net(sequence(GRU), dict(kind=kind, pool_size=3, strides=1), dense(1))
        yield f"{kind}-same-strides", net(
            sequence(GRU), dict(kind=kind, pool_size=3, strides=2, padding="same"), dense(1))
    yield "global_average_pooling", net(sequence(GRU), dict(kind="global_average_pooling"), dense(1))
    for mask in ("pre", "post", "holes"):
        yield f"global_average_pooling-mask-{mask}", net(
            PADDED, dict(kind="global_average_pooling"), dense(3, "softmax"), loss="categorical", inputs=[tokens(mask)])
    yield "global_max_pooling", net(sequence(GRU), dict(kind="global_max_pooling"), dense(1))
    yield "flatten", net(sequence(GRU), dict(kind="flatten"), dense(2))
    yield "flatten-embedding", net(words(), dict(kind="flatten"), dense(1), inputs=[tokens()])
    yield "time_distributed", net(
        sequence(GRU), dict(kind="time_distributed", layer=dense(3, "relu")), dense(2))
    yield "layer_norm", net(sequence(GRU), dict(kind="layer_norm"), dense(1))
    yield "layer_norm-last", net(GRU, dict(kind="layer_norm", epsilon=1e-5), dense(1))
    yield "layer_norm-mask", net(
        PADDED, dict(kind="layer_norm"), sequence(GRU), dense(2), inputs=[tokens("holes")])
    yield "batch_norm", net(sequence(GRU), dict(kind="batch_norm"), dense(1))
    yield "batch_norm-last", net(GRU, dict(kind="batch_norm", momentum=0.9, epsilon=1e-5), dense(1))
    yield "batch_norm-mask", net(
        PADDED, dict(kind="batch_norm"), sequence(GRU), dense(2), inputs=[tokens("post")])
    yield "batch_norm-conv1d", net(
        dict(kind="conv1d", filters=4, kernel_size=3, use_bias=False), dict(kind="batch_norm", momentum=0.8),
        dict(kind="activation", activation="tanh"), dict(kind="global_average_pooling"), dense(1))
    for kind in ("add", "multiply"):
        yield f"{kind}", net(
            dict(dense(4, "tanh"), name="left", inputs=["x"]), dict(sequence(GRU), name="right", inputs=["x"]),
            dict(kind=kind, inputs=["left", "right"]), dense(1))
    yield "add-three", net(
        dict(dense(4), name="a", inputs=["x"]), dict(sequence(RNN), name="b", inputs=["x"]),
        dict(sequence(LSTM), name="c", inputs=["a"]), dict(kind="add", inputs=["a", "b", "c"]), GRU, dense(1))
    yield "multiply-three", net(
        dict(dense(3), name="a", inputs=["x"]), dict(sequence(dict(RNN, units=3)), name="b", inputs=["x"]),
        dict(kind="multiply", inputs=["a", "b", "x"]), dense(1))
    yield "concat-conv1d", net(
        *[dict(kind="conv1d", name=f"width{width}", filters=4, kernel_size=width, padding="same", activation="tanh",
               inputs=["x"]) for width in (2, 3, 5)],
        dict(kind="concat", inputs=["width2", "width3", "width5"]), dict(kind="global_average_pooling"), dense(1))
    yield "concat-pooled", net(
        *[node for width in (2, 3) for node in (
            dict(kind="conv1d", name=f"width{width}", filters=4, kernel_size=width, inputs=["x"]),
            dict(kind="global_max_pooling", name=f"pool{width}"))],
        dict(kind="concat", inputs=["pool2", "pool3"]), dense(1))
    yield "concat-mask", net(
        PADDED, dict(sequence(GRU), inputs=["embedding"]), dict(kind="concat", inputs=["embedding", "gru"]),
        LSTM, dense(1), inputs=[tokens("post")])
    yield "residual", net(
        dict(dense(4), name="wide"), dict(sequence(LSTM), name="inner"), dict(kind="add", inputs=["wide", "inner"]),
        dense(1))
    yield "residual-mask", net(
        words(4, mask_zero=True), dict(sequence(GRU), name="inner"),
        dict(kind="add", inputs=["embedding", "inner"]), sequence(GRU), dense(2), inputs=[tokens("pre")])
    yield "softmax-activation", net(
        GRU, dense(3), dict(kind="activation", activation="softmax"), loss="categorical")
    yield "lecture", net(
        words(4), dict(kind="dropout", rate=0.25), sequence(LSTM), LSTM, dense(6, "softmax"), loss="categorical",
        inputs=[tokens()])
    yield "two-inputs", net(
        dict(GRU, inputs=["x"]), dict(dense(3, "tanh"), inputs=["facts"]), dict(kind="concat", inputs=["gru", "dense"]),
        dense(1), inputs=[values(), vector(2, "facts")])
    yield "two-outputs", net(
        dict(sequence(GRU), inputs=["x"]), dict(dense(3, "softmax"), name="tag", inputs=["gru"]),
        dict(LSTM, inputs=["gru"]), dict(dense(1), name="number"),
        outputs=[dict(node="tag", loss="categorical", weight=0.5), dict(node="number", loss="mse", weight=2.0)])
    yield "two-and-two", net(
        dict(sequence(GRU), inputs=["x"]), dict(LSTM, inputs=["y"]), dict(dense(1), name="first", inputs=["gru"]),
        dict(kind="global_average_pooling", inputs=["gru"]),
        dict(kind="concat", inputs=["global_average_pooling", "lstm"]), dict(dense(2, "sigmoid"), name="second"),
        inputs=[values(), values(steps=4, features=2, name="y")],
        outputs=[dict(node="first", loss="mae", weight=1.0), dict(node="second", loss="binary", weight=0.3)])


def drops():
    yield "dropout", net(sequence(GRU), dict(kind="dropout", rate=0.4), dense(3, "tanh"),
                         dict(kind="dropout", rate=0.25), dense(1))
    yield "dropout-last", net(LSTM, dict(kind="dropout", rate=0.5), dense(1))
    for name, cell in CELLS.items():
        yield f"dropout-{name}-input", net(sequence(cell, dropout=0.4), dense(1))
        yield f"dropout-{name}-recurrent", net(sequence(cell, recurrent_dropout=0.4), dense(1))
        yield f"dropout-{name}-both", net(
            PADDED, dict(cell, dropout=0.3, recurrent_dropout=0.4), dense(1), inputs=[tokens("holes")])
    yield "dropout-both-lstm", net(
        both(LSTM, "concat", return_sequences=True, dropout=0.3, recurrent_dropout=0.4), dense(1))


def training():
    yield "optimisers", net(GRU, dense(1), optimisers=[ADAM, *OPTIMISERS])
    yield "schedules", net(RNN, dense(1), optimisers=[dict(SGD, schedule=schedule) for schedule in SCHEDULES])
    weights = dict(kernel_regularizer=dict(l1=0.01), recurrent_regularizer=dict(l2=0.02),
                   bias_regularizer=dict(l1=0.005, l2=0.01))
    for name, cell in CELLS.items():
        yield f"penalties-{name}", net(dict(cell, **weights), dense(1, kernel_regularizer=dict(l2=0.03)))
    yield "penalties-layers", net(
        dict(kind="conv1d", filters=4, kernel_size=3, kernel_regularizer=dict(l1=0.01, l2=0.02),
             bias_regularizer=dict(l2=0.02)),
        both(LSTM, "concat", kernel_regularizer=dict(l2=0.02)), dense(1, bias_regularizer=dict(l1=0.01)))
    yield "class-weights", net(LSTM, dense(3, "softmax"), loss="categorical", class_weights=[0.5, 1.0, 2.5])
    yield "class-weights-steps", net(
        sequence(LSTM), dense(3, "softmax"), loss="categorical", class_weights=[0.5, 1.0, 2.5], missing=True)
    yield "sample-weights", net(GRU, dense(2), sample_weights="examples")
    yield "sample-weights-steps", net(sequence(GRU), dense(2), sample_weights="steps")
    yield "sample-weights-lengths", net(
        sequence(GRU), dense(2), sample_weights="examples", inputs=[values(mask="post")])
