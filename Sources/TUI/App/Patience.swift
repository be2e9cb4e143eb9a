import Base
import Notebook

/// Long runs: the window's title tells how far one is, and when it ends the bell calls whoever has gone away.
struct Patience {
    enum Notice: Equatable {
        case nothing
        /// The window's title; nil gives it back.
        case title(String?)
        case call(title: String, sentence: String)
    }

    /// Seconds between two titles.
    static let pause = 1.0

    /// When what runs was begun: the first cell of those that ran one after the other.
    private var begun: Double?
    private var cell: CellID?
    private var told = 0.0
    private var title: String?

    /// `long`: seconds from which a run is long.
    mutating func notice(_ session: Session, now: Double, long: Double, isKey: Bool) -> Notice {
        if let running = session.running {
            begun = begun ?? now
            cell = running
            return goOn(session, running, now, long)
        }
        guard let start = begun else {
            // Somebody is there again.
            guard isKey, title != nil else { return .nothing }
            title = nil
            return .title(nil)
        }
        begun = nil
        guard now - start >= long, let cell = cell.flatMap({ session[$0] }) else {
            defer { title = nil }
            return title == nil ? .nothing : .title(nil)
        }
        let sentence = Phrases.ended(cell, after: now - start)
        let name = session.path.map(Phrases.fileName) ?? Phrases.unnamed
        title = "\(cell.status.mark) \(name)"
        return .call(title: title ?? "", sentence: sentence)
    }

    private mutating func goOn(_ session: Session, _ running: CellID, _ now: Double, _ long: Double) -> Notice {
        guard now - (begun ?? now) >= long, now - told >= Self.pause, let cell = session[running] else {
            return .nothing
        }
        told = now
        let name = session.path.map(Phrases.fileName) ?? Phrases.unnamed
        let next = "* \(name): \(Phrases.running(cell))"
        guard next != title else { return .nothing }
        title = next
        return .title(next)
    }
}

extension Phrases {
    /// `Cell 4 is done after 1:16.`
    static func ended(_ cell: NotebookCell, after seconds: Double) -> String {
        let whole = Int(clamping: seconds)
        let time = "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60)"
        let number = cell.number ?? 0
        return switch cell.status {
        case .failed: "Cell \(number) ended with an error after \(time)."
        case .stale: "Cell \(number) was stopped after \(time)."
        default: "Cell \(number) is done after \(time)."
        }
    }
}
