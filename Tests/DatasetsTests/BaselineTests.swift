import Foundation
import Testing

@testable import Datasets

/// The figures of datasets/baselines.csv, computed with numpy by datasets/baselines.py.
private let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/datasets/"

private func load(_ name: String) throws -> Table {
    try CSV.read(Array(Data(contentsOf: URL(fileURLWithPath: folder + name)))).table
}

/// The windows of `column` whose targets are the last `points` rows.
private func lastPoints(_ points: Int, of column: Column, length: Int, times: [Double]? = nil) -> Windows {
    let all = Windows(inputs: [column], targets: [column], times: times, plan: .init(length: length), crossesGaps: true)
    return all.examples((all.count - points)..<all.count)
}

private func isNear(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-4) -> Bool {
    value.map { abs($0 - expected) <= tolerance * abs(expected) } ?? false
}

@Test("passengers of the last 24 months meet the figures of the file")
func passengersOfTheLast24MonthsMeetTheFiguresOfTheFile() throws {
    let column = try #require(try load("air_passengers.csv")["passengers_thousands"])
    let found = lastPoints(24, of: column, length: 12).baselines(period: 12)
    #expect(found.map(\.name) == ["mean", "last value", "same as 12 rows before", "linear AR(12)"])
    #expect(isNear(found[1].errors.mae, 44.2083) && isNear(found[1].errors.mse, 2681.38))
    #expect(isNear(found[2].errors.mae, 47.5833))
    #expect(isNear(found[3].errors.mae, 14.4918, 1e-3) && isNear(found[3].errors.rmse, 18.4549, 1e-3))
}

@Test("Melbourne's minimum of the last 730 days meets the figures of the file")
func melbourneSMinimumOfTheLast730DaysMeetsTheFiguresOfTheFile() throws {
    let table = try load("melbourne_temperature.csv")
    let column = try #require(table["min_temp_c"]).scaled(.standard)
    let found = lastPoints(730, of: column, length: 29, times: table.times).baselines(period: 365)
    #expect(isNear(found[1].originalErrors.mae, 1.95274))
    #expect(isNear(found[2].originalErrors.mae, 2.96548))
    #expect(isNear(found[3].originalErrors.mae, 1.73646) && isNear(found[3].originalErrors.mse, 4.8894))
}

@Test("a day is the season of hourly rows") func aDayIsTheSeasonOfHourlyRows() throws {
    let table = try load("electricity_victoria.csv")
    let column = try #require(table["demand_gw"])
    let cut = lastPoints(1752, of: column, length: 24, times: table.times)
    #expect(cut.likelyPeriod == 168 || cut.likelyPeriod == 24)
}

@Test("every file of the catalogue can be read") func everyFileOfTheCatalogueCanBeRead() throws {
    for entry in Catalogue.entries {
        let table = try load(entry.name + ".csv")
        #expect(table.rowCount > 90, "\(entry.name)")
    }
}

@Test("the country codes keep Namibia") func theCountryCodesKeepNamibia() throws {
    guard case .texts(let codes) = try load("countries.csv")["iso2"]?.values else {
        Issue.record("iso2 is no text")
        return
    }
    #expect(codes.contains("NA"))
}

@Test("data is looked for in the notebook's folder and with the program, and in no folder above either")
func dataIsLookedForWithTheNotebookAndTheProgram() {
    let places = Catalogue.places(notebook: "/home/a/course", program: "/usr/local/bin/unroll", variable: "/data")
    #expect(
        places.map(\.folder) == [
            "/home/a/course", "/data", "/home/a/course/datasets", "/usr/local/share/unroll/datasets",
            "/usr/local/bin/datasets",
        ])
    let built = Catalogue.places(notebook: ".", program: "/src/unroll/.build/x86_64/debug/unroll", variable: nil)
    #expect(
        built.map(\.folder) == [
            ".", "datasets", "/src/unroll/.build/x86_64/share/unroll/datasets",
            "/src/unroll/.build/x86_64/debug/datasets", "/src/unroll/datasets",
        ])
    #expect(Catalogue.files(for: "nile") == ["nile", "nile.csv"])
    #expect(Catalogue.files(for: "data/nile.csv") == ["data/nile.csv"])
}
