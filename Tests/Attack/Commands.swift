import TerminalKit

/// A command that the user gives with a stranger's notebook, in the notebook's folder.
struct Attempt {
    let name: String
    let arguments: [String]
    var input = ""
    /// Keys on the screen; nil for a program without a terminal.
    var keys: [KeyName]?
    /// Files that it may make or change, as paths below the arena.
    var writes: [String] = []

    /// All of them, for a notebook of this name.
    static func all(_ stem: String) -> [Attempt] {
        let file = "./\(stem).unroll.md"
        let own = "/lesson/\(stem).unroll.md"
        let records = "/lesson/\(stem).unroll.d"
        let limits = ["--memory-limit", "300MB"]
        let headless = limits + ["--time-limit", "3"]
        let exports = ["ipynb", "html", "script", "cast", "keras"].flatMap { format -> [Attempt] in
            let output = format == "keras" ? "x.py" : "x.\(format)"
            return [
                Attempt("export \(format)", ["export", file, "--to", format] + headless, writes: keras(stem, format)),
                Attempt(
                    "export \(format) --output", ["export", file, "--to", format, "--output", output] + headless,
                    writes: ["/lesson/\(output)", "/lesson/x.safetensors"]),
                Attempt(
                    "export \(format) over another's file",
                    ["export", file, "--to", format, "--output", "letter.txt"] + headless),
            ]
        }
        return exports + [
            Attempt("run", ["run", file] + headless),
            Attempt("run --write", ["run", "--write", file] + headless, writes: [own, records]),
            Attempt(
                "run --allow-write", ["run", "--write", "--allow-write", file] + headless,
                writes: [own, records, "/lesson/out.csv", "/lesson/out.safetensors"]),
            Attempt("check", ["check", file] + headless),
            Attempt("check --accept", ["check", "--accept", "--", file], writes: [own, records]),
            Attempt("check .", ["check", "."] + headless),
            Attempt("runs", ["runs", file]), Attempt("runs --csv", ["runs", "--csv", file]),
            Attempt("runs --curve", ["runs", "--curve", "9223372036854775807", file]),
            Attempt("runs --prune", ["runs", "--prune", "1", file]),
            Attempt("runs of a log", ["runs", "./\(stem).runs.sqlite"]),
            Attempt("runs --import", ["runs", file, "--import", "./\(stem).runs.sqlite"]),
            Attempt("runs --export", ["runs", file, "--export", "x.sqlite"], writes: ["/lesson/x.sqlite"]),
            Attempt("replay", ["replay", file]),
            Attempt(
                "repl", ["repl", file] + limits, input: ":run all\n:names\n:save\n:quit\n1\n", writes: [own, records]),
            Attempt(
                "the screen", ["open", file] + limits, keys: ["R", "j", "j", "s", .escape, "w", "D", .escape, "p"]),
            Attempt(
                "the screen, saving", ["open", file] + limits, keys: ["R", ":w", .enter], writes: [own, records]),
        ]
    }

    private static func keras(_ stem: String, _ format: String) -> [String] {
        guard format == "keras" else { return [] }
        let name = stem.split(separator: ".").first.map(String.init) ?? stem
        return ["/lesson/\(name)_keras.py", "/lesson/\(name)_keras.safetensors"]
    }

    init(_ name: String, _ arguments: [String], input: String = "", keys: [KeyName]? = nil, writes: [String] = []) {
        (self.name, self.arguments, self.input, self.keys, self.writes) = (name, arguments, input, keys, writes)
    }
}

/// What came of one.
struct Outcome {
    var ending: Ending?
    var output: String
    /// Whether the output is a stream of text, in which nothing may be a terminal's code.
    var isPlain: Bool
}

extension Attempt {
    private static let seconds = 30.0

    func carryOut(in arena: Arena) throws -> Outcome {
        let environment = ["HOME": arena.home, "NO_COLOR": "1"]
        guard let keys else {
            let program = try Program.run(
                ["unroll"] + arguments, input: input, environment: environment, folder: arena.lesson,
                seconds: Attempt.seconds)
            // A script is the notebook's own text, byte for byte.
            let isText = name != "export script"
            return Outcome(ending: program.ending, output: program.output + program.errors, isPlain: isText)
        }
        let session = try TerminalSession(["unroll"] + arguments, environment: environment, folder: arena.lesson)
        session.wait(seconds: 2) { $0.text.contains("NAV") || $0.text.contains("unroll:") }
        for key in keys {
            session.send(key)
            session.wait(seconds: 0.3) { _ in false }
        }
        let shown = session.text
        session.signal(15)
        let ending = session.waitForEnd(seconds: 5)
        return Outcome(ending: ending, output: shown, isPlain: false)
    }
}
