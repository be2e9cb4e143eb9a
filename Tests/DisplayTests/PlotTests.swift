import Content
import Testing

@testable import Display

@Suite struct PlotTests {
    private let loss = (1...60).map { epoch -> Double in 1 / Double(epoch).squareRoot() }
    private let validation = (1...60).map { epoch -> Double in
        let e = Double(epoch)
        return 1.1 / e.squareRoot() + 0.002 * e
    }

    @Test("two lines with baselines and whole epochs") func twoLinesWithBaselinesAndWholeEpochs() {
        expectGolden(
            "line-loss",
            everyWay(
                Chart(
                    "loss by epoch",
                    series: [.init("train", values: loss), .init("valid", values: validation)],
                    baselines: [.init("last value", 0.31), .init("seasonal", 0.29)], xLabel: "epoch", isXWhole: true)))
    }

    @Test("a logarithmic axis has powers of ten") func aLogarithmicAxisHasPowersOfTen() {
        let falling = (0..<50).map { 10 / Double(1 << min($0, 30)) }
        expectGolden(
            "line-log", everyWay(Chart("loss", series: [.init("train", values: falling)], isYLogarithmic: true)))
    }

    @Test("a value that is none leaves a gap") func aValueThatIsNoneLeavesAGap() {
        var values = (0..<30).map { Double($0) }
        for index in 10..<20 { values[index] = .nan }
        values[25] = .infinity
        expectGolden("line-gap", everyWay(Chart(series: [.init("", values: values)], yLabel: "rain (mm)", rows: 6)))
    }

    @Test("dates stand below the axis") func datesStandBelowTheAxis() {
        let names = (0..<90).map { day -> String in
            let (month, inMonth) = (day / 30 + 1, day % 30 + 1)
            return "2024-0\(month)-\(inMonth < 10 ? "0" : "")\(inMonth)"
        }
        expectGolden(
            "line-dates",
            everyWay(
                Chart(
                    "temperature", series: [.init("", values: (1...90).map { Double($0 % 12) })], xNames: names, rows: 6
                )
            ))
    }

    @Test("few points are joined by dots") func fewPointsAreJoinedByDots() {
        let lines = [
            Chart.Series("t", [(1, 2.4), (2, 1.1), (3, 0.7), (4, 0.6), (5, 0.55)]),
            Chart.Series("v", [(1, 2.0), (2, 1.4), (3, 0.8), (4, 0.7), (5, 0.7)], mark: "v"),
        ]
        expectGolden("line-few", everyWay(Chart(series: lines, isXWhole: true, rows: 8)))
    }

    @Test("no points at all draw empty axes") func noPointsAtAllDrawEmptyAxes() {
        expectGolden("line-empty", everyWay(Chart("nothing yet", series: [.init("train", [])], rows: 4)))
    }

    @Test("a single line in a terminal is drawn in Braille") func aSingleLineInATerminalIsDrawnInBraille() {
        expectGolden(
            "line-braille",
            Chart("loss", series: [.init("train", values: loss)], rows: 6).text(width: 50, glyphs: .braille))
    }

    @Test("predictions against the truth") func predictionsAgainstTheTruth() {
        let points = (0..<40).map { index -> (x: Double, y: Double) in
            let x = Double(index) / 4
            return (x, x + Double((index * 7) % 5 - 2) / 3)
        }
        expectGolden(
            "scatter",
            everyWay(
                Chart(
                    "test set",
                    series: [.init("gru", points, shape: .points), .init("mean", [(5, 5), (6, 5)], shape: .points)],
                    xLabel: "true",
                    yLabel: "predicted", hasDiagonal: true, rows: 10)))
    }

    @Test("a histogram counts into equal bins") func aHistogramCountsIntoEqualBins() {
        let values = (0..<200).map { index -> Double in
            let spread = Double((index * 37) % 101)
            return spread * Double((index * 11) % 7) / 100
        }
        expectGolden("histogram", everyWay(Histogram("rain", values, bins: 12)))
    }

    @Test("a heat map shows signed ninths where there is room") func aHeatMapShowsSignedNinthsWhereThereIsRoom() {
        let values = [[-0.1, 0.8, 0.83, 0.92, 0.0, .nan], [0.1, 0.44, -0.1, 0.33, 0.98, -1]]
        let names = ["rainy", "sunny", "rainy", "rainy", "sunny", "sunny"]
        expectGolden(
            "heatmap",
            everyWay(
                Heatmap("h, units x time", values, rowNames: ["h u1", "h u2"], columnNames: names)))
    }

    @Test("a long series goes on below in a file, and is shown by size on a screen")
    func aLongSeriesGoesOnBelowInAFileAndIsShownBySizeOnAScreen() {
        let values = (1...3).map { unit -> [Double] in
            (0..<70).map { time -> Double in Double((time * unit * 13) % 21 - 10) / 10 }
        }
        expectGolden(
            "heatmap-long",
            everyWay(Heatmap("", values)) + "\n== 80 braille\n" + Heatmap("", values).text(width: 80, glyphs: .braille))
    }

