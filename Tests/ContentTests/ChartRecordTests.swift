import Testing

@testable import Content

@Suite struct ChartRecordTests {
    private let chart: Chart = {
        let losses = (1...3).map { Chart.Loss($0, 1 / Double($0), validation: $0 == 2 ? nil : 0.5) }
        return .losses("mse", losses, changed: [2], baselines: [.init("last \"known\", value", 0.25)])
    }()

    @Test func `a chart is recorded as rows of its parts and points`() {
        #expect(
            chart.record == [
                "part,text,x,y", "chart,\"loss (mse) by epoch\",,10", "x,\"epoch\",1,3", "y,\"\",,", "whole,,,",
                "history,,,", "baseline,\"last \"\"known\"\", value\",,0.25", "line,\"train\",*,training", "point,,1,1",
                "point,,2,0.5", "point,,3,0.3333333333333333", "line,\"validation\",o,validation", "point,,1,0.5",
                "point,,3,0.5", "points,\"changed by hand\",!,intervention", "point,,2,0.5",
            ])
    }

    @Test func `what was recorded is read again, and gives the same record`() throws {
        let record = try #require(chart.record)
        let read = try #require(Chart(record: record))
        #expect(read.record == record)
        #expect(read.baselines == [.init("last \"known\", value", 0.25)])
        #expect(read.isHistory && read.isXWhole && !read.isYLogarithmic)
        #expect(read.epochs == [1, 2, 3])
    }

    @Test func `of a long series the ends and extremes are recorded, and how many there were`() throws {
        let values = (0..<3650).map { $0 == 1234 ? 99 : Double($0 % 10) }
        let record = try #require(Chart(series: [.init("flow", values: values)]).record)
        #expect(record.count <= 200)
        let read = try #require(Chart(record: record))
        #expect(read.series[0].count == 3650)
        #expect(read.series[0].points.contains { $0.x == 1235 && $0.y == 99 })
        #expect(read.series[0].points.first?.x == 1 && read.series[0].points.last?.x == 3650)
    }

    @Test func `a chart of more series than a record has room for is not recorded`() {
        let series = (1...50).map { Chart.Series("s\($0)", values: [Double](repeating: 1, count: 100)) }
        #expect(Chart(series: series).record == nil)
    }

    @Test(
        "what is no record of a chart gives none",
        arguments: [
            [], ["epoch,loss", "1,0.5"], ["part,text,x,y"], ["part,text,x,y", "point,,1,1"],
            ["part,text,x,y", "line,\"a"], ["part,text,x,y", "unknown,\"a\",,"],
        ])
    func noRecord(_ lines: [String]) {
        #expect(Chart(record: lines) == nil)
    }

    @Test func `an axis from a higher to a lower number is left to the data`() throws {
        let read = try #require(Chart(record: ["part,text,x,y", "x,\"t\",5,1", "line,\"a\",,7", "point,,1,inf"]))
        #expect(read.xRange == nil && read.xLabel == "t")
        #expect(read.series[0].role == .member(6))
    }

    @Test func `a history after some epochs has the axes of all`() {
        let part = chart.history(after: 1)
        #expect(part.series.map(\.points.count) == [1, 1, 0])
        #expect(part.xRange == 1...3)
        #expect(part.yReach == 0.3333333333333333...1)
        #expect(chart.history(after: 9).series.map(\.points.count) == [3, 2, 1])
    }
}
