import Datasets
import Engine
import Language
import Sandbox

/// Writing results beside the notebook.
let savingRecords: [Builtin] = [save]

private let save = Builtin(
    "save",
    "Write a table, a series, a tensor or the history of a run as comma-separated values beside the notebook, where "
        + "writing is allowed (--allow-write).",
    family: .notebook,
    [
        Parameter("value", .any, "what to write"),
        Parameter("name", .text, "the file's name; .csv is added if there is no ending", aliases: ["file", "path"]),
    ],
    examples: [
        .init("save(load(\"nile\") |> head(3), \"nile_head\")", gives: "saved nile_head.csv: 4 lines", writes: true)
    ],
    aliases: ["write_csv", "write.csv"]
) { call in
    let name = call.text("name")
    let file = (name.split(separator: "/").last ?? "").contains(".") ? name : name + ".csv"
    guard !name.isEmpty else { throw Messages.noName(call) }
    guard Saving.endings.contains(where: file.lowercased().hasSuffix) else { throw Messages.noTableName(file, call) }
    let text = try Saving.text(call)
    try call.write(Array(text.utf8), to: file, as: .table)
    return .text("saved \(file): \(counted(text.utf8.count { $0 == 10 }, "line"))")
}

extension Call {
    /// Writes a file below the notebook's folder, whole or not at all; nothing where the program is only described.
    func write(_ bytes: [UInt8], to file: String, as kind: OutputMark.Kind) throws {
        if host.isDescribing { return }
        let path = Catalogue.join(host.folder, file)
        do throws(FileRefusal) { try host.access.write(bytes, to: path, as: kind) } catch {
            throw Messages.notWritten(file, error, self)
        }
    }
}

enum Saving {
    /// What the names of tables end in.
    static let endings = [".csv", ".tsv", ".txt"]

    static func text(_ call: Call) throws -> String {
        func csv(_ table: Table) throws -> String {
            try call.reserve(table.csvBytes, at: "value")
            return table.csv
        }
        switch call.value("value") {
        case .object(let table as TableObject): return try csv(table.table)
        case .object(let series as SeriesObject): return try csv(Table([series.column]))
        case .object(let run as RunObject): return try csv(run.historyTable)
        case .object(let trace as TraceObject): return trace.records.first?.csv ?? ""
        case .object(let tensor as TensorObject) where (1...2).contains(tensor.tensor.rank):
            try call.reserve(numbersAsText: tensor.tensor.count, at: "value")
            return tensor.csv
        case let value:
            guard let tensor = try call.operand(of: value, at: "value")?.tensor, (1...2).contains(tensor.rank) else {
                throw Messages.notSavable(call)
            }
            try call.reserve(numbersAsText: tensor.count, at: "value")
            return TensorObject(tensor).csv
        }
    }
}

extension Call {
    /// For numbers written out: each as a text of its own, in its line, in the whole, and in the bytes of the file.
    fileprivate func reserve(numbersAsText count: Int, at name: String) throws {
        try reserve(Sizes.product(count, 160), at: name)
    }
}

extension Table {
    /// What it takes to write it out, as for numbers; texts are copied as often.
    fileprivate var csvBytes: Int {
        let texts = columns.reduce(0) { sum, column in
            if case .texts(let texts) = column.values { sum + texts.reduce(0) { $0 + 4 * $1.utf8.count } } else { sum }
        }
        return Sizes.sum(texts, Sizes.product(rowCount, columns.count + 1, 160))
    }
}

extension Messages {
    static func noName(_ call: Call) -> Diagnostic {
        call.fail("the file needs a name", at: "name", "such as \"result.csv\"")
    }

    static func noTableName(_ file: String, _ call: Call) -> Diagnostic {
        call.fail("\"\(file)\" is no name for a table", at: "name", "choose a name that ends in .csv")
    }

    static func notSavable(_ call: Call) -> Diagnostic {
        call.fail("only tables, series, matrices and histories can be saved", at: "value", "this is something else")
    }
}
