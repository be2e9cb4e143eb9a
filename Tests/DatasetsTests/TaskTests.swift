import Engine
import Testing

@testable import Datasets

private func isClose(_ left: Double?, _ right: Double, _ tolerance: Double = 5e-5) -> Bool {
    left.map { abs($0 - right) <= tolerance } ?? false
}

@Test("the ice-cream stand keeps its books as in the course") func theIceCreamStandKeepsItsBooksAsInTheCourse() {
    // Twelve days of course.md: the orders of day 8 come on day 11.
    let weather = [2, 0, 2, 2, 0, 0, 2, 1, 2, 2, 2, 2]
    let stock = IceCream.stock(after: weather)
    #expect(stock == [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1])
}

@Test(
    "the ceilings of the ice-cream stand are those of the course",
    arguments: [(2, 0.6256, 0.6488), (3, 0.4994, 0.7519), (4, 0.4113, 0.8061), (8, 0.2629, 0.8695)])
func theCeilingsOfTheIceCreamStandAreThoseOfTheCourse(days: Int, loss: Double, accuracy: Double) {
    let ceiling = IceCream(length: days, days: 100).ceiling(back: days, ahead: 0)
    #expect(isClose(ceiling?.loss, loss) && isClose(ceiling?.accuracy, accuracy))
}

@Test("who knows the whole past of the stand reaches the course's figures")
func whoKnowsTheWholePastOfTheStandReachesTheCourseSFigures() {
    let ceiling = IceCream(length: 2, days: 100).ceiling(back: nil, ahead: 0)
    #expect(isClose(ceiling?.loss, 0.2186) && isClose(ceiling?.accuracy, 0.8855))
    // This evening's stock is certain then.
    let today = IceCream(length: 2, days: 100, ahead: 0).ceiling(back: nil, ahead: 0)
    #expect(today?.loss == 0 && isClose(today?.accuracy, 1, 1e-9))
}

@Test("the best table of two days' weather reaches the ceiling and no more")
func theBestTableOfTwoDaysWeatherReachesTheCeilingAndNoMore() throws {
    let windows = IceCream(length: 2, days: 60_000).windows(seed: 3)
    let x = windows.inputTensor
    let y = try #require(windows.targetTensor).values
    func history(_ example: Int) -> Int {
        (0..<2).reduce(0) { code, step in
            let day = Array(x.values[((example * 2 + step) * 3)..<((example * 2 + step) * 3 + 3)])
            return code * 3 + (day.firstIndex(of: 1) ?? 0)
        }
    }
    var inStock = [Double](repeating: 0, count: 9)
    var all = inStock
    for example in 0..<windows.count {
        all[history(example)] += 1
        inStock[history(example)] += Double(y[example])
    }
    let right = zip(inStock, all).reduce(0) { $0 + max($1.0, $1.1 - $1.0) } / Double(windows.count)
    // Two standard deviations of a share of 60,000 days that hang together a little.
    #expect(abs(right - 0.6488) < 0.006)
}

@Test(
    "two dependencies can be read off the loss",
    arguments: [(1, 0.6616), (3, 0.6616), (4, 0.5192), (8, 0.5192), (9, 0.4545), (40, 0.4545)])
func twoDependenciesCanBeReadOffTheLoss(steps: Int, loss: Double) {
    #expect(isClose(TwoDependencies(length: steps, rows: 100).ceiling(back: steps, ahead: 0)?.loss, loss))
}

@Test("a cause that lies ahead is seen from both ends only") func aCauseThatLiesAheadIsSeenFromBothEndsOnly() throws {
    let windows = TwoDependencies(length: 60, rows: 600, delays: (3, -2), shift: 60, targets: .all).windows(seed: 1)
    let forwards = try #require(windows.ceiling()?.loss)
    let both = try #require(windows.ceiling(isBidirectional: true)?.loss)
    // Of 60 steps the first 3 lack the cause before them and the last 2 the one after.
    #expect(isClose(forwards, (57 * 0.519166 + 3 * 0.661563) / 60, 1e-5))
    #expect(both < forwards - 0.05 && both > 0.4545)
}

@Test("the bits of two dependencies have the chances that they should")
func theBitsOfTwoDependenciesHaveTheChancesThatTheyShould() throws {
    let windows = TwoDependencies(length: 9, rows: 40_000).windows(seed: 2)
    let x = windows.inputTensor.values
    let y = try #require(windows.targetTensor).values
    for (first, second, chance) in [(0, 0, 0.5), (0, 1, 0.25), (1, 0, 1), (1, 1, 0.75)] {
        // Step 6 of 9 is 3 back from the last, step 1 is 8 back.
        let cases = (0..<windows.count).filter { Int(x[$0 * 9 + 5]) == first && Int(x[$0 * 9]) == second }
        let share = Double(cases.reduce(0) { $0 + y[$1] }) / Double(cases.count)
        #expect(abs(share - chance) < 0.02)
    }
}

