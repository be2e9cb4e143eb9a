/// How large a list is for everything that walks it: the values in it, those of inner lists counted wherever they occur.
///
/// Lists share their parts: sixty times `x = [x, x]` takes almost no memory, and a walk would visit 2⁶⁰ values. The
/// evaluator refuses such a list where it is written, so that no walk over a value needs a limit of its own.
package struct ListSize: Hashable, Sendable {
    package private(set) var values = 0
    package private(set) var depth = 1
    package static let mostValues = 50_000_000
    /// As deep as the parser lets brackets be nested.
    package static let mostDepth = Parser.deepest.nesting

    /// Counts until a limit is passed, and no further.
    package init(_ elements: [Value]) {
        var last: (list: [Value], size: ListSize)?
        values = elements.count
        for case .list(let inner) in elements {
            let size = if let last, last.list.isSameStorage(inner) { last.size } else { ListSize(inner) }
            last = (inner, size)
            let sum = values.addingReportingOverflow(size.values)
            values = sum.overflow ? .max : sum.partialValue
            depth = max(depth, size.depth + 1)
            if isTooLarge { return }
        }
    }

    package var isTooLarge: Bool { values > ListSize.mostValues || depth > ListSize.mostDepth }
}

extension [Value] {
    /// Whether it is the same array in memory, so that what was counted in one holds for the other.
    fileprivate func isSameStorage(_ other: [Value]) -> Bool {
        count == other.count
            && withUnsafeBufferPointer { own in other.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress } }
    }
}

extension Diagnostic {
    static func listTooLarge(_ span: Span, _ size: ListSize) -> Diagnostic {
        guard size.depth <= ListSize.mostDepth else {
            return Diagnostic(
                "lists may be nested \(ListSize.mostDepth) deep, and this one is deeper",
                labels: [Label(span, "this holds a list that is nested as deep as it may be")])
        }
        return Diagnostic(
            "a list may hold \(ListSize.mostValues / 1_000_000) million values, and this one holds more",
            labels: [Label(span, "the values of the lists in it count too")])
    }
}
