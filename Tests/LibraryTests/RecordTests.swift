import Language
import Testing

@testable import Library

@Test("a record has a sentence, parameters with sentences and an example", arguments: Library.all.map(\.name))
func aRecordHasASentenceParametersWithSentencesAndAnExample(
    name: String
) throws {
    let record = try #require(builtins[name])
    #expect(record.name == name, "another record has taken the name \(name)")
    #expect(record.sentence.hasSuffix(".") && record.sentence.count > 10)
    #expect(!record.examples.isEmpty)
    for parameter in record.parameters {
        #expect(!parameter.sentence.isEmpty && !parameter.sentence.hasSuffix("."), "\(parameter.name)")
    }
}

/// Each example by its record's name and place. A closure among the arguments of `@Test` crashes Swift 6.0.
private let examples = Library.all.flatMap { record in record.examples.indices.map { (record.name, $0) } }

@Test("an example runs and gives what it says", arguments: examples)
func anExampleRunsAndGivesWhatItSays(name: String, index: Int) throws {
    let example = try #require(builtins[name]).examples[index]
    var bench = Bench()
    defer { bench.close() }
    bench.host.access.mayWrite = example.writes
    let outcome = bench.run(example.source)
    #expect(outcome.diagnostics.isEmpty, "\(outcome.diagnostics.flatMap { $0.render() }.joined(separator: "\n"))")
    if let expected = example.result {
        #expect(outcome.result?.line == expected)
    } else {
        #expect(outcome.result != nil)
    }
}

@Test("names and aliases are all different") func namesAndAliasesAreAllDifferent() {
    let words = Library.all.flatMap { [$0.name] + $0.aliases }
    #expect(Set(words).count == words.count, "\(words.filter { word in words.count { $0 == word } > 1 })")
}
