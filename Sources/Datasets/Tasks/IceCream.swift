import Base
import Engine

/// An ice-cream stand: whether it has ice cream depends on the weather of many days before.
///
/// Each day is sunny, cloudy or rainy, one in three. In the morning arrives what was ordered three days before, if there
/// is room: the stand stores two. On a sunny day it sells one, if it has one; on a cloudy day it orders one. It is *in
/// stock* if something is left in the evening.
///
///     x [length × 3]: sunny, cloudy, rainy      y: 1 in stock, 0 out of stock
///
/// Source: notebook 14 of a deep-learning course (dl_course); the ceilings are exact.
package struct IceCream: GeneratedTask {
    package var length: Int
    package var days: Int
    /// Days from the last one that is seen to the one that is asked for; 0 asks for that very evening.
    package var ahead: Int
    package var shift: Int
    package var targets: Windows.TargetKind

    package init(length: Int, days: Int, ahead: Int = 1, shift: Int = 1, targets: Windows.TargetKind = .last) {
        self.length = length
        self.days = days
        self.ahead = ahead
        self.shift = shift
        self.targets = targets
    }

    package var plan: Windows.Plan {
        Windows.Plan(length: length, shift: shift, targetShift: ahead - 1, targets: targets)
    }

    package func windows(seed: UInt64) -> Windows {
        var random = Random(seed: seed, .data)
        let weather = (0..<days).map { _ in Int(clamping: random.uniform() * 3) }
        let stock = Self.stock(after: weather)
        let inputs = ["sunny", "cloudy", "rainy"].enumerated().map { number, name in
            Column(name, .numbers(weather.map { $0 == number ? 1 : 0 }))
        }
        var windows = Windows(inputs: inputs, targets: [Column("stock", .numbers(stock))], plan: plan)
        windows.task = self
        return windows
    }

    /// In stock or not each evening, of a stand that begins with two; 0 is sunny, 1 cloudy, 2 rainy.
    package static func stock(after weather: [Int]) -> [Double] {
        var stand = Stand()
        return weather.map { day in
            stand = stand.after(day)
            return stand.store > 0 ? 1 : 0
        }
    }

    package func ceiling(back: Int?, ahead later: Int) -> Ceiling? {
        guard later == 0 else { return nil }
        guard let back else { return Ceiling(cases: zip(Stand.usual, chances).map { ($0, $1) }) }
        return ceilings(after: min(back, Self.longest)).last
    }

    package func ceilings(upTo steps: Int) -> [Ceiling] { Array(ceilings(after: steps).dropFirst()) }

    /// After this many days as good as nothing is left to find out: the loss is that of the whole past to six digits.
    private static let longest = 200

    /// Of whoever has seen none, one … `steps` days.
    private func ceilings(after steps: Int) -> [Ceiling] {
        let chances = self.chances
        var histories = Stand.Histories()
        var found = [ceiling(after: histories, chances)]
        for _ in 0..<min(steps, Self.longest) {
            histories.addDay()
            found.append(ceiling(after: histories, chances))
        }
        return found + [Ceiling](repeating: found[found.count - 1], count: max(0, steps - Self.longest))
    }

    private func ceiling(after histories: Stand.Histories, _ chances: [Double]) -> Ceiling {
        let cases = histories.sorted.map { end, chance in
            (chance, zip(Stand.usual, end).reduce(0) { $0 + $1.0 * chances[Int($1.1)] })
        }
        return Ceiling(cases: cases)
    }

    /// The chance of being in stock on the day that is asked, from each state of the last day that is seen.
    private var chances: [Double] {
        var chances = Stand.all.map { $0.store > 0 ? 1.0 : 0 }
        for _ in 0..<min(ahead, Self.longest) {
            chances = Stand.next.map { after in after.reduce(0) { $0 + chances[$1] } / 3 }
        }
        return chances
    }
}

/// What the stand's future depends on: the store, and on which of the last three days it ordered.
private struct Stand: Hashable {
    var store = 2
    /// The newest day first.
    var ordered = [false, false, false]

    /// 0 sunny, 1 cloudy, 2 rainy.
    func after(_ weather: Int) -> Stand {
        var next = self
        if ordered[2] { next.store = min(2, next.store + 1) }
        if weather == 0 { next.store = max(0, next.store - 1) }
        next.ordered = [weather == 1] + ordered[..<2]
        return next
    }

    /// All 24 states.
    static let all: [Stand] = (0..<24).map { number in
        Stand(store: number / 8, ordered: [number & 1 > 0, number & 2 > 0, number & 4 > 0])
    }

    /// The state that follows each, by weather.
    static let next: [[Int]] = all.map { stand in
        (0..<3).map { weather in all.firstIndex(of: stand.after(weather)) ?? 0 }
    }

    /// How often each state occurs in the long run.
    static let usual: [Double] = {
        var chances = [Double](repeating: 1.0 / 24, count: 24)
        for _ in 0..<400 {
            var later = [Double](repeating: 0, count: 24)
            for (state, ends) in next.enumerated() { for end in ends { later[end] += chances[state] / 3 } }
            chances = later
        }
        return chances
    }()

    /// Where each of the states ends up after some days of weather, with the chance of such weather.
    ///
    /// Most of the 3ⁿ histories do the same to every state, so few need to be told apart however long they are.
    struct Histories {
        private var found: [[UInt8]: Double] = [(0..<24).map { UInt8($0) }: 1]

        mutating func addDay() {
            var longer: [[UInt8]: Double] = [:]
            for (end, chance) in found {
                for weather in 0..<3 {
                    longer[end.map { UInt8(next[Int($0)][weather]) }, default: 0] += chance / 3
                }
            }
            found = longer
        }

        /// In a fixed order, so that a sum over them has the same bits each time.
        var sorted: [(end: [UInt8], chance: Double)] {
            found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
        }
    }
}
