import Datasets
import Display
import Engine
import Language

/// The sentences of this target. Call sites pass facts and the call; each message says what was found and what is needed.
enum Messages {}

// MARK: - Files

extension Messages {
    static func noSuchData(_ name: String, known: [String], places: DataPlaces, _ call: Call) -> Diagnostic {
        let best = Suggestion(for: name, among: known).best
        var label = best.map { "did you mean \"\($0)\"?" } ?? "there is no such file"
        if name.isEmpty { label = "write the name of a file or data set here" }
        var seen: Set<String> = []
        let looked = places.all.filter { places.access.includes(folder: $0.folder) || $0 == places.all.first }
            .map(\.name).filter { seen.insert($0).inserted }
        var notes = ["looked in: " + looked.joined(separator: ", ")]
        if best == nil {
            let begun = known.filter { $0.hasPrefix(name.prefix(3)) }
            let some = (begun.isEmpty ? known : begun).prefix(6)
            if !some.isEmpty { notes.append("there are: " + some.joined(separator: ", ")) }
        }
        return call.fail("cannot find the data \"\(name)\"", at: "name", label, notes: notes)
    }

    static func isFolder(_ name: String, _ call: Call) -> Diagnostic {
        call.fail("\"\(name)\" is a folder, not a file", at: "name", "name a file in it, such as \"\(name)/data.csv\"")
    }

    static func unreadable(_ name: String, _ fault: CSV.Fault, _ call: Call) -> Diagnostic {
        switch fault {
        case .empty: call.fail("\"\(name)\" is empty", at: "name", "needs a line of names and rows below it")
        case .tooLarge(let columns, let rows, let needs, let memory):
            call.fail(
                "\"\(name)\" would need another \(size(Double(needs))) of memory; the limit leaves \(size(Double(memory)))",
                at: "name", "\(counted(columns, "column")), after \(counted(rows, "row"))")
        case .binary(let offset):
            call.fail(
                "\"\(name)\" is not a text file", at: "name", "byte \(offset + 1) is zero; needs comma-separated values"
            )
        }
    }

    static func warning(_ warning: CSV.Warning, file: String, _ call: Call) -> Diagnostic {
        let head: String
        switch warning {
        case .headerOnly: head = "\"\(file)\" has a line of names but no rows"
        case .noHeader(let names): head = "\"\(file)\" has no names: the columns are called \(some(names))"
        case .wrongWidth(let expected, let lines):
            head = "\(counted(lines.count, "row")) of \"\(file)\" do not have \(expected) fields: \(at(lines))"
        case .openQuote(let line): head = "the quote that opens in line \(line) of \"\(file)\" is never closed"
        case .brokenText(let lines): head = "\"\(file)\" is not UTF-8 everywhere: \(at(lines))"
        case .strayText(let column, let lines, let example):
            head = "column \"\(column)\" is text: no number in \(at(lines)), but \"\(clipped(example))\""
        }
        return Diagnostic(.warning, head, labels: [.init(call.span(of: "name"), "read with this in mind")])
    }

    private static func at(_ lines: LineNotes) -> String {
        let numbers = lines.lines.map(String.init).joined(separator: ", ")
        let more = lines.count > lines.lines.count ? " and \(lines.count - lines.lines.count) more" : ""
        return (lines.count == 1 ? "line " : "lines ") + numbers + more
    }

    private static func some(_ names: [String]) -> String {
        names.count > 3 ? "\(names[0]), \(names[1]), …, \(names[names.count - 1])" : names.joined(separator: ", ")
    }

    static func clipped(_ text: String) -> String { text.count > 20 ? text.prefix(20) + "…" : text }
}

// MARK: - Series and windows

extension Messages {
    static func notNumbers(_ column: Column, _ call: Call, at name: String) -> Diagnostic {
        call.fail(
            "`\(column.name)` holds \(column.typeName)s, but numbers are needed", at: name,
            "a column of \(column.typeName)s")
    }

    static func noNumbers(_ call: Call, at name: String) -> Diagnostic {
        call.fail(
            "there are no numbers to work on", at: name, "needs a series, a table with numbers, or a list of numbers")
    }

    static func noColumn(_ wanted: String, in names: [String], _ call: Call, at parameter: String) -> Diagnostic {
        let label =
            Suggestion(for: wanted, among: names).best.map { "did you mean \"\($0)\"?" } ?? "there is no such column"
        return call.fail(
            "the table has no column \"\(wanted)\"", at: parameter, label,
            notes: ["columns: " + names.joined(separator: ", ")])
    }

    static func windowTooLong(_ plan: Windows.Plan, rows: Int, _ call: Call) -> Diagnostic {
        let most = rows - (plan.reach - plan.length)
        let label =
            most >= 1 ? "at most \(most) here, with the target after it" : "the series is too short for any window"
        return call.fail(
            "the window is longer than the series: \(plan.reach) rows of \(rows)", at: "length", label,
            notes: plan.targets == .none
                ? [] : ["a window and its target take up length + target_shift + 1 = \(plan.reach) rows"])
    }

