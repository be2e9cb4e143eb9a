import Base
import Glibc
import Testing

@testable import Display

@Suite struct ThreadsTests {
    @Test("only the first message after a drain wakes the reader") func onlyTheFirstMessageAfterADrainWakesTheReader() {
        let wakes = Lock(0)
        let box = Mailbox<Int> { wakes.with { $0 += 1 } }
        box.post(1)
        box.post(2)
        #expect(wakes.with { $0 } == 1)
        #expect(box.drain() == [1, 2])
        #expect(box.drain() == [])
        box.post(3)
        #expect(wakes.with { $0 } == 2)
    }

    @Test("a thread of its own has room for deep recursion") func aThreadOfItsOwnHasRoomForDeepRecursion() async {
        let depth = await withCheckedContinuation { continuation in
            let hasStarted = startThread(named: "deep") { continuation.resume(returning: sink(0)) }
            #expect(hasStarted)
        }
        #expect(depth == 100_000)
    }
}

@inline(never)
private func sink(_ depth: Int) -> Int { depth == 100_000 ? depth : max(depth, sink(depth + 1)) }
