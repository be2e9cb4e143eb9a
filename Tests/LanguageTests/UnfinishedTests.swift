import Testing

@testable import Language

@Test(arguments: ["gru(", "[1, 2", "temps |>", "x = ", "1 +", "gru(10,\n  name = \"(\"", "fit(net, # the network"])
func `a statement goes on after an open bracket or an operator`(text: String) {
    #expect(isUnfinished(text))
}

@Test(arguments: ["", "gru(10)", "x = 1 # and (", "\"(\"", "temps.temp", "gru(10))"])
func `a statement ends where nothing is open`(text: String) {
    #expect(!isUnfinished(text))
}
