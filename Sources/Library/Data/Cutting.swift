import Datasets
import Engine
import Language

/// From the arguments of `window` and `reshape` to windows, with the messages where it cannot be done.
enum Cutting {
    static func windows(_ plan: Windows.Plan, _ call: Call) throws -> Value {
        let table = try Inputs.table(call, "series")
        let columns = table.numberColumns
        guard let first = table.columns.first, !columns.isEmpty else {
            throw table.columns.first.map { Messages.notNumbers($0, call, at: "series") }
                ?? Messages.noNumbers(call, at: "series")
        }
        if table.columns.count == 1, first.numbers == nil { throw Messages.notNumbers(first, call, at: "series") }
        let targets = plan.targets == .none ? [] : try targets(of: table, columns, call)
        guard plan.count(rows: table.rowCount) > 0 else {
            throw Messages.windowTooLong(plan, rows: table.rowCount, call)
        }
        // The rows as the engine reads them, where they are missing or torn apart, and where each window starts.
        let numbers = MemoryLayout<Double>.stride * (columns.count + targets.count + 2)
        try call.reserve(
            Sizes.sum(
                Sizes.product(table.rowCount, numbers), Sizes.product(plan.count(rows: table.rowCount), 2 * 8)),
            at: "series")
        let windows = Windows(
            inputs: columns, targets: targets, times: table.times ?? Inputs.times(call, "series"), plan: plan,
            crossesGaps: call.flag("across_gaps"))
        guard windows.count > 0 else { throw Messages.noWindowLeft(windows, call) }
        return .object(WindowsObject(windows))
    }

    private static func targets(of table: Table, _ columns: [Column], _ call: Call) throws -> [Column] {
        let names: [String]
        switch call.value("target") {
        case .text(let name): names = [name]
        case .list(let list):
            names = list.compactMap { if case .text(let name) = $0 { name } else { nil } }
        default:
            guard columns.count == 1 else { throw Messages.whichTarget(columns.map(\.name), call) }
            return columns
        }
        return try names.map { name in
            guard let column = table[name] else {
                throw Messages.noColumn(name, in: columns.map(\.name), call, at: "target")
            }
            guard column.numbers != nil else { throw Messages.notNumbers(column, call, at: "target") }
            return column
        }
    }

    /// One row for each baseline: errors in the original unit, and the MSE that the loss is compared with.
    static func table(_ found: [Baseline], isScaled: Bool) -> Table {
        var columns = [
            Column("method", .texts(found.map(\.name))),
            Column("mae", .numbers(found.map(\.originalErrors.mae))),
            Column("mse", .numbers(found.map(\.originalErrors.mse))),
            Column("rmse", .numbers(found.map(\.originalErrors.rmse))),
        ]
        if isScaled { columns.append(Column("scaled_mse", .numbers(found.map(\.errors.mse)))) }
        return Table(columns)
    }
}
