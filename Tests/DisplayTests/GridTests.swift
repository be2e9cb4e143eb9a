import Testing

@testable import Display

@Suite struct GridTests {
    @Test("text is clipped at every edge") func textIsClippedAtEveryEdge() {
        var grid = Grid(width: 5, height: 2)
        grid.put("abcdefgh", x: -2, y: 0)
        grid.put("xyz", x: 3, y: 1)
        grid.put("no", x: 0, y: 2)
        grid.put("no", x: 0, y: -1)
        grid.put("no", x: 9, y: 0)
        #expect(grid.text() == "cdefg\n   xy")
    }

    @Test("a width limit holds") func aWidthLimitHolds() {
        var grid = Grid(width: 10, height: 1)
        #expect(grid.put("abcdef", x: 1, y: 0, maxWidth: 3) == 4)
        #expect(grid.text() == " abc")
    }

    @Test("a wide character takes two cells and is never cut") func aWideCharacterTakesTwoCellsAndIsNeverCut() {
        var grid = Grid(width: 5, height: 1)
        grid.put("日本語", x: 0, y: 0)
        #expect(grid.text() == "日本")
        #expect(grid[1, 0].isContinuation)
        grid.put("x", x: 1, y: 0)
        #expect(grid.text() == " x本")
        grid.put("y", x: 2, y: 0)
        #expect(grid.text() == " xy")
        grid.put("日", x: -1, y: 0)
        #expect(grid.text() == " xy")
    }

    @Test("marks stay on their character") func marksStayOnTheirCharacter() {
        var grid = Grid(width: 3, height: 1)
        grid.put("e\u{301}\u{323}x", x: 0, y: 0)
        #expect(grid[0, 0].marks == ["\u{301}", "\u{323}"])
        #expect(grid.text() == "e\u{301}\u{323}x")
    }

    @Test("nothing that steers a terminal gets in") func nothingThatSteersATerminalGetsIn() {
        var grid = Grid(width: 20, height: 1)
        grid.put("a\u{1B}[31m\u{7}\u{9B}b\u{202E}c\r\n\td\0", x: 0, y: 0)
        #expect(grid.text() == "a·[31m··b·c···d·")
    }

    @Test("copying clips to the target") func copyingClipsToTheTarget() {
        var small = Grid(width: 3, height: 3)
        small.fill(small.bounds, "#")
        var grid = Grid(width: 4, height: 3)
        grid.copy(small, at: Point(x: 2, y: -1), within: Rect(x: 0, y: 0, width: 4, height: 1))
        #expect(grid.text() == "  ##\n\n")
    }

    @Test("a cell is small and plain") func aCellIsSmallAndPlain() {
        #expect(MemoryLayout<Cell>.stride <= 32)
        #expect(_isPOD(Cell.self))
    }

    @Test("rectangles are cut into parts") func rectanglesAreCutIntoParts() {
        let all = Rect(x: 1, y: 1, width: 10, height: 6)
        #expect(all.split(top: 2).rest == Rect(x: 1, y: 3, width: 10, height: 4))
        #expect(all.split(bottom: 9).bottom == all)
        #expect(all.split(right: 3).right == Rect(x: 8, y: 1, width: 3, height: 6))
        #expect(all.inset(left: 6, right: 6).isEmpty)
        #expect(all.intersection(Rect(x: 20, y: 0, width: 5, height: 5)).isEmpty)
    }

    @Test("ASCII stands in for what cannot be shown") func asciiStandsInForWhatCannotBeShown() {
        #expect(String(String.UnicodeScalarView("│─·⊙σ→é日█⣿".unicodeScalars.map(Glyphs.plain))) == "|-.*s>e?#*")
    }
}
