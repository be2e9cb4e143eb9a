/// The tables of a log, and how a run is written into them and read from them.
///
/// `runs` has a row for each fit and `curves` one for each figure of each epoch, so that `sqlite3` can
/// read it as well: `SELECT epoch, value FROM curves WHERE run = 3 AND figure = 'validation'`.
enum Schema {
    /// "Unrl" marks a database as a log.
    static let format = DatabaseFormat(
        mark: 0x556E_726C, version: 1,
        tables: [
            """
            CREATE TABLE runs (
                number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, cell TEXT NOT NULL, cell_id TEXT,
                source TEXT NOT NULL, ended TEXT NOT NULL, seconds REAL NOT NULL, version TEXT NOT NULL,
                seed INTEGER NOT NULL, network TEXT NOT NULL, layers TEXT NOT NULL, weights INTEGER NOT NULL,
                optimizer TEXT NOT NULL, learning_rate REAL NOT NULL, batch_size INTEGER NOT NULL,
                epochs_asked INTEGER NOT NULL, loss_function TEXT NOT NULL, options TEXT NOT NULL, data TEXT NOT NULL,
                data_digest TEXT NOT NULL, ending TEXT NOT NULL, epochs INTEGER NOT NULL, loss REAL,
                validation REAL, best REAL, best_epoch INTEGER
            )
            """,
            """
            CREATE TABLE curves (
                run INTEGER NOT NULL REFERENCES runs, figure INTEGER NOT NULL, name TEXT NOT NULL, epoch INTEGER NOT NULL,
                value REAL, PRIMARY KEY (run, figure, epoch)
            ) WITHOUT ROWID
            """,
        ])

    private static let columns = [
        "name", "cell", "cell_id", "source", "ended", "seconds", "version", "seed", "network", "layers", "weights",
        "optimizer", "learning_rate", "batch_size", "epochs_asked", "loss_function", "options", "data", "data_digest",
        "ending", "epochs", "loss", "validation", "best", "best_epoch",
    ]

    /// Whether the pages fit together, and the runs have numbers that runs can have.
    static func checkIntegrity(_ connection: Connection) throws(LogFault) {
        try connection.checkPages()
        let ends = try connection.rows("SELECT min(number), max(number) FROM runs").first ?? []
        guard ends.compactMap(\.whole).allSatisfy(numbers.contains) else { throw .broken }
    }

    static func count(_ connection: Connection) throws(LogFault) -> Int {
        try connection.rows("SELECT count(*) FROM runs").first?.first?.whole ?? 0
    }

    static func add(_ run: LoggedRun, _ connection: Connection) throws(LogFault) {
        let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        try connection.rows("INSERT INTO runs (\(columns.joined(separator: ", "))) VALUES (\(places))", cells(run))
        let number = connection.lastNumber
        guard numbers.contains(number) else { throw .broken }
        for (index, curve) in run.curves.map(\.thinned).enumerated() {
            try connection.run(
                "INSERT INTO curves VALUES (?, ?, ?, ?, ?)",
                each: zip(curve.epochs, curve.values).map {
                    [.whole(number), .whole(index), .text(curve.name), .whole($0), .real($1)]
                })
        }
    }

    /// Leaves the newest `count`.
    static func prune(keeping count: Int, _ connection: Connection) throws(LogFault) {
        let oldest = "(SELECT number FROM runs ORDER BY number DESC LIMIT 1 OFFSET \(count))"
        try connection.rows("DELETE FROM curves WHERE run <= \(oldest)")
        try connection.rows("DELETE FROM runs WHERE number <= \(oldest)")
    }

    /// The newest `limit`, oldest of them first, without curves.
    static func runs(_ connection: Connection, limit: Int) throws(LogFault) -> [LoggedRun] {
        let rows = try connection.rows(
            "SELECT number, \(columns.joined(separator: ", ")) FROM runs ORDER BY number DESC LIMIT \(limit)")
        return rows.reversed().map(run)
    }

    /// What a run's number can be: SQLite counts up from 1, and a number of the language counts no further.
    private static let numbers = 1...(1 << 53)

    static func curves(of number: Int, _ connection: Connection) throws(LogFault) -> [LoggedRun.Curve] {
        let rows = try connection.rows(
            "SELECT figure, name, epoch, value FROM curves WHERE run = ? ORDER BY figure, epoch LIMIT 100000",
            [.whole(number)])
        var curves: [LoggedRun.Curve] = []
        var last: Int?
        for row in rows {
            if curves.isEmpty || row[0].whole != last {
                curves.append(.init(row[1].text ?? "", epochs: [], values: []))
            }
            last = row[0].whole
            curves[curves.count - 1].epochs.append(row[2].whole ?? 0)
            curves[curves.count - 1].values.append(row[3].real ?? .nan)
        }
        return curves
    }

    /// In the order of `columns`.
    private static func cells(_ run: LoggedRun) -> [Connection.Cell] {
        [
            .init(run.name), .text(run.cell), .init(run.cellID), .text(run.source), .text(run.ended),
            .real(run.seconds), .text(run.version), .whole(Int(truncatingIfNeeded: run.seed)),
            .text(run.network), .text(run.layers), .whole(run.weights), .text(run.optimiser),
            .real(run.rate), .whole(run.batchSize), .whole(run.epochsAsked),
            .text(run.lossFunction), .text(run.options), .text(run.data), .text(run.dataDigest), .text(run.ending),
            .whole(run.epochs), .init(run.loss), .init(run.validation), .init(run.best), .init(run.bestEpoch),
        ]
    }

    private static func run(_ row: [Connection.Cell]) -> LoggedRun {
        var cells = row[...]
        func next() -> Connection.Cell { cells.popFirst() ?? .null }
        var run = LoggedRun()
        run.number = next().whole ?? 0
        (run.name, run.cell, run.cellID, run.source) = (next().text, next().text ?? "", next().text, next().text ?? "")
        (run.ended, run.seconds, run.version) = (next().text ?? "", next().real ?? 0, next().text ?? "")
        run.seed = UInt64(truncatingIfNeeded: next().whole ?? 0)
        (run.network, run.layers) = (next().text ?? "", next().text ?? "")
        (run.weights, run.optimiser) = (next().whole ?? 0, next().text ?? "")
        (run.rate, run.batchSize, run.epochsAsked) = (next().real ?? 0, next().whole ?? 0, next().whole ?? 0)
        (run.lossFunction, run.options) = (next().text ?? "", next().text ?? "")
        (run.data, run.dataDigest, run.ending) = (next().text ?? "", next().text ?? "", next().text ?? "")
        run.take(
            epochs: next().whole ?? 0, loss: next().real, validation: next().real, best: next().real,
            bestEpoch: next().whole)
        return run
    }
}
