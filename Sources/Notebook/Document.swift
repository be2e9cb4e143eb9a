/// A notebook file as text with cells: bytes in, the same bytes out.
package struct Document: Sendable {
    /// What was found on reading that a user should know: one sentence each.
    package private(set) var notes: [String] = []
    package private(set) var seed: UInt64 = 1
    package var bytes: [UInt8] { [] }

    package init() {}
    package init(_ bytes: [UInt8]) {}
    package init(_ text: String) { self.init(Array(text.utf8)) }
}
