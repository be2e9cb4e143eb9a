import Base
import Content
import Foundation
import FoundationXML
import Testing

@testable import Display

/// Plots in vectors: the same numbers and words as in text.
@Suite struct FigureTests {
    private let falling = (1...60).map { 1 / Double($0).squareRoot() }

    @Test("a plot with a gap, two lines and one to beat") func aPlotWithAGap() throws {
        let plot = Chart(
            "loss <by> \"epoch\"",
            series: [.init("train", values: [4, 2, .nan, 1]), .init("valid & test", values: [4, 3, 2, 2])],
            baselines: [.init("last value", 2.5)], xLabel: "epoch", isXWhole: true, rows: 5)
        let figure = try #require(plot.figure)
        expectGolden("figure-lines", figure.svg(.alone))
        #expect(
            figure.say
                == "loss <by> \"epoch\": train from 4 to 1, valid & test from 4 to 2, last value at 2.5, epoch 1 to 4")
        #expect(try SVG(figure).texts().contains("valid & test"))
    }

    @Test("ticks are those of the plot in text") func ticksAreThoseOfThePlotInText() throws {
        let plot = Chart("loss", series: [.init("train", values: falling)], xLabel: "epoch", isXWhole: true, rows: 10)
        let words = plot.text(width: 100, glyphs: .ascii).split { " +|-*.\n".contains($0) }.map(String.init)
        let labels = try SVG(#require(plot.figure)).texts().filter { Double($0) != nil }
        #expect(labels.contains("10") && labels.contains("60"))
        for label in labels where !label.contains(".") { #expect(words.contains(label)) }
        let text = plot.text(width: 100, glyphs: .ascii)
        for label in labels where label.contains(".") {
            #expect(text.contains("\n\(label) +") || text.contains("\n \(label) +"))
        }
    }

    @Test("each line has a mark of its own, in the legend too") func eachLineHasAMarkOfItsOwn() throws {
        let plot = Chart("", series: (1...8).map { .init("line \($0)", values: [Double($0), 9]) })
        let svg = try SVG(#require(plot.figure))
        #expect(try svg.shapes().count == 8)
        #expect(try svg.texts().filter { $0.hasPrefix("line ") } == (1...8).map { "line \($0)" })
    }

    @Test("a long series is as long as its pixels, and keeps its extremes") func aLongSeriesIsAsLongAsItsPixels() throws
    {
        var values = (0..<100_000).map { sin(Double($0) / 500) }
        values[61_803] = 7
        let figure = try #require(Chart("", series: [.init("sine", values: values)]).figure)
        #expect(figure.svg(.page).utf8.count < 60_000)
        let path = try #require(SVG(figure).paths().max { $0.count < $1.count })
        let numbers = path.split { "M ".contains($0) }.compactMap { Double($0) }
        let heights = stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
        #expect(heights.filter { $0 < (heights.max() ?? 0) / 2 }.count == 1)
    }

    @Test("signs in a heat map are written, where there is room as digits") func signsInAHeatMapAreWritten() throws {
        let few = try SVG(#require(Heatmap("h", [[1, -1, 0.5], [0, .nan, -0.2]], rowNames: ["a", "b"]).figure))
        #expect(
            try few.texts() == [
                "h", "a", "b", "1", "2", "3", "+9", "-9", "+5", "-2", "full orange is 1, full blue is -1",
            ])
        let many = [(0..<60).map { $0 % 2 == 0 ? 1.0 : -1.0 }]
        let dashes = try SVG(#require(Heatmap("h", many).figure)).paths()
        #expect(dashes.count == 30)
        #expect(Heatmap("", [[Double]](repeating: [Double](repeating: 1, count: 400), count: 400)).figure == nil)
    }

    @Test("bars of a histogram are as high as they count") func barsOfAHistogram() throws {
        let figure = try #require(Histogram("values", [1, 1, 1, 2, 4], bins: 3).figure)
        let heights = try SVG(figure).values("rect", "[@class='sky full']/@height").compactMap(Double.init)
        #expect(heights.count == 3)
        #expect(abs(heights[0] / heights[1] - 3) < 0.02 && heights[1] == heights[2])
        #expect(figure.say == "values: 5 values from 1 to 4, most of them (3) from 1 to 2")
    }

    @Test("points of a scatter plot on one pixel are one") func pointsOnOnePixelAreOne() throws {
        let plot = Chart(
            "truth",
            series: [.init("a", [(1, 1), (1, 1), (2, 3)], shape: .points), .init("b", [(1, 2)], shape: .points)],
            xLabel: "t", yLabel: "p",
            hasDiagonal: true)
        let figure = try #require(plot.figure)
        // Two marks in the legend, three in the plot.
        #expect(try SVG(figure).paths().filter { $0.contains("m") }.count == 5)
        #expect(figure.say == "truth: 4 points of a, b, t 1 to 3, p 1 to 3")
    }

    @Test("what has no numbers has no figure") func whatHasNoNumbersHasNoFigure() {
        #expect(Chart("", series: [.init("a", values: [.nan, .infinity])]).figure == nil)
        #expect(Chart("", series: []).figure == nil)
        #expect(Histogram("", [.nan]).figure == nil)
        #expect(Heatmap("", []).figure == nil)
    }

    @Test("no text can leave its place in XML") func noTextCanLeaveItsPlace() throws {
        let evil = "</text></svg><script>alert(\"1\")</script>]]>&amp;'\u{1}\u{1B}[31m\u{202E}\u{FFFF}"
        let plot = Chart(evil, series: [.init(evil, values: [1, 2])], baselines: [.init(evil, 3)], xLabel: evil)
        for place in [Figure.Place.page, .alone] {
            let svg = try #require(plot.figure).svg(place)
            #expect(!svg.contains("<script") && !svg.contains("\u{1B}") && !svg.contains("\u{202E}"))
            #expect(try SVG(svg).values("script").isEmpty)
        }
    }
}

/// A figure as an XML parser reads it.
private struct SVG {
    private let document: XMLDocument

    init(_ figure: Figure) throws { try self.init(figure.svg(.alone)) }
    init(_ text: String) throws { document = try XMLDocument(xmlString: text) }

    /// The texts of what an XPath finds below elements of this name.
    func values(_ name: String, _ rest: String = "") throws -> [String] {
        try document.nodes(forXPath: "//*[local-name()='\(name)']\(rest)").compactMap(\.stringValue)
    }

    func texts() throws -> [String] { try values("text") }
    func paths() throws -> [String] { try values("path", "/@d") }

    /// What marks look like, wherever they stand: their outlines, and whether they are full.
    func shapes() throws -> Set<String> {
        let outlines = try ["full", ""].flatMap { word in
            try values("path", "[contains(@class, 'full') = \(word.isEmpty ? "false()" : "true()")]/@d").compactMap {
                path in
                path.firstIndex(of: "m").map { word + path[$0...] }
            }
        }
        return Set(outlines)
    }
}
