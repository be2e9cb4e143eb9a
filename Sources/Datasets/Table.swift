/// Named columns of equal length, rows in the order of the file.
package struct Table: Sendable {
    package var columns: [Column]
    package let rowCount: Int

    /// Seconds since 1970 of each row: from the first column of dates, or handed on when columns are chosen.
    package let times: [Double]?

    package init(_ columns: [Column], times: [Double]? = nil) {
        self.columns = columns
        rowCount = columns.map(\.count).min() ?? 0
        self.times = times ?? columns.lazy.compactMap(\.seconds).first
    }

    package subscript(name: String) -> Column? { columns.first { $0.name == name } }
    package var numberColumns: [Column] { columns.filter { $0.numbers != nil } }

    /// The rows of `range`, 0-based.
    package func rows(_ range: Range<Int>) -> Table {
        Table(columns.map { $0.rows(range) }, times: times.map { Array($0[range]) })
    }
}

/// One column: numbers, texts or dates.
package struct Column: Sendable {
    package enum Values: Sendable {
        /// Missing values are NaN.
        case numbers([Double])
        /// Missing values are empty.
        case texts([String])
        /// As written, and as seconds since 1970 (UTC is assumed); missing is empty and NaN.
        case dates([String], seconds: [Double])
    }

    package var name: String
    package var values: Values
    /// How the numbers were scaled, newest last; empty if they are as they came.
    package var scalers: [Scaler] = []
    /// What the numbers stand for, if they are tokens.
    package var vocabulary: Vocabulary?

    package init(_ name: String, _ values: Values, scalers: [Scaler] = [], vocabulary: Vocabulary? = nil) {
        self.name = name
        self.values = values
        self.scalers = scalers
        self.vocabulary = vocabulary
    }

    /// The name and what the numbers mean, without the numbers.
    package var heading: Column { Column(name, .numbers([]), scalers: scalers, vocabulary: vocabulary) }

    package var numbers: [Double]? {
        if case .numbers(let numbers) = values { numbers } else { nil }
    }

    package var seconds: [Double]? {
        if case .dates(_, let seconds) = values { seconds } else { nil }
    }

    package var count: Int {
        switch values {
        case .numbers(let numbers): numbers.count
        case .texts(let texts): texts.count
        case .dates(let texts, _): texts.count
        }
    }

    /// "number", "text" or "date", as messages say it.
    package var typeName: String {
        switch values {
        case .numbers: "number"
        case .texts: "text"
        case .dates: "date"
        }
    }

    package var missing: Int {
        switch values {
        case .numbers(let numbers): numbers.count { $0.isNaN }
        case .texts(let texts): texts.count { $0.isEmpty }
        case .dates(let texts, _): texts.count { $0.isEmpty }
        }
    }

    package func rows(_ range: Range<Int>) -> Column { rows(at: Array(range)) }

    /// The rows at these places, in this order.
    package func rows(at places: [Int]) -> Column {
        func chosen<T>(_ all: [T]) -> [T] { places.map { all[$0] } }

        switch values {
        case .numbers(let numbers):
            return Column(name, .numbers(chosen(numbers)), scalers: scalers, vocabulary: vocabulary)
        case .texts(let texts): return Column(name, .texts(chosen(texts)))
        case .dates(let texts, let seconds): return Column(name, .dates(chosen(texts), seconds: chosen(seconds)))
        }
    }
}