    static func noWindowLeft(_ windows: Windows, _ call: Call) -> Diagnostic {
        call.fail(
            "every window was left out", at: "length",
            "\(windows.leftOut.gaps) cross a gap in time, \(windows.leftOut.missing) hold a missing value")
    }

    static func whichTarget(_ names: [String], _ call: Call) -> Diagnostic {
        call.fail(
            "the table has \(names.count) columns of numbers: which is the target?", at: "series",
            "add target = \"\(names[0])\", for example",
            notes: ["columns: " + names.joined(separator: ", ")])
    }

    static func notScaled(_ call: Call, at name: String) -> Diagnostic {
        call.fail("these values were never scaled", at: name, "nothing to undo")
    }

    static func emptyPart(_ part: String, of count: Int, _ call: Call) -> Diagnostic {
        call.fail("the \(part) part of the split would be empty", at: "train", "\(counted(count, "example")) in all")
    }
}

extension Messages {
    static func fittedInSample(_ call: Call) -> Diagnostic {
        Diagnostic(
            .note, "mean and linear were fitted on these same examples: they look better than they are",
            labels: [.init(call.span(of: "windows"), "no examples come before these")])
    }
}

extension Messages {
    static func differs(_ found: Comparison, tolerance: Double, _ call: Call) -> Diagnostic {
        let place = found.place > 1 ? "number \(found.place) is " : "is "
        return call.fail(
            "the value differs from what was expected by \(short(found.difference))", at: "value",
            "\(place)\(short(found.numbers.found)), expected \(short(found.numbers.expected))",
            notes: ["tolerance: \(short(tolerance))"])
    }

    static func short(_ number: Double) -> String { Numbers.significant(number, 6) }
}

// MARK: - Numbers

extension Messages {
    static func unfit(_ symbol: String, _ left: Tensor, _ right: Tensor) -> Diagnostic {
        let shapes = "\(left.shapeDescription) \(symbol) \(right.shapeDescription)"
        guard symbol == "@" else {
            return Diagnostic(
                "the shapes do not fit together: \(shapes)",
                notes: ["axes are matched from the last; their lengths must be equal, or one of them 1"])
        }
        let inner = "\(left.shape.last ?? 1) columns meet \(right.shape.first ?? 1) rows"
        return Diagnostic(
            "the shapes do not fit together: \(shapes)",
            notes: [left.rank > 2 || right.rank > 2 ? "@ multiplies vectors and matrices" : inner])
    }

    static func ragged(_ call: Call, at name: String) -> Diagnostic {
        call.fail("these lists are not numbers of equal length", at: name, "each row needs the same number of numbers")
    }

    static func noAxis(_ axis: Int, _ tensor: Tensor, _ call: Call) -> Diagnostic {
        call.fail("there is no axis \(axis) in \(tensor.shapeDescription)", at: "axis", "use \(tensor.rank) or less")
    }

    static func endlessRange(_ call: Call) -> Diagnostic {
        call.fail(
            "this range never ends or is too long", at: "by", "the step must lead from the first to the last number")
    }

    static func notCountable(_ found: String, _ call: Call) -> Diagnostic {
        call.fail("there is nothing to count in this", at: "x", "this is \(found)")
    }

    static func tensorTooLarge(_ shape: [Int], _ call: Call) -> Diagnostic {
        call.fail("a tensor of \(Tensor.description(of: shape)) is too large", "at most 100000000 numbers")
    }

    static func noSuchRows(_ from: Int, _ to: Int, count: Int, _ call: Call) -> Diagnostic {
        call.fail("there are no rows \(from) to \(to)", at: to > count ? "to" : "from", "rows are 1 to \(count)")
    }

    static func partsDiffer(_ parts: [Tensor], _ call: Call) -> Diagnostic {
        call.fail(
            "the parts do not fit together", at: "parts", "they may differ only along the axis they are joined on",
            notes: ["shapes: " + parts.map(\.shapeDescription).joined(separator: ", ")])
    }

    static func notClasses(_ tensor: Tensor, classes: Int, _ call: Call) -> Diagnostic {
        let odd = tensor.values.first { !($0 >= 0 && $0 < Real(classes) && $0 == $0.rounded()) } ?? 0
        return call.fail(
            "\(short(Double(odd))) is not a class number from 0 to \(classes - 1)", at: "x", "whole numbers from 0")
    }

    static func doesNotFill(_ tensor: Tensor, _ shape: [Int], _ call: Call) -> Diagnostic {
        call.fail(
            "\(counted(tensor.count, "number")) do not fill \(Tensor.description(of: shape))", at: "shape",
            "needs \(Sizes.product(shape)) numbers")
    }

    static func notLengths(_ call: Call) -> Diagnostic {
        call.fail("the lengths of axes must be whole numbers of 0 or more", at: "shape", "such as [2, 3]")
    }
}

extension Tensor {
    static func description(of shape: [Int]) -> String { "[" + shape.map(String.init).joined(separator: " × ") + "]" }
}

extension Messages {
    static func notTrained(_ call: Call, at name: String = "data") -> Diagnostic {
        call.fail("this run has no history", at: name, "its weights were given, not learnt")
    }
}
