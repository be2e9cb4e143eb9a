import Base
import Display
import Glibc
import Language
import Sandbox
import Testing

@testable import Notebook

/// Edits as they arrive from a worker's thread.
private final class Inbox: Sendable {
    private let edits = Lock<[Edit]>([])
    func post(_ edit: Edit) { edits.with { $0.append(edit) } }

    /// Waits until `count` runs have ended; all that was told.
    func ended(_ count: Int) -> [Edit] {
        while true {
            let all = edits.with { $0 }
            if all.count(where: { if case .finished = $0 { true } else { false } }) >= count { return all }
            usleep(500)
        }
    }

    func waitForProgress() {
        while !edits.with({ $0.contains { if case .progressed = $0 { true } else { false } } }) { usleep(500) }
    }
}

private func evaluation(_ cell: Int, _ source: String) -> Evaluation {
    Evaluation(
        cell: CellID(cell), source: Source(name: "cell \(cell)", text: source), environment: Environment(), seed: 1)
}

private func endings(_ edits: [Edit]) -> [CellResult.Ending] {
    edits.compactMap { if case .finished(_, let result) = $0 { result.ending } else { nil } }
}

@Test("a worker runs cells in the order in which they are asked for")
func aWorkerRunsCellsInTheOrderInWhichTheyAreAskedFor() {
    let inbox = Inbox()
    let worker = Worker(builtins: Fake.builtins, access: FileAccess(folder: "."), post: inbox.post)
    for number in 0..<20 { worker.evaluate(evaluation(number, "print(\"\(number)\")")) }
    let shown = inbox.ended(20).compactMap { edit -> String? in
        if case .output(_, let output) = edit { output.lines(width: 80, glyphs: .ascii).first } else { nil }
    }
    #expect(shown == (0..<20).map(String.init))
}

@Test("stopping keeps what was finished and takes back what waits")
func stoppingKeepsWhatWasFinishedAndTakesBackWhatWaits() {
    let inbox = Inbox()
    let worker = Worker(builtins: Fake.builtins, access: FileAccess(folder: "."), post: inbox.post)
    worker.evaluate(evaluation(0, "run = wait()"))
    worker.evaluate(evaluation(1, "print(\"never\")"))
    inbox.waitForProgress()
    worker.stop()
    let edits = inbox.ended(2)
    #expect(endings(edits) == [.stopped, .stopped])
    let values = edits.compactMap { if case .finished(0, let result) = $0 { result.values.map(\.name) } else { nil } }
    #expect(values == [["run"]])
}

@Test("a worker that was stopped runs what is asked for next") func aWorkerThatWasStoppedRunsWhatIsAskedForNext() {
    let inbox = Inbox()
    let worker = Worker(builtins: Fake.builtins, access: FileAccess(folder: "."), post: inbox.post)
    worker.evaluate(evaluation(0, "wait()"))
    inbox.waitForProgress()
    worker.stop()
    _ = inbox.ended(1)
    worker.evaluate(evaluation(1, "1 + 1"))
    #expect(endings(inbox.ended(2)) == [.stopped, .finished])
}

@Test("progress is thinned out and its last state always arrives")
func progressIsThinnedOutAndItsLastStateAlwaysArrives() {
    let inbox = Inbox()
    let worker = Worker(builtins: Fake.builtins, access: FileAccess(folder: "."), post: inbox.post)
    worker.evaluate(evaluation(0, "fit(50000)"))
    let lines = inbox.ended(1).compactMap { if case .progressed(_, let progress) = $0 { progress.line } else { nil } }
    #expect(lines.last == "epoch 50000/50000")
    #expect(lines.count < 5000)
}

@Test("a closed worker takes nothing more") func aClosedWorkerTakesNothingMore() {
    let inbox = Inbox()
    let worker = Worker(builtins: Fake.builtins, access: FileAccess(folder: "."), post: inbox.post)
    worker.close()
    worker.evaluate(evaluation(0, "1"))
    #expect(inbox.ended(0).isEmpty)
}
