import Base
import Display
import Language
import Sandbox

/// Runs a program that stands in no notebook and tells what it shows: for a look at data before it is used. `names` are
/// what it may read.
package func evaluateAside(
    _ source: String, reading names: [String: Value] = [:], builtins: Builtins, access: FileAccess,
    sandbox: CellSandbox
) -> [Output] {
    let outputs = Lock<[Output]>([])
    let evaluation = Evaluation(
        cell: CellID(-1), source: Source(name: "preview", text: source), environment: Environment(names: names),
        seed: 1)
    Worker.run(evaluation, builtins: builtins, access: access, sandbox: sandbox, flag: StopFlag()) { edit in
        if case .output(_, let output) = edit { outputs.with { $0.append(output) } }
    }
    return outputs.with { $0 }
}
