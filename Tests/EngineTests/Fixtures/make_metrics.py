"""Writes metrics-*.json: what Keras's metrics say of given answers, each checked against the formula written out.

    pip install keras tensorflow-cpu && python make_metrics.py
"""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

keras.config.set_floatx("float64")

from fixture import rounded, tensor, version, write

SEED = 1


def classes(p, y):
    """Metrics of class numbers y against probabilities p [positions × classes]; a class of −1 does not count."""
    p, y = p.reshape(-1, p.shape[-1]), y.ravel()
    p, y = p[y >= 0], y[y >= 0]
    width, best = p.shape[-1], p.argmax(-1)
    confusion = np.zeros((width, width), int)
    np.add.at(confusion, (y, best), 1)
    assert (confusion == tf.math.confusion_matrix(y, best, width).numpy()).all()
    right = confusion.diagonal().astype(float)
    precision = divided(right, confusion.sum(0))
    recall = divided(right, confusion.sum(1))
    f1 = divided(2 * precision * recall, precision + recall)
    for index in range(width):
        keras_says(keras.metrics.Precision(thresholds=0.5), y == index, best == index, precision[index])
        keras_says(keras.metrics.Recall(thresholds=0.5), y == index, best == index, recall[index])
    one_hot = np.eye(width)[y]
    keras_says(keras.metrics.F1Score(average=None), one_hot, p, f1)
    keras_says(keras.metrics.F1Score(average="macro"), one_hot, p, f1.mean())
    keras_says(keras.metrics.SparseCategoricalAccuracy(), y, p, right.sum() / len(y))
    entropy = -np.log(p[np.arange(len(y)), y]).mean()
    keras_says(keras.metrics.SparseCategoricalCrossentropy(), y, p, entropy)
    return dict(
        loss=float(entropy), perplexity=float(np.exp(entropy)), accuracy=float(right.sum() / len(y)),
        precision=tensor(precision), recall=tensor(recall), f1=tensor(f1), macro_precision=float(precision.mean()),
        macro_recall=float(recall.mean()), macro_f1=float(f1.mean()), confusion=tensor(confusion))


def two(p, y):
    """Metrics of yes (1) and no (0) against a probability, cut at 0.5."""
    p, y = p.ravel(), y.ravel()
    said = p > 0.5
    right, precision = (said == y).mean(), divided((said & (y > 0)).sum(), said.sum())
    recall = divided((said & (y > 0)).sum(), (y > 0).sum())
    f1 = divided(2 * precision * recall, precision + recall)
    keras_says(keras.metrics.BinaryAccuracy(), y, p, right)
    keras_says(keras.metrics.Precision(), y, p, precision)
    keras_says(keras.metrics.Recall(), y, p, recall)
    keras_says(keras.metrics.F1Score(threshold=0.5), y[:, None], p[:, None], f1)
    entropy = -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()
    confusion = tf.math.confusion_matrix(y, said, 2).numpy()
    return dict(loss=float(entropy), accuracy=float(right), precision=tensor(precision), recall=tensor(recall),
                f1=tensor(f1), confusion=tensor(confusion))


def numbers(p, y):
    error = p - y
    square = (error ** 2).mean()
    keras_says(keras.metrics.MeanAbsoluteError(), y, p, np.abs(error).mean())
    keras_says(keras.metrics.MeanSquaredError(), y, p, square)
    keras_says(keras.metrics.RootMeanSquaredError(), y, p, np.sqrt(square))
    return dict(mae=float(np.abs(error).mean()), mse=float(square), rmse=float(np.sqrt(square)))


def divided(a, b):
    """0 where nothing was said of a class, or nothing of it is there: Keras and we."""
    return np.where(np.asarray(b) > 0, a / np.where(np.asarray(b) > 0, b, 1), 0.0)


def keras_says(metric, y, p, mine):
    metric.update_state(np.asarray(y), np.asarray(p))
    assert np.allclose(np.asarray(metric.result()), mine, rtol=1e-5, atol=1e-6), (metric.name, metric.result(), mine)


def softmax(x):
    e = np.exp(x)
    return rounded(e / e.sum(-1, keepdims=True))


def main():
    rng = np.random.default_rng(SEED)
    made = dict(made_with=version(keras=keras, tensorflow=tf), seed=SEED)
    p, y = softmax(rng.standard_normal((20, 4))), rng.integers(0, 4, 20)
    write("metrics-classes", **made, values=tensor(p), targets=tensor(y), **classes(p, y))
    y = rng.integers(0, 2, 20)                           # classes 2 and 3 are never right
    write("metrics-absent-classes", **made, values=tensor(p), targets=tensor(y), **classes(p, y))
    p, y = softmax(rng.standard_normal((4, 5, 3))), rng.integers(0, 3, (4, 5))
    y[1, 3:], y[3, 0] = -1, -1
    write("metrics-steps", **made, values=tensor(p), targets=tensor(np.where(y < 0, np.nan, y)), **classes(p, y))
    p, y = rounded(rng.uniform(0.02, 0.98, (20, 1))), rng.integers(0, 2, (20, 1)).astype(np.float64)
    write("metrics-two", **made, values=tensor(p), targets=tensor(y), **two(p, y))
    p, y = rounded(rng.standard_normal((6, 4, 2))), rounded(rng.standard_normal((6, 4, 2)))
    write("metrics-numbers", **made, values=tensor(p), targets=tensor(y), **numbers(p, y))


main()
