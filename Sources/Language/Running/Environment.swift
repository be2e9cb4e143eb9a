/// The names that are defined, with their values.
package struct Environment: Sendable {
    package var names: [String: Value]
    /// Names that only cells further down define, with how messages name that cell: "cell 5".
    package var definedLater: [String: String]

    package init(names: [String: Value] = [:], definedLater: [String: String] = [:]) {
        self.names = names
        self.definedLater = definedLater
    }
}
