import Testing

@testable import Language

@Test(
    "a statement goes on after an open bracket or an operator",
    arguments: ["gru(", "[1, 2", "temps |>", "x = ", "1 +", "gru(10,\n  name = \"(\"", "fit(net, # the network"])
func aStatementGoesOnAfterAnOpenBracketOrAnOperator(text: String) {
    #expect(isUnfinished(text))
}

@Test(
    "a statement ends where nothing is open",
    arguments: ["", "gru(10)", "x = 1 # and (", "\"(\"", "temps.temp", "gru(10))"])
func aStatementEndsWhereNothingIsOpen(text: String) {
    #expect(!isUnfinished(text))
}
