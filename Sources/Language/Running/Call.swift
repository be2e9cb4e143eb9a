/// A call whose arguments have been matched with the parameters and checked against their types.
package struct Call: Sendable {
    package let builtin: Builtin
    /// One value for each parameter that was given or has a default.
    package let arguments: [String: Value]
    /// Where each argument that was given stands.
    package let argumentSpans: [String: Span]
    /// The whole call, `gru(units = 10)`.
    package let span: Span
    /// Its name only, `gru`.
    package let nameSpan: Span
    package let host: any Host
    /// The name that the statement gives to what the call returns, as `run` in `run = fit(net, train)`.
    package let target: String?

    package init(
        builtin: Builtin, arguments: [String: Value], argumentSpans: [String: Span], span: Span, nameSpan: Span,
        host: any Host, target: String? = nil
    ) {
        self.builtin = builtin
        self.arguments = arguments
        self.argumentSpans = argumentSpans
        self.span = span
        self.nameSpan = nameSpan
        self.host = host
        self.target = target
    }
}
