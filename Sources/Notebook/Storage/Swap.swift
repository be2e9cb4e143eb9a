import Glibc
import Sandbox

/// What stands in a swap file: who has the notebook open, and his unsaved work, if any.
///
///     unroll swap 1
///     process 4711 88123 host.example
///     opened 1764189000.25
///     base 9f86d081884c7d65
///     kept 1764189012.5
///
///     … the notebook as it stands in the editor, byte for byte
///
/// `base` is the digest of the file that the work started from, `-` if there was none. Without `kept` nothing follows.
package struct Swap: Hashable, Sendable {
    var holder: Holder
    var work: Work?

    struct Work: Hashable, Sendable {
        var base: String
        /// When it was taken from the editor, in seconds since 1970.
        var kept: Double
        var bytes: [UInt8]
    }

    private static let title = "unroll swap 1"

    package var bytes: [UInt8] {
        var lines = [
            Swap.title, "process \(holder.process) \(holder.start) \(holder.host)", "opened \(holder.opened)",
        ]
        if let work { lines += ["base \(work.base)", "kept \(work.kept)"] }
        return Array((lines.joined(separator: "\n") + "\n\n").utf8) + (work?.bytes ?? [])
    }
}

extension Swap {
    /// nil if it is no swap file.
    package init?(_ bytes: [UInt8]) {
        let end = bytes.indices.first { bytes[$0] == 0x0A && $0 + 1 < bytes.count && bytes[$0 + 1] == 0x0A }
        guard let end else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(whereSeparator: \.isNewline)
        guard lines.first == Swap.title[...] else { return nil }
        var words: [Substring: [Substring]] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: " ", maxSplits: 3)
            if let key = parts.first { words[key] = Array(parts.dropFirst()) }
        }
        guard let process = words["process"], process.count == 3, let number = Int32(process[0]),
            let opened = Swap.time(words["opened"])
        else { return nil }
        holder = Holder(process: number, start: String(process[1]), host: String(process[2]), opened: opened)
        guard let kept = Swap.time(words["kept"]), let base = words["base"]?.first else { return }
        work = Work(base: String(base), kept: kept, bytes: Array(bytes[(end + 2)...]))
    }
}

extension Swap {
    /// Seconds since 1970; what is no time at all counts as 1970, so that the work below it is offered all the same.
    private static func time(_ words: [Substring]?) -> Double? {
        words?.first.flatMap { Double($0) }.map { 0...1e11 ~= $0 ? $0 : 0 }
    }
}

/// The places where the swap files of a notebook may stand, the first that can be written to being the one.
struct SwapPlaces: Hashable, Sendable {
    /// `.name.unroll.md` beside the file, and one in the user's own folder where the first can't be.
    private let beside: String
    private let elsewhere: String?
    /// Whoever may read the notebook may know who has it open.
    let mode: UInt32

    /// `environment` as of `getenv`.
    init(of path: String, environment: (String) -> String? = StateFolder.variable) {
        let target = Files.resolved(path)
        let name = Files.shortened(Files.name(of: target))
        beside = Files.folder(of: target) + "/." + name
        mode = Files.rights(of: target)
        elsewhere = Files.stateName(of: path, environment)
    }

    /// One for each process that has the notebook open at the same time, which are few.
    private static let most = 9

    static func name(_ stem: String, _ number: Int) -> String {
        number == 1 ? stem + ".swap" : "\(stem).\(number).swap"
    }

    var all: [[String]] {
        ([beside] + (elsewhere.map { [$0] } ?? [])).map { stem in
            (1...SwapPlaces.most).map { SwapPlaces.name(stem, $0) }
        }
    }

    /// Removes what a process that was killed in the middle of writing left.
    func sweep() {
        for stem in [beside] + (elsewhere.map { [$0] } ?? []) {
            let name = Files.name(of: stem)
            Files.sweep(Files.folder(of: stem), start: (name.hasPrefix(".") ? "" : ".") + name + ".")
        }
    }

    /// The swap files that are there, with what they hold.
    func found() -> [(path: String, swap: Swap)] {
        all.joined().compactMap { path in
            (try? Files.readAny(path)).flatMap { Swap($0) }.map { (path, $0) }
        }
    }

    /// Makes a swap file of a new name in the first folder that allows it, and tells what was wrong with the first if it
    /// is not that one; the fault of the last one otherwise.
    func claim(_ swap: Swap) throws(FileFault) -> (path: String, reason: FileFault?) {
        var fault = FileFault.folderMissing
        var reason: FileFault?
        for (index, names) in all.enumerated() {
            if index > 0 { Files.makeFolders(Files.folder(of: names[0])) }
            do throws(FileFault) {
                // Who has it open matters only while the machine runs: opening need not wait for the disk.
                let isLasting = swap.work != nil
                for name in names
                where try Files.create(swap.bytes, at: name, mode: mode, isLasting: isLasting) { return (name, reason) }
                fault = .other(code: EEXIST)
                reason = reason ?? fault
            } catch {
                fault = error
                reason = reason ?? error
            }
        }
        throw fault
    }
}
