import CFuzzer
import FuzzKit
import Glibc

/// `Fuzz TARGET …`: libFuzzer's loop over one of the readers; the rest of the line are libFuzzer's own words.
/// scripts/fuzz builds and calls it.
if CommandLine.arguments.dropFirst().first == "words" {
    // A dictionary of libFuzzer's.
    for word in Mutator.words.map({ Array($0.utf8) }) + Extremes.fields {
        print("\"" + word.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\"")
    }
    exit(0)
}
guard CommandLine.arguments.count > 1, let target = FuzzTarget.all.first(where: { $0.name == CommandLine.arguments[1] })
else {
    print("words, or one of the targets: " + FuzzTarget.all.map(\.name).joined(separator: " "))
    exit(3)
}

/// What libFuzzer calls is a C function, which carries nothing with it.
nonisolated(unsafe) private var run: ([UInt8]) -> String? = target.run

var arguments: [UnsafeMutablePointer<CChar>?] =
    ([CommandLine.arguments[0], "-max_len=\(target.limit)"] + CommandLine.arguments.dropFirst(2)).map { strdup($0) }
    + [nil]
var count = Int32(arguments.count - 1)
let status = arguments.withUnsafeMutableBufferPointer { buffer in
    var start = buffer.baseAddress
    return LLVMFuzzerRunDriver(&count, &start) { data, size in
        if let broken = run(Array(UnsafeBufferPointer(start: data, count: size))) { fatalError(broken) }
        return 0
    }
}
exit(status)
