/// ISO 8601 days and times: `1981-01-01`, `2013-01-01T06:00`, `2023-01-01 09:52:48.788`, with an optional `Z`.
package enum Timestamp {
    /// Seconds since 1970-01-01T00:00Z, or nil if the text is no such date.
    package static func seconds(_ text: String) -> Double? {
        var text = text
        return text.withUTF8 { seconds($0) }
    }

    private static func seconds(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        func whole(_ from: Int, _ count: Int) -> Int? {
            guard from + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[from..<(from + count)] {
                guard byte &- 48 <= 9 else { return nil }
                value = value * 10 + Int(byte &- 48)
            }
            return value
        }
        func isAt(_ index: Int, _ character: Unicode.Scalar) -> Bool {
            index < bytes.count && bytes[index] == UInt8(ascii: character)
        }
        guard bytes.count >= 10, let year = whole(0, 4), isAt(4, "-"), let month = whole(5, 2), isAt(7, "-"),
            let day = whole(8, 2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let date = Double(days(year, month, day)) * 86400
        if bytes.count == 10 { return date }
        guard bytes.count >= 16, isAt(10, "T") || isAt(10, " "), let hour = whole(11, 2), isAt(13, ":"),
            let minute = whole(14, 2), hour < 25, minute < 60
        else { return nil }
        let time = date + Double(hour * 3600 + minute * 60)
        if bytes.count == 16 || (bytes.count == 17 && isAt(16, "Z")) { return time }
        guard isAt(16, ":") else { return nil }
        let rest = bytes[17...].last == UInt8(ascii: "Z") ? bytes[17..<(bytes.count - 1)] : bytes[17...]
        guard let seconds = Double(String(decoding: rest, as: UTF8.self)), seconds >= 0, seconds < 61 else {
            return nil
        }
        return time + seconds
    }

    /// Days since 1970-01-01 in the Gregorian calendar, by counting from 1 March so that leap days come last.
    package static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The column of dates, if every text that is not empty is one.
    static func dates(_ texts: [String]) -> Column.Values? {
        var times: [Double] = []
        times.reserveCapacity(texts.count)
        var isFound = false
        for text in texts {
            guard !text.isEmpty else {
                times.append(.nan)
                continue
            }
            guard let time = seconds(text) else { return nil }
            times.append(time)
            isFound = true
        }
        return isFound ? .dates(texts, seconds: times) : nil
    }
}
