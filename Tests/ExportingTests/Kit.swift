import Display
import Foundation
import FoundationXML
import Language
import Testing

@testable import Exporting
@testable import Notebook

/// Notebooks for tests.
enum Sample {
    static let fit = """
        <!-- unroll 1 seed=7 -->
        # A *fit*

        Words before.

        ```unroll id=fit check="rtol=0.02"
        # a comment
        run = fit(net, epochs = 3, name = "a")
        ```
        <!-- out src=00000000 -->
        ```text
        loss (mse) by epoch                                        * train  o validation
        0.8 +*
            |o------------------------------------------------ 0.55 last value
        0.6 +           *
            |           o
        0.4 +                       *
            +-----------+-----------+-----------+-------------
            1           2           3
        ```

        <details><summary>record chart: 14 rows</summary>

        ```csv chart
        part,text,x,y
        chart,"loss (mse) by epoch",,10
        x,"epoch",1,3
        y,"",,
        whole,,,
        history,,,
        baseline,"last value",,0.55
        line,"train",*,training
        point,,1,0.8
        point,,2,0.6
        point,,3,0.4
        line,"validation",o,validation
        point,,1,0.7
        point,,2,0.55
        point,,3,0.5
        ```

        </details>

        ```text
        run: 3 epochs, loss 0.4, validation 0.5
        ```

        <details><summary>record history: 3 rows</summary>

        ```csv history
        epoch,loss,validation
        1,0.8,0.7
        2,0.6,0.55
        3,0.4,0.5
        ```

        </details>
        <!-- /out -->

        ```unroll skip
        never(1)
        ```

        ```unroll hide
        hidden(2)
        ```
        <!-- out src=00000000 -->
        ```text error
        error: there is nothing called `hidden`
          cell 3, line 1
        ```
        <!-- /out -->
        """

    /// Whatever a file from elsewhere may hold: it is a notebook all the same.
    static let hostile: [UInt8] =
        Array(
            """
            # <script>alert("1")</script> & 'co' ]]> \u{1B}[31m\u{1}\u{202E}evil\u{202C}

            <script>alert(2)</script> and <img src=x onerror=alert(3)> [x](javascript:alert(4)) ![y](http://x.org/y.png)

            ```unroll id=a"b check="x<y"
            x = "</code></pre><script>alert(5)</script>" & ']]>' \u{1B}]0;title\u{7} # %% not a mark
            # %% not a mark either
            %% nor this
            ```
            <!-- out src=00000000 -->
            ```text
            </pre><script>alert(6)</script> & "quotes" ]]> \u{1B}[2J\u{1}\u{202E}
            ```

            ```csv history
            epoch,loss
            1,</script>
            2,nan
            ```
            <!-- /out -->

            ```unroll
            ```

            ```unroll
            <<<<<<< ours
            a = 1
            =======
            a = 2
            >>>>>>> theirs
            ```

            ```unroll
            \(String(repeating: "long & <wide> ", count: 4000))
            ```
            <!-- out src=1 -->
            ```text
            this region never ends

            %% prose like a mark

            ```unroll
            unclosed
            """.utf8) + [0xE9, 0xFF, 0x0A]

    static func exhibit(_ text: String, name: String = "n.unroll.md") -> Exhibit {
        exhibit(Array(text.utf8), name: name)
    }

    static func exhibit(_ bytes: [UInt8], name: String = "n.unroll.md") -> Exhibit {
        let session = Session(Document(bytes), builtins: Builtins([]))
        return Exhibit(name: name, seed: session.document.seed, cells: session.cells)
    }

    static var hostiles: [(name: String, bytes: [UInt8])] {
        let windows = hostile.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
        return [
            ("<b>&\"'.md", hostile), ("\u{1B}[31mcrlf\n.md", windows), ("empty.md", []), ("blank.md", [0x0A, 0x0A]),
        ]
    }
}

/// A page as an XML parser reads it.
struct Page {
    private let document: XMLDocument

    init(_ text: String) throws { document = try XMLDocument(xmlString: text) }

    /// The texts of all elements of this name, or of those with this class.
    func texts(_ name: String, class word: String? = nil) throws -> [String] {
        let condition = word.map { "[contains(concat(' ', @class, ' '), ' \($0) ')]" } ?? ""
        return try document.nodes(forXPath: "//*[local-name()='\(name)']\(condition)").compactMap(\.stringValue)
    }

    func attributes(_ name: String) throws -> [String] {
        try document.nodes(forXPath: "//@\(name)").compactMap(\.stringValue)
    }
}
