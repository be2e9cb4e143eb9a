import Content
import Display
import Language
import Views

/// How a fit went, as the screen shows it while it goes on.
let dashboardRecords: [Builtin] = [dashboard]

private let dashboard = Builtin(
    "dashboard", "How a fit went: loss, gradients, gates and sample answers after every epoch, and what to watch.",
    family: .looking,
    [
        Parameter("run", .object(RunObject.kind), "the run"),
        Parameter("compare", .list, "other runs, whose losses are drawn too", default: Value.none),
        Parameter("log", .bool, "a logarithmic axis", default: .bool(false)),
    ],
    examples: [
        .init(
            """
            w = window(scale(load("nile").flow_1e8_m3), length = 5)
            dashboard(fit(gru(3) |> dense(1), w, epochs = 2, seed = 1))
            """)
    ]
) { call in
    let run = try call.object("run", as: RunObject.self)
    guard !run.history.isEmpty else { throw Messages.notTrained(call, at: "run") }
    let others = try (call.list(ifGiven: "compare") ?? []).enumerated().map { index, value in
        guard let other = value.run, !other.history.isEmpty else { throw Messages.notARun(index + 1, call) }
        guard other.loss == run.loss else {
            throw Messages.otherLoss(index + 1, other.loss.rawValue, run.loss.rawValue, call)
        }
        return (name: "run \(index + 1)", value: other)
    }
    return .object(DashboardObject(run, others, isLogarithmic: call.flag("log")))
}

/// The dashboard of a finished run: text below a cell, full screen with `s`.
struct DashboardObject: Object, Described, Drawable, HasTraining {
    static let kind: Kind = "dashboard"
    private let run: RunObject
    private let view: TrainingView

    init(_ run: RunObject, _ others: [(name: String, value: RunObject)], isLogarithmic: Bool) {
        self.run = run
        view = TrainingView(run.training, isLogarithmic: isLogarithmic, others: others.map { ($0.name, $0.value) })
    }

    var training: TrainingState { run.training }
    var summary: String { "dashboard of a " + run.summary }

    func viewer(place: String) -> any Viewer {
        var view = view
        view.place = place
        return view
    }

    var content: Content { view.content.withSummaryFirst }

    func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, view.lines(width: width, glyphs: glyphs).count)
    }

    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        let all = view.lines(width: area.width, glyphs: glyphs)
        let fitting =
            all.count <= area.height ? all : view.lines(width: area.width, height: area.height, glyphs: glyphs)
        Lines(fitting).draw(into: &grid, area: area, glyphs: glyphs)
    }
}

extension Messages {
    static func notARun(_ place: Int, _ call: Call) -> Diagnostic {
        call.fail(
            "`compare` must be a list of runs that were trained", at: "compare", "number \(place) is something else")
    }

    static func otherLoss(_ place: Int, _ found: String, _ wanted: String, _ call: Call) -> Diagnostic {
        call.fail(
            "run \(place) was trained for \(found), this one for \(wanted)", at: "compare",
            "losses of two kinds have no common axis")
    }
}
