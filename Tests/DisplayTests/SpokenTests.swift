import Content
import Testing

@testable import Display

/// What a screen reader is told in place of drawings.
struct SpokenTests {
    @Test("a plot tells of each line its range, its ends and where it is lowest and highest")
    func aPlotTellsItsCourse() {
        let plot = Chart(
            "loss (mse) by epoch", series: [.init("train", values: (1...24).map { 24.0 / Double($0) })],
            baselines: [.init("last value", 0.5)], xLabel: "epoch", isXWhole: true)
        #expect(
            plot.spoken == [
                "plot of loss (mse) by epoch",
                "train: 24 values, first 24 at epoch 1, last 1 at epoch 24, lowest 1 at epoch 24, "
                    + "highest 24 at epoch 1",
                "train: every 2nd: 24 at epoch 1, 8 at epoch 3, 4.8 at epoch 5, 3.429 at epoch 7, 2.667 at epoch 9, "
                    + "2.182 at epoch 11, 1.846 at epoch 13, 1.6 at epoch 15, 1.412 at epoch 17, 1.263 at epoch 19, "
                    + "1.143 at epoch 21, 1.043 at epoch 23",
                "to compare, last value: 0.5",
            ])
    }

    @Test("few values are told one by one, by the names of their places, and gaps are left out")
    func fewValuesAreToldOneByOne() {
        let plot = Chart(series: [.init("flow", values: [3, .nan, 1.25])], xNames: ["1871", "1872", "1873"])
        #expect(plot.spoken == ["plot", "flow: 3 at 1871, 1.25 at 1873"])
        #expect(Chart(series: [.init("flow", values: [])]).spoken == ["plot", "flow: no values"])
    }

    @Test("a table tells each row with the names of its columns and leaves empty cells out")
    func aTableTellsItsRows() {
        let table = TextTable(
            [
                .init("", .right, ["1", "2", "9"]), .text("year", ["1871", "1872", "1970"]),
                .numbers("flow", [1120, nil, 740]),
            ], leftOut: (after: 2, count: 1))
        #expect(
            table.spoken == ["1: year 1871, flow 1120", "2: year 1872", "1 row left out", "9: year 1970, flow 740"])
    }

    @Test("a heat map tells each unit's range, its strongest place and its values")
    func aHeatMapTellsItsUnits() {
        let map = Heatmap("h", [[0.5, -0.75], [0.125, 0.25]])
        #expect(
            map.spoken == [
                "h", "u1 from -0.75 to 0.5, strongest -0.75 at 2: +0.50 -0.75",
                "u2 from 0.125 to 0.25, strongest +0.25 at 2: +0.12 +0.25",
            ])
    }

    @Test("bars, points and histograms are told in numbers") func barsPointsAndHistograms() {
        #expect(Bars("share", [(name: "a", value: 0.25)]).spoken == ["share", "a: 0.25"])
        let points = Chart(
            series: [.init("test", [(x: 1, y: 2), (x: 2, y: 3), (x: 3, y: 4)], shape: .points)], xLabel: "truth",
            yLabel: "forecast",
            hasDiagonal: true)
        #expect(
            points.spoken == [
                "points, truth across and forecast up",
                "test: 3 points, truth from 1 to 3, forecast from 2 to 4, correlation 1, on average 1 off the diagonal",
            ])
        #expect(
            Histogram("size", [1, 1, 2, 3], bins: 2).spoken == [
                "histogram of size, 4 values from 1 to 3, mean 1.75", "1 to 2: 2", "2 to 3: 2",
            ])
    }

    @Test("a plot that was recorded in characters is left out of a text, and what stands around it stays")
    func aRecordedPlot() {
        let text = """
            loss by epoch   * train
            0.04 +
                 | *
            0.02 +--*----- 0.0208 last value
                 ++------+------
                         10
                          epoch
            run: 10 epochs, loss 0.02
            """
        #expect(
            Spoken.recorded(text) == [
                "loss by epoch, * train", "a plot is recorded here; running the cell tells it in words",
                "run: 10 epochs, loss 0.02",
            ])
        #expect(Spoken.recorded("+1\n1 + 2 - 3") == ["+1", "1 + 2 - 3"])
    }

    @Test("a text loses its rules and strokes, and its gaps become commas") func aTextLosesItsStrokes() {
        let text = """
             SimpleRNN(4) > unrolled      t = 5 / 12
            -----------------------------------------
             time      2      [ 5 ]
                       |        |
            >h u1    +0.77   *+0.83*  ####
             loss so far:  0.3 + 1.2 = 1.5   2 - 1
            """
        #expect(
            Spoken.plain(text) == [
                "SimpleRNN(4) > unrolled, t = 5 / 12", "time, 2, [ 5 ]", "chosen h u1, +0.77, *+0.83*",
                "loss so far: 0.3 + 1.2 = 1.5, 2 - 1",
            ])
    }
}