@Test("a window of one row misses a quarter of the variance of the mean of two")
func aWindowOfOneRowMissesAQuarterOfTheVarianceOfTheMeanOfTwo() throws {
    let task = MovingAverage(length: 1, rows: 20_000)
    #expect(isClose(task.ceiling(back: 1, ahead: 0)?.loss, 8.33e-4, 5e-7))
    #expect(task.ceiling(back: 2, ahead: 0)?.loss == 0)
    // The best guess from one row is half of it.
    let windows = task.windows(seed: 1)
    let y = try #require(windows.targetTensor).values
    let errors = zip(windows.inputTensor.values, y).map { ($1 - $0 / 2) * ($1 - $0 / 2) }
    #expect(abs(Double(errors.reduce(0, +)) / 20_000 - 8.33e-4) < 2e-5)
}

@Test("the marked numbers are added") func theMarkedNumbersAreAdded() throws {
    let windows = AddingProblem(length: 10, count: 200).windows(seed: 1)
    let y = try #require(windows.targetTensor).values
    for example in 0..<200 {
        let steps = windows.examples.inputs.values(of: example)
        let marked = steps.indices.filter { steps[$0][1] == 1 }
        #expect(marked.count == 2 && marked[0] < 5 && marked[1] >= 5)
        #expect(y[example] == steps[marked[0]][0] + steps[marked[1]][0])
    }
    #expect(AddingProblem(length: 10, count: 1).ceiling(back: 0, ahead: 0)?.loss == 1.0 / 6)
}

@Test("sums as text are right, and none occurs twice", arguments: [true, false])
func sumsAsTextAreRightAndNoneOccursTwice(isReversed: Bool) throws {
    let windows = Addition(digits: 2, count: 5000, isReversed: isReversed).windows(seed: 1)
    let answers = try #require(windows.examples.targets)
    var asked: Set<Set<Int>> = []
    for example in 0..<windows.count {
        let codes = windows.examples.inputs.values(of: example).map { $0.firstIndex(of: 1) ?? -1 }
        let question = text(isReversed ? codes.reversed() : codes)
        let numbers = question.split(separator: "+").compactMap { Int($0) }
        #expect(Int(text(answers.values(of: example).map { Int($0[0]) })) == numbers.reduce(0, +))
        // {a} for a + a.
        asked.insert(Set(numbers))
    }
    #expect(asked.count == 5000)
}

private func text(_ codes: [Int]) -> String {
    String(codes.map { Addition.characters[$0] }).filter { $0 != " " }
}

@Test("all sums of one digit can be asked for") func allSumsOfOneDigitCanBeAskedFor() {
    #expect(Addition.limit(digits: 1) == 55)
    #expect(Addition(digits: 1, count: 55).windows(seed: 1).count == 55)
}

@Test("what was to be copied comes at the end") func whatWasToBeCopiedComesAtTheEnd() throws {
    let windows = CopyMemory(delay: 5, count: 20, symbols: 4, items: 3).windows(seed: 1)
    let answers = try #require(windows.examples.targets)
    for example in 0..<20 {
        let said = windows.examples.inputs.values(of: example).map { $0.firstIndex(of: 1) ?? -1 }
        let asked = answers.values(of: example).map { Int($0[0]) }
        #expect(said.count == 11 && said[7] == 5 && said.filter { $0 == 5 }.count == 1)
        #expect(Array(asked.suffix(3)) == Array(said.prefix(3)))
        #expect(asked.dropLast(3).allSatisfy { $0 == 0 })
    }
    // 10 of 40 steps are symbols: ln 8 / 4, as Arjovsky and others give it.
    #expect(isClose(CopyMemory(delay: 20, count: 1).ceiling(back: 0, ahead: 0)?.loss, 0.519860))
}

private let tasks: [any GeneratedTask] = [
    IceCream(length: 2, days: 200), TwoDependencies(length: 9, rows: 200), MovingAverage(length: 1, rows: 200),
    AddingProblem(length: 8, count: 20), Addition(digits: 2, count: 20), CopyMemory(delay: 4, count: 20),
]

@Test("the same seed gives the same examples, another seed others", arguments: tasks.indices)
func theSameSeedGivesTheSameExamplesAnotherSeedOthers(index: Int) {
    let one = tasks[index].windows(seed: 1)
    #expect(one.inputTensor.values == tasks[index].windows(seed: 1).inputTensor.values)
    #expect(one.targetTensor?.values == tasks[index].windows(seed: 1).targetTensor?.values)
    #expect(one.inputTensor.values != tasks[index].windows(seed: 2).inputTensor.values)
}

@Test("a part of a task's examples keeps the ceiling") func aPartOfATaskSExamplesKeepsTheCeiling() {
    let split = Split(IceCream(length: 2, days: 500).windows(seed: 1), train: 0.5)
    #expect(isClose(split.parts[1].ceiling()?.loss, 0.6256))
    #expect(isClose(split.parts[0].shuffled(seed: 1).ceiling()?.accuracy, 0.6488))
}

@Test("answers may have steps of their own") func answersMayHaveStepsOfTheirOwn() {
    let x = Tensor((0..<12).map { Real($0) }, shape: [2, 3, 2])
    let y = Tensor((0..<10).map { Real($0) }, shape: [2, 5, 1])
    let windows = Windows(inputs: x, targets: y)
    #expect(windows.targetTensor?.shape == [2, 5, 1])
    #expect(windows.examples.targets?.values(of: 1) == [[5], [6], [7], [8], [9]])
    #expect(windows.reordered([1, 0]).examples.targets?.values(of: 1) == [[0], [1], [2], [3], [4]])
}
