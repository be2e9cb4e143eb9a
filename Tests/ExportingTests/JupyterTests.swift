// The names are those of the JSON files.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Content
import Foundation
import Testing

@testable import Exporting

/// The file as a JSON parser that is not ours reads it; Tests/ExportingTests/validate.py asks Jupyter itself.
@Suite struct JupyterTests {
    private struct File: Decodable {
        struct Cell: Decodable {
            struct Output: Decodable {
                var output_type: String
                var data: [String: [String]]?
                var text: [String]?
                var name, ename, evalue: String?
                var traceback: [String]?
            }
            struct Metadata: Decodable {
                struct Own: Decodable {
                    var id, check: String?
                    var stale: Bool?
                }
                var tags: [String]?
                var jupyter: [String: Bool]?
                var unroll: Own?
            }
            var cell_type, id: String
            var execution_count: Int?
            var metadata: Metadata
            var outputs: [Output]?
            var source: [String]
        }
        struct Metadata: Decodable {
            struct Own: Decodable {
                var format: Int
                var seed: String
            }
            var kernelspec, language_info: [String: String]
            var title: String
            var unroll: Own
        }
        var cells: [Cell]
        var metadata: Metadata
        var nbformat, nbformat_minor: Int
    }

    private func file(_ exhibit: Exhibit) throws -> File {
        try JSONDecoder().decode(File.self, from: Data(JupyterNotebook(exhibit).text.utf8))
    }

    @Test("prose and cells in order, each with an id") func proseAndCells() throws {
        let file = try file(Sample.exhibit(Sample.fit))
        #expect(file.nbformat == 4 && file.nbformat_minor == 5)
        #expect(file.cells.map(\.cell_type) == ["markdown", "code", "code", "code"])
        #expect(file.cells.map(\.id) == ["prose", "fit", "cell-2", "cell-3"])
        #expect(file.cells[0].source == ["# A *fit*\n", "\n", "Words before."])
        #expect(file.cells[1].source == ["# a comment\n", "run = fit(net, epochs = 3, name = \"a\")"])
        #expect(file.cells.map(\.execution_count) == [nil, 1, nil, 3])
        #expect(file.metadata.kernelspec == ["display_name": "Unroll", "language": "unroll", "name": "unroll"])
        #expect(file.metadata.language_info["name"] == "unroll")
        #expect(file.metadata.title == "A fit")
        #expect(file.metadata.unroll.seed == "7")
    }

    @Test("the loss is a picture and the plot in text, the numbers are kept") func theLossIsAPicture() throws {
        let outputs = try #require(try file(Sample.exhibit(Sample.fit)).cells[1].outputs)
        #expect(outputs.map(\.output_type) == ["display_data", "display_data", "display_data"])
        #expect(outputs[0].data?["text/plain"]?.first?.hasPrefix("loss (mse) by epoch") == true)
        let page = try Page(#require(outputs[0].data?["image/svg+xml"]).joined())
        #expect(try page.texts("text").contains("0.55 last value"))
        #expect(
            try page.attributes("aria-label") == [
                "loss (mse) by epoch: train from 0.8 to 0.4, validation from 0.7 to 0.5, "
                    + "last value at 0.55, epoch 1 to 3"
            ])
        #expect(outputs[1].data == ["text/plain": ["run: 3 epochs, loss 0.4, validation 0.5"]])
        #expect(outputs[2].data?["text/plain"] == ["record history: 3 rows"])
        #expect(outputs[2].data?["text/csv"]?.joined() == "epoch,loss,validation\n1,0.8,0.7\n2,0.6,0.55\n3,0.4,0.5")
    }

