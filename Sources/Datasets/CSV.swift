/// Reads comma-separated values from bytes, however untidy: it collects warnings and carries on.
///
/// Two passes. The first finds the records, parses every number and learns what each column is; the second runs only if
/// there are columns of text and copies just those. A file of numbers so needs 8 bytes for each value and no string.
package enum CSV {
    package struct Reading: Sendable {
        package var table: Table
        package var warnings: [Warning]
    }

    /// Why there is no table at all.
    package enum Fault: Error, Hashable, Sendable {
        case empty
        /// A zero byte at this offset: not text.
        case binary(offset: Int)
        /// So many columns and rows do not fit into the memory that there is, in bytes.
        case tooLarge(columns: Int, rows: Int, needs: Int, memory: Int)
    }

    /// What was untidy, with the lines (from 1) where it was seen first.
    package enum Warning: Hashable, Sendable {
        case headerOnly
        case noHeader(names: [String])
        case wrongWidth(expected: Int, LineNotes)
        case openQuote(line: Int)
        case brokenText(LineNotes)
        /// Nearly all of the column is numbers, these lines are not; the column is text.
        case strayText(column: String, LineNotes, example: String)
    }

    /// `shortage`: nil if so many bytes may be taken, otherwise how many may; asked again as the table grows. A short file
    /// can name many columns and leave them empty.
    package static func read(
        _ bytes: [UInt8], shortage: (_ bytes: Int) -> Int? = { _ in nil }
    ) throws(Fault) -> Reading {
        if let zero = bytes.prefix(65536).firstIndex(of: 0) { throw .binary(offset: zero) }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard bytes[start...].contains(where: { $0 > 32 }) else { throw .empty }
        return try bytes.withUnsafeBufferPointer { buffer throws(Fault) in
            try withoutActuallyEscaping(shortage) { shortage throws(Fault) in
                var scan = CSVScan(Records(buffer, from: start), bytes: bytes.count, shortage: shortage)
                return try scan.reading()
            }
        }
    }
}

/// Line numbers worth naming: the first few, and how many there were.
package struct LineNotes: Hashable, Sendable {
    package private(set) var lines: [Int] = []
    package private(set) var count = 0

    package mutating func add(_ line: Int) {
        if lines.last == line { return }
        count += 1
        if lines.count < 5 { lines.append(line) }
    }
}

/// The state of one reading.
private struct CSVScan {
    let records: Records
    var names: [String] = []
    var builders: [ColumnBuilder] = []
    var rowCount = 0
    var warnings: [CSV.Warning] = []

    /// Of the file.
    let bytes: Int
    let shortage: (Int) -> Int?
    /// Rows that there is memory for.
    var reservedRows = 0

    init(_ records: Records, bytes: Int, shortage: @escaping (Int) -> Int?) {
        self.records = records
        self.bytes = bytes
        self.shortage = shortage
    }

    mutating func reading() throws(CSV.Fault) -> CSV.Reading {
        let body = try readHeader()
        try readNumbers(from: body)
        let textColumns = builders.indices.filter { !builders[$0].isNumeric }
        if !textColumns.isEmpty { try reserve(textColumns: textColumns.count) }
        var texts = copyTexts(of: textColumns, from: body)
        let columns = builders.indices.map { index in
            guard let values = texts.removeValue(forKey: index) else {
                return Column(names[index], .numbers(builders[index].numbers))
            }
            if let (lines, example) = builders[index].strays {
                warnings.append(.strayText(column: names[index], lines, example: example))
            }
            return Column(names[index], Timestamp.dates(values) ?? .texts(values))
        }
        if rowCount == 0 { warnings.append(.headerOnly) }
        return CSV.Reading(table: Table(columns), warnings: warnings)
    }

    /// The first record gives the names, unless all of it is numbers. Returns where the rows begin.
    private mutating func readHeader() throws(CSV.Fault) -> Records.Cursor {
        var cursor = records.start
        var before = cursor
        var fields: [Records.Field] = []
        repeat { before = cursor } while records.next(&cursor, into: &fields) && fields.isEmpty
        try reserve(columns: fields.count, rows: 0)
        let isHeader = !fields.allSatisfy { records.number(in: $0) != nil }
        var known = Names()
        for (index, field) in fields.enumerated() {
            names.append(known.free(isHeader ? records.text(of: field) : "v\(index + 1)", at: index))
        }
        builders = names.map { _ in ColumnBuilder() }
        if !isHeader { warnings.append(.noHeader(names: names)) }
        return isHeader ? cursor : before
    }

