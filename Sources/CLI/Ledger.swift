import Experiments
import Notebook
import Sandbox

extension ComputedOutputs: OutputLedger {
    /// Of the user who runs the program.
    static let ofUser = ComputedOutputs(in: StateFolder.path())
}