    @Test("each of two fits is drawn from its own numbers, one without a plot before them") func eachOfTwoFits() throws
    {
        let csv = { (name: String, loss: String) in
            "<details><summary>record</summary>\n\n```csv \(name)\nepoch,loss\n1,9\n2,\(loss)\n```\n\n</details>\n"
        }
        let plot = "```text\nloss (mse) by epoch  * train\n9 +*\n1 +      *\n  +----+\n  1    2\n```\n"
        let chart = Chart.losses("mse", [.init(1, 9), .init(2, 1)]).record ?? []
        let recorded = "```csv chart\n\(chart.joined(separator: "\n"))\n```\n"
        let out =
            "<!-- out src=1 -->\n" + plot + recorded + csv("history", "1") + csv("history-b", "2") + "<!-- /out -->\n"
        let outputs = try #require(try file(Sample.exhibit("```unroll\nx\n```\n" + out)).cells[0].outputs)
        let labels = try outputs.compactMap { $0.data?["image/svg+xml"] }.flatMap {
            try Page($0.joined()).attributes("aria-label")
        }
        #expect(
            labels == [
                "loss (mse) by epoch: train from 9 to 1, epoch 1 to 2",
                "loss by epoch: train from 9 to 2, epoch 1 to 2",
            ])
        #expect(
            outputs.map { $0.data?.keys.sorted() } == [
                ["image/svg+xml", "text/plain"], ["text/csv", "text/plain"], ["image/svg+xml", "text/plain"],
                ["text/csv", "text/plain"],
            ])
    }

    @Test(
        "numbers beyond all bounds end nothing",
        arguments: [
            "1,1e308\n2,-1e308", "1e308,1\n-1e308,2", "nan,1\n2,3", "1,inf\n2,1", "9,9\n9,9", "2,1\n1,2", "1,5", ",\n,",
        ])
    func numbersBeyondAllBounds(rows: String) throws {
        let out = "<!-- out src=1 -->\n```csv history\nepoch,loss\n\(rows)\n```\n<!-- /out -->\n"
        let exhibit = Sample.exhibit("```unroll\nx\n```\n" + out)
        #expect(try file(exhibit).cells.count == 1)
        #expect(
            try Page(HTMLPage(exhibit).text).texts("summary").contains(
                "record history: \(rows.split(separator: "\n").count) rows") || rows == "1,5")
        #expect(!Asciicast(exhibit).text.isEmpty)
    }

    @Test("an error is one; what is hidden or not to be run is told") func anErrorIsOne() throws {
        let cells = try file(Sample.exhibit(Sample.fit)).cells
        #expect(cells[3].outputs?.first?.output_type == "error")
        #expect(cells[3].outputs?.first?.evalue == "there is nothing called `hidden`")
        #expect(cells[3].outputs?.first?.traceback?.count == 2)
        #expect(cells[3].metadata.tags == ["hide-input"] && cells[3].metadata.jupyter == ["source_hidden": true])
        #expect(cells[2].metadata.tags == ["skip-execution"] && cells[2].outputs?.isEmpty == true)
        #expect(cells[1].metadata.unroll?.check == "rtol=0.02")
        #expect(cells[1].metadata.unroll?.stale == true, "the hash in the file is not the one of the cell")
    }

    @Test("ids are letters, digits and dashes, none twice") func idsAreLettersDigitsAndDashes() throws {
        let long = String(repeating: "x", count: 90)
        let cells = ["id=prose", "id=cell-4", "id=über", "", "id=\(long)"].map { "```unroll \($0)\n1\n```\n" }
        let ids = try file(Sample.exhibit("words\n\n" + cells.joined(separator: "\n"))).cells.map(\.id)
        #expect(ids == ["prose", "prose-2", "cell-4", "ber", "cell-4-2", String(long.prefix(48))])
    }

    @Test("whatever a file holds, the result is a notebook") func whateverAFileHolds() throws {
        for (name, bytes) in Sample.hostiles {
            let text = JupyterNotebook(Sample.exhibit(bytes, name: name)).text
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
            let file = try file(Sample.exhibit(bytes, name: name))
            guard bytes.count > 10 else { continue }
            #expect(file.cells.map(\.cell_type) == ["markdown", "code", "code", "code", "code", "markdown"])
            #expect(file.cells[1].source[0].contains("</code></pre><script>alert(5)</script>"))
            #expect(
                file.cells[1].outputs?.first?.data?["text/plain"] == [
                    "</pre><script>alert(6)</script> & \"quotes\" ]]> ·"
                ])
            #expect(file.cells[3].outputs?.first?.output_type == "error", "both sides of a merge")
            #expect(file.cells[5].source.last == "unclosed\u{FFFD}\u{FFFD}")
        }
    }
}
