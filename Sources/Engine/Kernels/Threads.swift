/// Shares work among threads in blocks whose results do not depend on who computes them.
package final class Pool: @unchecked Sendable {
    init(threads: Int? = 1) {}

    /// Calls `body` with ranges that cover 0 ..< count. `work` is the number of multiply-adds in all.
    func share(_ count: Int, grain: Int, work: Int, _ body: (Range<Int>) -> Void) {
        if count > 0 { body(0..<count) }
    }
}
