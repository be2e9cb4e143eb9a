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

    package init(
        builtin: Builtin, arguments: [String: Value], argumentSpans: [String: Span], span: Span, nameSpan: Span,
        host: any Host
    ) {
        self.builtin = builtin
        self.arguments = arguments
        self.argumentSpans = argumentSpans
        self.span = span
        self.nameSpan = nameSpan
        self.host = host
    }
}
