import Datasets
import Language

/// Examples: inputs x and, unless they were only reshaped, targets y.
package struct WindowsObject: Object {
    package static let kind: Kind = "windows"
    package let windows: Windows

    package init(_ windows: Windows) { self.windows = windows }

    package var summary: String {
        ([head] + notes).joined(separator: "; ")
    }

    private var head: String {
        let all = [windows] + windows.others
        let inputs = all.map { "x " + ($0.isFlat ? "[\($0.width)]" : "[\($0.plan.length) × \($0.width)]") }
        let answers = all.compactMap(\.target)
        return "windows: \(counted(windows.count, "example")), " + inputs.joined(separator: ", ")
            + (answers.isEmpty ? "" : " → " + answers.joined(separator: ", "))
    }

    /// What was left out, said once, before any split.
    private var notes: [String] {
        guard windows.part == nil, windows.count == windows.wholeStarts.count else { return [] }
        let left = windows.leftOut
        var notes: [String] = []
        if left.gaps > 0 { notes.append("\(left.gaps) over gaps left out") }
        if left.missing > 0 { notes.append("\(left.missing) with missing values left out") }
        if windows.plan.targets == .none, left.rows > 0 {
            notes.append("the last \(counted(left.rows, "row")) dropped")
        }
        return notes
    }

    package var count: Int? { windows.count }

    package func element(_ index: Int) -> Value {
        .object(WindowsObject(windows.examples((index - 1)..<index)))
    }
}

extension Windows {
    /// "y [1]"; nil without targets.
    fileprivate var target: String? {
        switch plan.targets {
        case .none: nil
        case .last: "y [\(targetWidth)]"
        case .all: "y [\(plan.targetSteps) × \(targetWidth)]"
        }
    }
}

/// Windows in parts: train, perhaps validation, and test.
package struct SplitObject: Object {
    package static let kind: Kind = "split"
    package let split: Split

    package init(_ split: Split) { self.split = split }

    package var summary: String {
        let parts = split.parts.map { "\($0.part ?? "part") \($0.count)" }
        return "split: " + parts.joined(separator: ", ") + " examples, in time order"
    }

    package var members: [(name: String, kind: Kind)] { split.parts.map { ($0.part ?? "part", WindowsObject.kind) } }

    package func member(_ name: String) -> Value? {
        split.parts.first { $0.part == name }.map { .object(WindowsObject($0)) }
    }

    package var count: Int? { split.parts.count }
    package func element(_ index: Int) -> Value { .object(WindowsObject(split.parts[index - 1])) }
}
