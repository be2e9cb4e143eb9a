import Base
import FuzzKit
import Glibc
import Sandbox

/// `CallProbe FIRST STEP [END]`: runs case FIRST and every STEPth after it. Each is written before it runs, so that the
/// last line names the one that ended the process; what a case breaks is written below it. `CallProbe list` runs none,
/// `CallProbe file FILE` says what the bytes of a file stand for, such as one that scripts/fuzz has found.
if CommandLine.arguments.last == "list" {
    for (index, bytes) in CallCase.all.enumerated() { print(index, CallCase(bytes)?.description ?? "") }
    exit(0)
}
if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "file" {
    let bytes = try? FileAccess(folder: "/").read(CommandLine.arguments[2])
    print(bytes.flatMap { CallCase($0) }?.description ?? "nothing")
    exit(0)
}
let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
guard numbers.count >= 2, numbers[0] >= 0, numbers[1] > 0 else {
    print("CallProbe FIRST STEP [END]")
    exit(3)
}
MemoryLimit.set(1_000_000_000)
let cases = CallCase.all
for index in stride(from: numbers[0], to: min(cases.count, numbers.count > 2 ? numbers[2] : .max), by: numbers[1]) {
    guard let call = CallCase(cases[index]) else { continue }
    print("\(index) \(call.description)")
    fflush(nil)
    if let broken = CallRun.broken(call) { print("broken: \(broken)") }
}
print("done, of \(cases.count)")
