import Base
import Display

/// The last state of an open notebook that is known for certain, and the swap file that it belongs in: what a thread
/// other than the one that answers keys can write when the program must end.
package final class RecoveryCopy: Sendable {
    private let known = Lock<(session: Session, swap: SwapFile, base: Base)?>(nil)

    func note(_ session: Session, _ swap: SwapFile, _ base: Base) { known.with { $0 = (session, swap, base) } }

    /// The notebook was closed: there is nothing left to write.
    func forget() { known.with { $0 = nil } }

    /// Writes the unsaved work, and ends the swap file as a program that was asked to end does.
    package func write() {
        guard let (session, swap, base) = known.with({ $0 }) else { return }
        swap.keepNow(session, base: base)
        swap.close(keepsWork: true)
    }
}
