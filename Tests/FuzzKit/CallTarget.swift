import Base
import Display
import Language
import Library

extension FuzzTarget {
    /// A call of a built-in with numbers at the edges, or values of other kinds: it ends in a value or in words. The
    /// bytes choose the program and what is changed in it.
    static let calls = FuzzTarget(name: "calls", limit: 16) { bytes in CallCase(bytes).flatMap(CallRun.broken) }
}

/// A program made of an example of the manual, or of a call with values of all kinds.
package struct CallCase: Sendable {
    package private(set) var source: String
    /// As of `--set`.
    package private(set) var settings: [String] = []

    /// Two bytes choose the program; of those that follow, three each choose a number of it or a parameter, and what is
    /// there instead.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count > 2 else { return nil }
        let index = Int(bytes[0]) << 8 | Int(bytes[1])
        let rest = Array(bytes[2...])
        if index % 2 == 0 {
            source = Self.examples[index / 2 % Self.examples.count]
            for start in stride(from: 0, to: rest.count - 2, by: 3) {
                change(rest[start], rest[start + 1], rest[start + 2])
            }
        } else {
            let name = Library.all[index / 2 % Library.all.count].name
            source =
                "\(name)(\(rest.prefix(4).map { Self.values[Int($0) % Self.values.count] }.joined(separator: ", ")))"
        }
    }

    package var description: String {
        (settings.isEmpty ? "" : "--set \(settings.joined(separator: " --set ")): ")
            + source.replacing("\n", with: "; ")
    }

    private mutating func change(_ kind: UInt8, _ place: UInt8, _ value: UInt8) {
        if kind % 2 == 0 {
            let numbers = Self.numbers(in: source)
            guard !numbers.isEmpty else { return }
            let written = Self.written[Int(value) % Self.written.count]
            source.replaceSubrange(numbers[Int(place) % numbers.count], with: written)
        } else {
            let names = Self.parameters(in: source)
            guard !names.isEmpty else { return }
            let written = Self.set[Int(value) % Self.set.count]
            settings.append(names[Int(place) % names.count] + "=" + written)
        }
    }

    package static let names = Library.all.map(\.name)
    /// All that can be set in the examples.
    package static let parameters = Set(examples.flatMap(parameters(in:)))
    static let examples = Library.all.flatMap(\.examples).map(\.source)
    static let written = Extremes.decimals + Extremes.computed
    static let set =
        Extremes.decimals + ["[]", "[1e308, -1e308]", "[9e18, 9e18]", "[0.5]", "none", "true", "word", "\"\""]

    static func numbers(in source: String) -> [Range<String.Index>] { source.ranges(of: /\b[0-9]+(\.[0-9]+)?\b/) }

    /// The names of all arguments that the calls in a program can have.
    static func parameters(in source: String) -> [String] {
        source.matches(of: /([A-Za-z_.0-9]+)\(/).compactMap { Library.builtins[String($0.1)] }
            .flatMap { $0.parameters.filter { !$0.isVariadic && !$0.isSubject }.map(\.name) }
    }
}

extension CallCase {
    /// What every call may be given; the names are those of `CallRun.start`.
    static let values =
        Extremes.decimals + [
            "log(-1)", "exp(1000)", "none", "true", "\"\"", "\"word\"", "[]", "[[]]", "[1, 2, 3, 4]",
            "[[1, 2], [3, 4]]",
            "[[1], [2, 3]]", "[\"a\", \"b\"]", "[1e308, -1e308, 5e-324, log(-1)]", "[9e18, -9e18, 0.5]", "numbers",
            "series",
            "table", "tokens", "matrix", "empty", "windows", "net", "run", "classes", "trace", "zeros(0, 3)", "adam()",
        ]

    /// Every number of every example, and every argument of every call in it, with every number at the edges; every
    /// built-in with one, two and three values of every kind.
    package static let all: [[UInt8]] = changedExamples + plainCalls

    private static let changedExamples: [[UInt8]] = examples.indices.flatMap { index -> [[UInt8]] in
        let head = [UInt8((index * 2) >> 8), UInt8((index * 2) & 255)]
        func cases(_ kind: UInt8, _ places: Int, _ values: Int) -> [[UInt8]] {
            (0..<min(places, 256)).flatMap { place in (0..<values).map { head + [kind, UInt8(place), UInt8($0)] } }
        }
        return cases(0, numbers(in: examples[index]).count, written.count)
            + cases(1, parameters(in: examples[index]).count, set.count)
    }

    private static let plainCalls: [[UInt8]] = Library.all.indices.flatMap { index -> [[UInt8]] in
        let head = [UInt8((index * 2 + 1) >> 8), UInt8((index * 2 + 1) & 255)]
        return values.indices.flatMap { value -> [[UInt8]] in
            let (value, next) = (UInt8(value), UInt8((value * 7 + index) % values.count))
            return [head + [value], head + [value, next], head + [next, value], head + [next, value, value]]
        }
    }
}
