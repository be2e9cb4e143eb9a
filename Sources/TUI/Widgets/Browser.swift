import Base
import Display
import Views

/// What one line of a browser stands for, found out when it is chosen: at once, or on another thread.
package final class Preview: Sendable {
    package struct Contents: Sendable {
        /// At a width; what is wider is wrapped.
        package var lines: @Sendable (Int) -> [StyledLine]
        /// Drawn below the lines, in what room they leave.
        package var pictures: [any Drawable]

        package init(_ lines: [StyledLine] = [], pictures: [any Drawable] = []) {
            self.lines = { _ in lines }
            self.pictures = pictures
        }

        init(lines: @escaping @Sendable (Int) -> [StyledLine]) {
            self.lines = lines
            pictures = []
        }
    }

    private let contents: Lock<Contents?>

    package init(_ contents: Contents? = nil) { self.contents = Lock(contents) }

    /// nil as long as it is not known.
    package var now: Contents? { contents.with { $0 } }
    package func fill(_ contents: Contents) { self.contents.with { $0 = contents } }
}

/// A list to choose from: what each line is called, and what it leads to.
package struct Browser: Sendable {
    package struct Item: Sendable {
        let label: String
        /// Said beside the label: a kind, a size.
        var note = ""
        /// Searched besides the label.
        var words = ""
        /// The sentence about it while it is chosen.
        var say = ""
        var preview: @Sendable () -> Preview = { Preview(.init()) }
        /// What keys do with it; Enter's comes first.
        var choices: [Choice] = []
    }

    struct Choice: Sendable {
        var key = Key(.enter)
        /// For the last line: "insert the example".
        var words: String
        var does: [Command]
    }

    /// Of the list: "data sets".
    let title: String
    var items: [Item]
    /// Said where there are no items at all.
    var ifEmpty: String
    /// The line that is chosen first.
    var chosen = 0
}