    /// What a column takes however short it is, and room for as many rows again: numbers, one column being moved.
    private mutating func reserve(columns: Int, rows: Int) throws(CSV.Fault) {
        let more = max(16, rows)
        try check(needs: columns * 512 + (columns + 1) * more * 8, columns: columns, rows: rows)
        reservedRows = rows + more
    }

    /// A text takes its place in the list and, if it is long, its letters elsewhere; dates are numbers too.
    private func reserve(textColumns: Int) throws(CSV.Fault) {
        try check(needs: textColumns * rowCount * 24 + 4 * bytes, columns: builders.count, rows: rowCount)
    }

    private func check(needs: Int, columns: Int, rows: Int) throws(CSV.Fault) {
        if let free = shortage(needs) { throw .tooLarge(columns: columns, rows: rows, needs: needs, memory: free) }
    }

    private mutating func readNumbers(from body: Records.Cursor) throws(CSV.Fault) {
        var cursor = body
        var fields: [Records.Field] = []
        var widths = LineNotes()
        while records.next(&cursor, into: &fields) {
            if fields.isEmpty { continue }
            if rowCount >= reservedRows { try reserve(columns: builders.count, rows: rowCount) }
            if fields.count != builders.count { widths.add(cursor.recordLine) }
            for index in builders.indices {
                if index < fields.count {
                    builders[index].add(fields[index], line: cursor.recordLine, records)
                } else {
                    builders[index].addMissing()
                }
            }
            rowCount += 1
        }
        if widths.count > 0 { warnings.append(.wrongWidth(expected: names.count, widths)) }
        if let line = cursor.openQuoteLine { warnings.append(.openQuote(line: line)) }
    }

    private mutating func copyTexts(of indices: [Int], from body: Records.Cursor) -> [Int: [String]] {
        if indices.isEmpty { return [:] }
        var columns = [[String]](repeating: [], count: indices.count)
        for place in columns.indices { columns[place].reserveCapacity(rowCount) }
        var cursor = body
        var fields: [Records.Field] = []
        var broken = LineNotes()
        while records.next(&cursor, into: &fields) {
            if fields.isEmpty { continue }
            for (place, index) in indices.enumerated() {
                let text = index < fields.count ? records.text(of: fields[index]) : ""
                if records.isBroken(text) { broken.add(cursor.recordLine) }
                columns[place].append(text)
            }
        }
        if broken.count > 0 { warnings.append(.brokenText(broken)) }
        return Dictionary(uniqueKeysWithValues: zip(indices, columns))
    }
}

/// Names of columns, each once: the second `a` is `a_2`.
private struct Names {
    private var taken: Set<String> = []
    /// The number that the next copy of a name tries first.
    private var next: [String: Int] = [:]

    mutating func free(_ text: String, at index: Int) -> String {
        let wanted = text.isEmpty ? "column\(index + 1)" : text
        var name = wanted
        var copy = next[wanted] ?? 2
        while !taken.insert(name).inserted {
            name = "\(wanted)_\(copy)"
            copy += 1
        }
        next[wanted] = copy
        return name
    }
}

/// What one column has turned out to be so far.
private struct ColumnBuilder {
    var numbers: [Double] = []
    private var numberCount = 0
    private var textCount = 0
    private var missingWords = 0
    private var textLines = LineNotes()
    private var firstText = ""

    /// Words such as NA count as missing only among numbers: alone they are texts (Namibia's code is NA).
    var isNumeric: Bool { textCount == 0 && (numberCount > 0 || missingWords == 0) }

    /// The texts of a column that is numbers in 95 of 100 rows.
    var strays: (LineNotes, String)? {
        textCount > 0 && numberCount >= 19 * textCount ? (textLines, firstText) : nil
    }

    mutating func addMissing() { numbers.append(.nan) }

    mutating func add(_ field: Records.Field, line: Int, _ records: Records) {
        if textCount > 1000, textCount > numberCount { return }
        if let number = records.number(in: field) {
            numbers.append(number)
            numberCount += 1
            return
        }
        numbers.append(.nan)
        if records.isBlank(field) { return }
        if records.isMissingWord(field) {
            missingWords += 1
            return
        }
        textCount += 1
        textLines.add(line)
        if textCount == 1 { firstText = records.text(of: field) }
        if textCount > 1000, textCount > numberCount { numbers = [] }
    }
}
