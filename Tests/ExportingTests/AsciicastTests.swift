import Display
import Foundation
import Testing

@testable import Exporting

/// The recording, line by line; CLITests play one on a terminal.
@Suite struct RecordingTests {
    private func events(_ text: String) throws -> [[Any]] {
        try text.split(separator: "\n").dropFirst().map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [Any])
        }
    }

    private func scenes(_ exhibit: Exhibit, width: Int, height: Int) -> [Scene] {
        var scenes: [Scene] = []
        Play.tell(exhibit, width: width, height: height) { scenes.append($0) }
        return scenes
    }

    @Test("the head names the version, the size and the title") func theHead() throws {
        let text = Asciicast(Sample.exhibit(Sample.fit), width: 100, height: 30).text
        #expect(
            text.hasPrefix(
                "{\"version\": 3, \"term\": {\"cols\": 100, \"rows\": 30, \"type\": \"xterm-256color\"}, "
                    + "\"env\": {\"UNROLL_OUTPUT\": \"unroll-output:cast sha256="
                    + "d207ca4b9346d1ebf1248716091e8f210f2b70d397d546abf18072162c216595\"}, \"title\": \"A fit\"}\n"))
    }

    @Test("events are seconds since the last, a letter and a text") func eventsAreSecondsALetterAndAText() throws {
        let events = try events(Asciicast(Sample.exhibit(Sample.fit)).text)
        for event in events {
            #expect(event.count == 3)
            let seconds = try #require(event[0] as? Double)
            #expect((0...5).contains(seconds))
            #expect(event[2] is String)
        }
        #expect(Set(events.compactMap { $0[1] as? String }) == ["o", "m", "x"])
        #expect(
            events.filter { $0[1] as? String == "m" }.compactMap { $0[2] as? String } == [
                "cell 1 fit", "cell 2", "cell 3",
            ])
        #expect(events.last?[1] as? String == "x" && events.last?[2] as? String == "0")
    }

    @Test("the loss grows epoch by epoch on axes that stay") func theLossGrows() {
        let scenes = scenes(Sample.exhibit(Sample.fit), width: 80, height: 24)
        let growing = scenes.filter { $0.grid.line(23).hasPrefix(" epoch ") }
        #expect(
            growing.map { $0.grid.line(23) } == [
                " epoch 1/3  loss 0.8  validation 0.7", " epoch 2/3  loss 0.6  validation 0.55",
                " epoch 3/3  loss 0.4  validation 0.5",
            ])
        let axes = growing.map { scene in
            (1..<23).map { scene.grid.line($0) }.filter { $0.contains("┬") || $0.contains("last value") }
        }
        #expect(axes[0].count == 2 && axes[0].last == axes[2].last)
        let marks = growing.map { scene in
            (4..<21).map { scene.grid.line($0) }.joined().count { $0 == "*" || $0 == "o" }
        }
        #expect(marks[0] < marks[1] && marks[1] < marks[2])
    }

    @Test("what does not fit goes on below, and nothing is lost") func whatDoesNotFit() {
        let words = (1...40).map { "word\($0)" }
        let scenes = scenes(
            Sample.exhibit("```unroll\n\(words.joined(separator: " + "))\n```\n"), width: 40, height: 10)
        let seen = scenes.flatMap { scene in
            (0..<10).flatMap { scene.grid.line($0).split(separator: " ").map(String.init) }
        }
        for word in words { #expect(seen.contains(word)) }
    }

    @Test("a hidden source is not seen, what it gave is") func aHiddenSource() throws {
        let last = try #require(scenes(Sample.exhibit(Sample.fit), width: 80, height: 60).last)
        let lines = (0..<60).map { last.grid.line($0) }
        #expect(lines.contains("> never(1)") && !lines.contains { $0.hasSuffix("hidden(2)") })
        #expect(lines.contains("error: there is nothing called `hidden`"))
    }

    @Test("whatever a file holds, only our own codes reach the terminal") func onlyOurOwnCodes() throws {
        for (name, bytes) in Sample.hostiles {
            let text = Asciicast(Sample.exhibit(bytes, name: name)).text
            #expect(text == Asciicast(Sample.exhibit(bytes, name: name)).text)
            for event in try events(text) where event[1] as? String == "o" {
                var rest = try #require(event[2] as? String)[...]
                while let escape = rest.firstIndex(of: "\u{1B}") {
                    let code = rest[escape...].dropFirst().prefix { !$0.isLetter }
                    let end = rest[escape...].dropFirst(1 + code.count).first
                    #expect(code.first == "[" && ["H", "K", "J", "m", "h", "l"].contains(end))
                    rest = rest[escape...].dropFirst()
                }
                #expect(
                    try !#require(event[2] as? String).unicodeScalars.contains { $0.value < 0x20 && $0 != "\u{1B}" })
            }
        }
    }
}
