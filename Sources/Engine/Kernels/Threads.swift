import Base
import CKernels
import Glibc
import Synchronization

/// Shares work among threads in blocks. Every number is computed by one block alone, in an order that the block does not
/// change, so the bits do not depend on who computes what.
///
/// Blocks are taken by whoever is free, the caller included: a worker that is late, because the machine is busy, costs
/// nothing but its share. One that is late with a block that it has taken holds the caller up; then the caller works
/// alone for a while. Workers are started by the first work that is worth it, spin briefly for the next and then sleep.
package final class Pool: Sendable {
    private let workerPool: WorkerPool
    /// The caller and the workers.
    package let threads: Int

    /// Multiply-adds below which waking anybody costs more than it saves: about 100 µs of one thread.
    private static let worthwhile = 5_000_000

    /// nil: one thread for each core.
    init(threads: Int? = 1) {
        self.threads = max(1, min(threads ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)), 64))
        workerPool = WorkerPool()
    }

    deinit { workerPool.dismiss() }

    /// Calls `body` with ranges that cover 0 ..< count, each of at least `grain`. `work` is the number of multiply-adds.
    func share(_ count: Int, grain: Int, work: Int, _ body: (Range<Int>) -> Void) {
        let blocks = min(threads, count / grain)
        guard work >= Self.worthwhile, blocks > 1, !workerPool.isBackingOff else {
            if count > 0 { body(0..<count) }
            return
        }
        workerPool.hire(threads - 1)
        let part = { (block: Int) in body(count * block / blocks..<count * (block + 1) / blocks) }
        withoutActuallyEscaping(part) { workerPool.work(blocks, $0) }
    }
}

/// The workers and the work that lies before them.
///
/// `state` holds the number of the work (upper 32 bits), its blocks and the next block that nobody has taken (16 bits
/// each), so that taking a block is one exchange and a late worker cannot take one of a work that it did not look at.
private final class WorkerPool: @unchecked Sendable {
    private let state = Atomic<UInt64>(0)
    private let done = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let isDismissed = Atomic<Bool>(false)
    /// Written before `state` announces the work, read only by who has taken a block of it.
    private var body: (Int) -> Void = { _ in }
    private var workers: [pthread_t] = []
    private var contention = ContentionMonitor()
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let bell = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// About 20 µs: the distance between two pieces of work of one step.
    private static let spins = 2_000

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(bell, nil)
    }

    deinit {
        pthread_cond_destroy(bell)
        pthread_mutex_destroy(lock)
        bell.deallocate()
        lock.deallocate()
    }

    /// Starts workers until there are `count`; if the system gives none, the caller does their share.
    func hire(_ count: Int) {
        while workers.count < count {
            var worker = pthread_t()
            let workerPool = Unmanaged.passRetained(self)
            let status = pthread_create(
                &worker, nil,
                { worker in
                    if let worker { Unmanaged<WorkerPool>.fromOpaque(worker).takeRetainedValue().serve() }
                    return nil
                }, workerPool.toOpaque())
            guard status == 0 else { return workerPool.release() }
            workers.append(worker)
        }
    }

    func dismiss() {
        isDismissed.store(true, ordering: .sequentiallyConsistent)
        wake()
        for worker in workers { pthread_join(worker, nil) }
        workers = []
    }

    /// True while the caller is to work alone.
    var isBackingOff: Bool { contention.isBackingOff }

    func work(_ blocks: Int, _ body: @escaping (Int) -> Void) {
        let (start, processorStart) = (ContinuousClock.now, ContentionMonitor.processorTime)
        self.body = body
        done.store(0, ordering: .relaxed)
        let number = (state.load(ordering: .relaxed) >> 32) &+ 1
        state.store(number << 32 | UInt64(blocks) << 16, ordering: .sequentiallyConsistent)
        if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wake() }
        var own = 0
        while takeBlock() { own += 1 }
        let working = ContentionMonitor.processorTime - processorStart
        var turns = 0
        while done.load(ordering: .acquiring) < blocks {
            turns += 1
            if turns > Self.spins { sched_yield() } else { ck_pause() }
        }
        self.body = { _ in }
        contention.saw(blocks, own: own, working: working, passed: .now - start)
    }

    private func wake() {
        pthread_mutex_lock(lock)
        pthread_cond_broadcast(bell)
        pthread_mutex_unlock(lock)
    }

    /// False if there is none left.
    private func takeBlock() -> Bool {
        var seen = state.load(ordering: .acquiring)
        while true {
            let (blocks, next) = (seen >> 16 & 0xFFFF, seen & 0xFFFF)
            if next >= blocks { return false }
            let exchange = state.compareExchange(expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
            if exchange.exchanged {
                body(Int(next))
                done.add(1, ordering: .releasing)
                return true
            }
            seen = exchange.original
        }
    }

    private var hasWork: Bool {
        let seen = state.load(ordering: .sequentiallyConsistent)
        return seen & 0xFFFF < seen >> 16 & 0xFFFF
    }

    private func serve() {
        while !isDismissed.load(ordering: .acquiring) {
            var turns = 0
            while !takeBlock(), turns < Self.spins {
                turns += 1
                ck_pause()
            }
            if turns == Self.spins { sleep() }
        }
    }

    private func sleep() {
        pthread_mutex_lock(lock)
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while !hasWork, !isDismissed.load(ordering: .sequentiallyConsistent) { pthread_cond_wait(bell, lock) }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(lock)
    }
}

/// Whether the other cores are busy with something else: sharing a work took about as long as doing it alone.
///
/// What alone would have taken is known from the processor time of the caller's own blocks, since the clock on the wall
/// also counts what others took from the caller. While this lasts, the caller works alone for longer and longer, so that
/// a busy machine costs little and an idle one is found again.
private struct ContentionMonitor {
    private var backsOffUntil = ContinuousClock.now
    /// How many times as long as the late work the rest is.
    private var factor = 4

    var isBackingOff: Bool { ContinuousClock.now < backsOffUntil }

    /// The caller did `own` of the blocks in so much processor time, and all were done after `passed`.
    mutating func saw(_ blocks: Int, own: Int, working: Duration, passed: Duration) {
        guard own > 0, own < blocks else { return }
        if passed * 10 < working * blocks / own * 9 {
            factor = max(4, factor / 2)
        } else {
            backsOffUntil = .now + min(passed * factor, .seconds(1))
            factor = min(64, factor * 2)
        }
    }

    /// Processor time of the calling thread.
    static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
