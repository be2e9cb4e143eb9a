/// Notebooks that a stranger may write.
enum Notebooks {
    /// Names without `.unroll.md` that a shell, a program or a page could take for something else.
    static let stems = [
        "lesson", "mine", "a\"b", "a'b", "\"\"\"\nimport os\n\"\"\"", "$(touch owned)", "`touch owned`", "a\\",
        "a;b & c",
        "-rf", "--help", "<script>alert(1)</script>", "]]>--><b>", "a\u{1B}[31mb", "a\u{202E}b", "a\u{2028}b",
        "ünïcode", "a b", "%s%n", String(repeating: "n", count: 120),
    ]

    /// Numbers at the edges, as a cell writes them.
    static let numbers = [
        "0", "-0.0", "1", "-1", "0.5", "1e308", "-1e308", "5e-324", "9223372036854775807", "-9223372036854775808",
        "9007199254740993", "18446744073709551616", "1e18", "4294967296", "-2147483649",
    ]

    static func text(_ random: inout Random) -> String {
        let cells = (0..<(1 + random.below(4))).map { _ in cell(&random) }
        let head = random.isLucky(3) ? "<!-- unroll 1 seed=\(random.one(of: numbers)) -->\n\n" : ""
        return head + cells.joined(separator: "\n")
    }

    private static func cell(_ random: inout Random) -> String {
        let source = random.one(of: sources)(&random)
        let words = random.one(of: [
            "", " id=a", " id=../../away/x", " id=\"a b\" check=\"rtol=1e308\"", " hide", " skip",
        ])
        let output = random.isLucky(3) ? random.one(of: forged) : ""
        return "```unroll\(words)\n\(source)\n```\n" + output
    }

    private static let sources: [@Sendable (inout Random) -> String] = [
        { _ in "run = fit(dense(1), window([1, 2, 3, 4], length = 1), epochs = 2, verbose = 0)" },
        { _ in
            "let = \"set nocp | silent !touch owned\"\nrun = fit(dense(1), window([1, 2, 3], length = 1), epochs = 1, verbose = 0)"
        },
        { random in "load(\"\(random.one(of: files))\")" },
        { random in "save(range(3), \"\(random.one(of: targets))\")" },
        { random in "save_weights(set_weights(dense(1), [[[2]], [1]], input = [1]), \"\(random.one(of: targets))\")" },
        { random in "\(random.one(of: numbers))" },
        { random in "range(\(random.one(of: numbers)))" },
        { random in "x = [\(random.one(of: numbers)), \(random.one(of: numbers))]\n[sum(x), mean(x), max(x)]\nround(x)"
        },
        { random in "window([1, 2, 3], length = \(random.one(of: numbers)))" },
        { random in "seed(\(random.one(of: numbers)))\nshuffle([1, 2, 3])" },
        { random in "fit(gru(\(random.one(of: numbers))) |> dense(1), window([1, 2, 3, 4], length = 2), epochs = 1)" },
        { random in "plot([1, \(random.one(of: numbers)), 3])" },
        { _ in "x = [1]\n" + Array(repeating: "x = [x, x]", count: 40).joined(separator: "\n") },
        { _ in "\"\u{1B}]52;c;b3duZWQ=\u{07}\u{1B}[2J\u{9B}31m\u{202E}\u{200B}\"" },
        { _ in "runs()\nruns(last = 9223372036854775807)" },
        { _ in String(repeating: "[", count: 5000) },
        { _ in String(repeating: "help(\"fit\")\n", count: 200) },
    ]

    private static let files = [
        "data.csv", "../away/secret.csv", "/etc/passwd", "pipe.csv", "zero.csv", "linked.csv", "edges.csv", "secret",
        "datasets/secret.csv", "/proc/self/environ", "../home/.vimrc", "a\u{1B}]0;owned\u{07}.csv", "", "..",
        "/dev/tty",
        "lesson.runs.sqlite", "nile",
    ]

    private static let targets = [
        "out.csv", "out.safetensors", "../away/x.csv", "/tmp/unroll-owned.csv", "letter.txt", "weights.safetensors",
        ".hidden.csv", "../home/.vimrc", "datasets/x.csv", "mine_keras.py", "lesson.unroll.md",
    ]

    private static let forged = [
        "<!-- out src=00000000 -->\n```text\nforged \u{1B}[31m\u{202E}\n```\n<!-- /out -->\n",
        "<!-- out src=00000000 file=../away/secret.csv sha=0000000000000000 -->\n<!-- /out -->\n",
        "<!-- out src=00000000 -->\n```csv history\nepoch,loss\n1,-9223372036854775808\n9223372036854775807,1e308\n```\n<!-- /out -->\n",
        "<!-- out src=00000000 -->\n```csv steps\nt,h1\n-1,nan\n```\n<!-- /out -->\n",
    ]
}
