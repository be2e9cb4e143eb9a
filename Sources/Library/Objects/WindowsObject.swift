import Content
import Datasets
import Display
import Language
import Views

/// Examples: inputs x and, unless they were only reshaped, targets y.
package struct WindowsObject: Object {
    package static let kind: Kind = "windows"
    package let windows: Windows

    package init(_ windows: Windows) { self.windows = windows }

    package var summary: String { windows.summary }
    package var size: String { windows.size }
    package var count: Int? { windows.count }

    package func element(_ index: Int) -> Value {
        .object(WindowsObject(windows.examples((index - 1)..<index)))
    }
}

extension WindowsObject: HasViewer {
    package func viewer(place: String) -> any Viewer { WindowsView([windows], place: place) }
}

/// Windows drawn over their series.
package struct WindowPlotObject: Object, Described, Drawable, HasViewer {
    package static let kind: Kind = PlotObject.kind
    package let windows: Windows
    private let drawing: WindowDrawing

    package init(_ windows: Windows, limit: Int) {
        self.windows = windows
        drawing = WindowDrawing(windows, limit: limit)
    }

    package var summary: String { windows.summary }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        drawing.height(width: width, limit: limit, glyphs: glyphs)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        drawing.draw(into: &grid, area: area, glyphs: glyphs)
    }

    package var content: Content { Content(summary, [.lines(drawing.spoken)]) }

    package func viewer(place: String) -> any Viewer { WindowsView([windows], place: place) }
}

/// Windows in parts: train, perhaps validation, and test.
package struct SplitObject: Object {
    package static let kind: Kind = "split"
    package let split: Split

    package init(_ split: Split) { self.split = split }

    package var summary: String {
        let parts = split.parts.map { "\($0.part ?? "part") \($0.count)" }
        return "split: " + parts.joined(separator: ", ") + " examples, in time order"
    }

    package var size: String { split.parts.map { "\($0.count)" }.joined(separator: "/") }

    package var members: [(name: String, kind: Kind)] { split.parts.map { ($0.part ?? "part", WindowsObject.kind) } }

    package func member(_ name: String) -> Value? {
        split.parts.first { $0.part == name }.map { .object(WindowsObject($0)) }
    }

    package var count: Int? { split.parts.count }
    package func element(_ index: Int) -> Value { .object(WindowsObject(split.parts[index - 1])) }
}

extension SplitObject: HasViewer {
    package func viewer(place: String) -> any Viewer { WindowsView(split.parts, place: place) }
}
