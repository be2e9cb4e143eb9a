import Base
import Display
import Glibc
import Terminal

/// A program for the tests of Terminal: a screen that shows what it was told, or a line reader that answers.
@main
struct ScreenProbe {
    static func main() {
        switch CommandLine.arguments.dropFirst().first {
        case "lines": readLines(history: CommandLine.arguments.dropFirst(2).first)
        case "probe": print(TerminalProbe.problem() ?? "none", TerminalProbe.glyphs())
        default: showScreen()
        }
    }

    static func readLines(history: String?) {
        let reader = LineReader(historyFile: history) { line in
            ["window", "windows", "split"].filter { $0.hasPrefix(line.split(separator: " ").last ?? "") }
        }
        var count = 0
        while true {
            count += 1
            switch reader.read("\(count)> ") {
            case .line("later"):
                startThread(named: "later") { [reader = Shared(reader)] in
                    usleep(50_000)
                    reader.value.printAbove("a note from a thread")
                }
            case .line(let line):
                print("got [\(line.replacing("\n", with: "|"))]")
                fflush(nil)
            case .interrupted:
                print("interrupted")
                fflush(nil)
            case .end:
                print("end")
                return
            }
        }
    }

    static func showScreen() {
        do {
            let screen = try NcursesScreen()
            let loop = EventLoop(screen: screen)
            var view = ProbeView()
            loop.run { event in
                if case .key(Key(.character("z"), .control)) = event { loop.suspend() }
                if case .key(Key(.character("t"))) = event { shower(loop.requestFrame) }
                let goesOn = view.take(event)
                var grid = Grid(width: screen.width, height: screen.height)
                view.draw(into: &grid)
                screen.show(grid, cursor: Point(x: 2, y: 1))
                return goesOn
            }
            screen.close()
            print("bye")
        } catch {
            complain("ScreenProbe: \(error.sentence)\n")
            exit(1)
        }
    }

    /// Asks for frames far more often than they may come, until the program ends.
    static func shower(_ request: @escaping @Sendable () -> Void) {
        startThread(named: "shower") {
            while true {
                request()
                usleep(100)
            }
        }
    }
}

struct ProbeView {
    var size = ""
    var log: [String] = []
    var frames = 0

    mutating func take(_ event: Event) -> Bool {
        switch event {
        case .key(let key): return press(key)
        case .paste(let text): log.append("paste \(text.debugDescription)")
        case .resize(let width, let height): size = "\(width)x\(height)"
        case .frame: frames += 1
        case .interrupt: log.append("interrupt")
        case .terminate: return false
        }
        return true
    }

    private mutating func press(_ key: Key) -> Bool {
        switch key.code {
        case .character("q") where key.modifiers.isEmpty: return false
        case .character("F"): fatalError("a fault on purpose")
        case .character("A"): abort()
        case .character("X"): exit(3)
        case .character("S"): print(recurse(1))
        case .character("D"): startThread(named: "deep") { print(ProbeView().recurse(1)) }
        case .character("H"):
            _ = write(1, "hanging", 7)
            while true { sleep(1) }
        case .character("E"): complain("a line for stderr\n")
        default: break
        }
        log.append("\(key.code)" + (key.modifiers.isEmpty ? "" : " \(key.modifiers.rawValue)"))
        return true
    }

    @inline(never)
    private func recurse(_ depth: Int) -> Int { depth == 0 ? 0 : recurse(depth + 1) &+ depth }

    func draw(into grid: inout Grid) {
        grid.put("ready \(size) \(grid.width)x\(grid.height)", x: 0, y: 0, Style(bold: true))
        grid.put("red", x: 0, y: 2, Style(.rgb(255, 0, 0), reverse: true))
        grid.put("日本e\u{301}⠿│\u{1B}[31mσ", x: 0, y: 3)
        grid.put("frames \(min(frames, 5))", x: 0, y: 4)
        for (row, line) in log.suffix(max(0, grid.height - 5)).enumerated() { grid.put(line, x: 0, y: 5 + row) }
        grid.put("#", x: grid.width - 1, y: grid.height - 1)
    }
}

func complain(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) } }

/// The reader's `printAbove` may be called from any thread.
struct Shared<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
