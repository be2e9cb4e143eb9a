/// Counts what asks for memory on one thread, and refuses one of them: how tests see what a program does when there is no
/// memory, at each place where it asks for some.
///
///     MemoryLimit.$reservations.withValue(Reservations(refusing: 3)) { … }
package final class Reservations: @unchecked Sendable {
    package private(set) var count = 0
    private let refused: Int?

    /// `refusing`: which one, from 1; nil for none.
    package init(refusing refused: Int? = nil) { self.refused = refused }

    func denies() -> Bool {
        count += 1
        return count == refused
    }
}
