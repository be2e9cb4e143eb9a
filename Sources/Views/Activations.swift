import Engine
import Glibc

extension ActivationFunction {
    /// Of a kept state, for drawings such as `tanh(c)`; the softmax of one number is left as it is.
    func value(_ x: Real) -> Real {
        switch self {
        case .sigmoid: 1 / (1 + exp(-x))
        case .tanh: tanhf(x)
        case .relu: max(0, x)
        case .softmax, .linear: x
        }
    }
}
