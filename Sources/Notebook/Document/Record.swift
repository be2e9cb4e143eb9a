import Display

/// Rows of numbers with a heading, as kept in a notebook: `epoch,loss,validation`.
package struct Record: Sendable, Hashable {
    /// The records that are kept beside an output. Of all else the output itself shows the numbers.
    static let kept: Set<String> = ["history", "weights", "steps", "losses"]

    package let name: String
    package let lines: [String]

    /// Numbers are cut to six significant digits, so that a file does not change by what nobody reads.
    package init(name: String, csv: String) {
        self.name = String(name.map { $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : "-" })
        lines = PlainText.lines(csv).enumerated().map { $0.offset == 0 ? $0.element : Record.rounded($0.element) }
    }

    package var rows: Int { max(lines.count - 1, 0) }
    package var bytes: [UInt8] { lines.flatMap { Array($0.utf8) + [0x0A] } }

    /// A record of this size stands in a file of its own.
    var isLarge: Bool { rows > 200 || lines.reduce(0) { $0 + $1.utf8.count + 1 } > 16 * 1024 }

    private static func rounded(_ line: String) -> String {
        guard !line.contains("\"") else { return line }
        return line.split(separator: ",", omittingEmptySubsequences: false).map { field in
            isShort(field) ? String(field) : Double(field).map { Numbers.significant($0, 6) } ?? String(field)
        }.joined(separator: ",")
    }

    /// Whether it stays as it is: whole numbers do.
    private static func isShort(_ field: Substring) -> Bool {
        field.allSatisfy { $0.isNumber || $0 == "-" } || field.count(where: \.isNumber) <= 6
    }
}
