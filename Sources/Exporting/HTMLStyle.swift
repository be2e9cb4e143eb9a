import Display

/// How a page looks: light or dark as the reader has it, and dark on white on paper.
enum HTMLStyle {
    static var text: String {
        [
            ":root{color-scheme:light dark;" + variables(light) + "}", rules, Figure.style,
            Figure.colours(isDark: false),
            "@media screen and (prefers-color-scheme:dark){:root{" + variables(dark) + "}"
                + Figure.colours(isDark: true) + "}", print,
        ].joined(separator: "\n")
    }

    /// All letters stand out against what is behind them by 4.5 : 1 at least.
    private static let light = [
        ("paper", "#ffffff"), ("ink", "#1f2328"), ("soft", "#5b646d"), ("line", "#d5dbe1"), ("ground", "#f6f8fa"),
        ("function", "#00679f"), ("number", "#9c5b00"), ("text", "#00704f"), ("fault", "#b04a00"),
    ]
    private static let dark = [
        ("paper", "#15181c"), ("ink", "#e3e6ea"), ("soft", "#9aa4ae"), ("line", "#363d45"), ("ground", "#1e2329"),
        ("function", "#56b4e9"), ("number", "#e69f00"), ("text", "#2fbf95"), ("fault", "#ff8f3e"),
    ]

    private static func variables(_ colours: [(String, String)]) -> String {
        colours.map { "--\($0.0):\($0.1)" }.joined(separator: ";")
    }

    private static let rules = """
        body{margin:0 auto;padding:1.5rem 1rem;max-width:52rem;background:var(--paper);color:var(--ink);\
        font:1rem/1.55 system-ui,sans-serif;overflow-wrap:break-word}
        pre,code{font:.85rem/1.45 ui-monospace,monospace}
        pre{margin:.4rem 0;padding:.5rem .75rem;overflow-x:auto}
        h1,h2,h3{line-height:1.25;margin:1.6em 0 .6em}
        a{color:var(--function)}
        blockquote{margin:1em 0;padding:0 1em;border-left:.25rem solid var(--line);color:var(--soft)}
        .prose table{border-collapse:collapse}
        .prose th,.prose td{border:1px solid var(--line);padding:.25rem .6rem}
        .prose pre,.source{background:var(--ground);border-radius:.3rem}
        .cell{margin:1.2rem 0}
        .label,footer{margin:0;color:var(--soft);font-size:.8rem}
        footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.5rem}
        .state{font-style:italic}
        .output{padding-left:.75rem}
        .note{color:var(--soft)}
        .error{color:var(--fault);border-left:.25rem solid var(--fault)}
        figure{margin:.6rem 0}
        svg{display:block;max-width:100%;height:auto}
        summary{cursor:pointer;color:var(--soft);font-size:.8rem}
        .function{color:var(--function)}
        .argument{font-style:italic}
        .number{color:var(--number)}
        .text{color:var(--text)}
        .comment{color:var(--soft)}
        .unknown{color:var(--fault)}
        """

    private static let print = """
        @media print{body{max-width:none;padding:0}pre{white-space:pre-wrap;overflow-wrap:anywhere}\
        figure,.source{break-inside:avoid}h1,h2,h3,.label{break-after:avoid}}
        """
}