    @Test("reverse marks the negative cells of a long series") func reverseMarksTheNegativeCellsOfALongSeries() {
        var grid = Grid(width: 80, height: 4)
        Heatmap("", [(0..<70).map { $0 % 2 == 0 ? 1 : -1 }]).draw(into: &grid, area: grid.bounds, glyphs: .braille)
        #expect(grid[3, 1].scalar == "@")
        #expect(!grid[3, 1].style.reverse)
        #expect(grid[4, 1].style.reverse)
    }

    @Test("bars start at zero") func barsStartAtZero() {
        expectGolden(
            "bars",
            everyWay(Bars("error by model", [("gru", 0.0412), ("last value", 0.0642), ("linear, 7 lags", 0.0508)])))
        expectGolden("bars-signed", everyWay(Bars("", [("u1", 0.25), ("u2", -0.87), ("u3", 0.56)], digits: 2)))
    }

    @Test("a spark line is one row") func aSparkLineIsOneRow() {
        let line = Sparkline([0, 1, 2, 3, 4, 5, 6, 7, .nan, 0])
        #expect(line.text(width: 20, glyphs: .blocks) == "▁▂▃▄▅▆▇█ ▁")
        #expect(line.text(width: 20, glyphs: .ascii) == "01345689 0")
        #expect(line.text(width: 5, glyphs: .ascii) == "13680")
    }

    @Test("a table aligns numbers at their points") func aTableAlignsNumbersAtTheirPoints() {
        let table = TextTable([
            .text("date", ["1981-01-01", "1981-01-02", "1981-01-03"]), .numbers("temp", [20.7, 17.9, nil]),
            .numbers("count", [1, 22, 333]), .text("note", ["日本", "", "a longer remark"]),
        ])
        expectGolden("table", everyWay(table))
    }

    @Test("a table tells what it leaves out") func aTableTellsWhatItLeavesOut() {
        let columns = (1...12).map { column in
            TextTable.Column.numbers("column\(column)", (1...30).map { row -> Double in Double(row * column) / 7 })
        }
        expectGolden("table-elided", everyWay(Limited(drawing: TextTable(columns), rows: 10)))
        let head = TextTable([.numbers("x", [1, 2, 3, 4])], leftOut: (2, 3650))
        #expect(head.text(width: 40) == "x\n1\n2\n… 3650 rows left out\n3\n4")
    }

    @Test("no size is too small to draw in", arguments: [Glyphs.ascii, .blocks, .braille])
    func noSizeIsTooSmallToDrawIn(glyphs: Glyphs) {
        let drawings: [any Drawable] = [
            Chart(
                "t", series: [.init("a", values: loss), .init("b", values: validation)], baselines: [.init("x", 0.3)],
                xLabel: "e", yLabel: "y"),
            Chart(series: [.init("a", values: [1e308, -1e308, 1e-308])]),
            Chart(series: [.init("a", values: [0, -1, 2])], isYLogarithmic: true),
            Chart(series: [.init("a", values: [1e300, 1e300 + 1e285])]),
            Chart("t", series: [.init("a", [(0, 0), (.nan, 1)], shape: .points)]), Histogram("t", [1, 2, 3, .nan]),
            Histogram("", []),
            Heatmap("t", [[1, -1], [0]]), Heatmap("", []), Sparkline([1, 2]),
            Bars("t", [("a", 1), ("b", -1), ("c", .nan)]),
            TextTable([.text("a", ["b"]), .numbers("c", [1e300, -1e-300])], leftOut: (9, 9)), TextTable([]),
            Markdown("# a\n- b\n\n|a|b|\n|-|-|\n|c|d|"),
        ]
        for drawing in drawings {
            for (width, height) in [(0, 0), (1, 1), (2, 3), (5, 2), (9, 9), (20, 5), (61, 4), (200, 60)] {
                var grid = Grid(width: width + 2, height: height + 2)
                drawing.draw(into: &grid, area: Rect(x: 1, y: 1, width: width, height: height), glyphs: glyphs)
                _ = drawing.height(width: width, limit: height, glyphs: glyphs)
                grid.fill(Rect(x: 1, y: 1, width: width, height: height))
                // Nothing stands beside its area.
                let beside = grid.text().filter { !$0.isWhitespace }
                #expect(beside == "", "\(type(of: drawing)) \(width)x\(height)")
            }
        }
    }
}

/// A drawing that may have so many rows.
private struct Limited<Drawing: Drawable>: Drawable {
    let drawing: Drawing
    let rows: Int
    func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        drawing.height(width: width, limit: min(limit, rows), glyphs: glyphs)
    }
    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        drawing.draw(into: &grid, area: area, glyphs: glyphs)
    }
}
