/// An output region of a file, from `<!-- out … -->` to `<!-- /out -->`: what was computed, and from what.
package struct Region: Sendable, Hashable {
    /// What a region holds, in order.
    package enum Item: Sendable, Hashable {
        case text([String])
        case error([String])
        case record(name: String, csv: [String])
        /// A record in a file of its own, with the first digits of its SHA-256.
        case file(path: String, sha: String, name: String)
    }

    /// Blank lines between the cell and the region.
    var lead: [UInt8]
    /// As in the file, both comments among them.
    package internal(set) var bytes: [UInt8]
    package private(set) var items: [Item]
    /// The words of the first comment after `out`.
    package private(set) var words: Words
    /// Other comments, which stay when the output is replaced.
    var comments: [[String]]
    package private(set) var hasConflict: Bool

    /// The hash of what the outputs were computed from.
    package var source: String? { words["src"] }
}

extension Region {
    /// Reads the lines of a region.
    init(lead: [UInt8], lines: ArraySlice<Line>) {
        self.lead = lead
        bytes = lines.joined
        words = lines.lazy.compactMap(Region.opening).first ?? Words()
        hasConflict = Conflict.isOpenOrClosed(in: lines)
        comments = []
        items = []
        var at = lines.startIndex
        while at < lines.endIndex {
            if let fence = Fence(lines[at]) {
                let inside = lines[(at + 1)...].prefix { !fence.isClosed(by: $0) }
                items.append(Item(fence, inside.map { $0.text(indentedBy: fence.indent) }))
                at = inside.endIndex + 1
            } else if let comment = Region.comment(at, in: lines) {
                comments.append(comment.map(\.text))
                at = comment.endIndex
            } else {
                at += 1
            }
        }
        for (path, sha) in zip(words.values("file"), words.values("sha")) {
            items.append(.file(path: path, sha: sha, name: Region.recordName(of: path)))
        }
    }

    /// The words of a comment `<!-- out … -->`.
    static func opening(_ line: Line) -> Words? {
        guard var words = Words(comment: line), words.all.first?.raw == "out" else { return nil }
        words.all.removeFirst()
        return words
    }

    static func isClosing(_ line: Line) -> Bool { Words(comment: line)?.text == "/out" }

    /// `fit.history.csv` holds the record `history`.
    static func recordName(of path: String) -> String {
        let parts = (path.split(separator: "/").last ?? "").split(separator: ".")
        return parts.count >= 2 ? String(parts[parts.count - 2]) : path
    }

    /// A comment of someone else's that begins on line `at`.
    private static func comment(_ at: Int, in lines: ArraySlice<Line>) -> ArraySlice<Line>? {
        guard lines[at].indent < 4, lines[at].trimmed.hasPrefix("<!--"), opening(lines[at]) == nil,
            !isClosing(lines[at]), let end = lines[at...].firstIndex(where: { $0.text.contains("-->") })
        else { return nil }
        return lines[at...end]
    }
}

extension Region.Item {
    init(_ fence: Fence, _ lines: [String]) {
        let words = Words(fence.info)
        switch (words.all.first?.raw, words.all.dropFirst().first?.raw) {
        case ("csv", let name?): self = .record(name: name, csv: lines)
        case (_, "error"): self = .error(lines)
        default: self = .text(lines)
        }
    }
}

extension Region {
    /// A region to be written. Words and comments of the one it replaces that are not ours stay.
    init(
        source: String, items: [Item], replacing old: Region?, eol: [UInt8], isBeforeText: Bool, hasFinalNewline: Bool
    ) {
        words = old?.words ?? Words()
        words.removeAll(["file", "sha"])
        words["src"] = source
        for case .file(let path, let sha, _) in items {
            words.all.append(Words.Word(key: "file", value: path))
            words.all.append(Words.Word(key: "sha", value: sha))
        }
        self.items = items
        comments = old?.comments ?? []
        hasConflict = false
        lead = old?.lead ?? []
        var lines = ["<!-- out \(words.text) -->"] + comments.joined()
        for (index, item) in items.enumerated() {
            if index > 0 { lines.append("") }
            lines += item.lines
        }
        // A line that starts with `</details>` begins a block of HTML that only a blank line ends.
        if isBeforeText, lines.last == "</details>" { lines.append("") }
        lines.append("<!-- /out -->")
        bytes = lines.dropLast().flatMap { Array($0.utf8) + eol } + Array((lines.last ?? "").utf8)
        if hasFinalNewline { bytes += eol }
    }
}

extension Region.Item {
    /// As written into the file.
    var lines: [String] {
        switch self {
        case .text(let lines): Region.Item.fenced("text", lines)
        case .error(let lines): Region.Item.fenced("text error", lines)
        case .record(let name, let csv):
            ["<details><summary>record \(name): \(rows(csv.count - 1))</summary>", ""]
                + Region.Item.fenced("csv \(name)", csv) + ["", "</details>"]
        case .file(let path, _, let name): ["[record \(name)](<\(path)>)"]
        }
    }

    private static func fenced(_ info: String, _ lines: [String]) -> [String] {
        let fence = Fence(info: info).enclosing(lines)
        return [fence.opening] + lines + [fence.closing]
    }

    private func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(max(count, 0)) rows" }
}
