import Testing

@testable import Datasets

private func read(_ text: String) throws -> CSV.Reading { try CSV.read(Array(text.utf8)) }
private func numbers(_ text: String, _ name: String) throws -> [Double]? { try read(text).table[name]?.numbers }
private func texts(_ column: Column?) -> [String]? {
    if case .texts(let texts) = column?.values { texts } else { nil }
}

@Test("numbers texts and dates are told apart") func numbersTextsAndDatesAreToldApart() throws {
    let table = try read("day,temp,city\n1981-01-01,20.7,Ulm\n1981-01-02,-3,Bern\n").table
    #expect(table.columns.map(\.name) == ["day", "temp", "city"])
    #expect(table.columns.map(\.typeName) == ["date", "number", "text"])
    #expect(table["temp"]?.numbers == [20.7, -3])
    // 1981-01-01 is 4018 days after 1970-01-01: 11 years of 365 and the leap days of 1972, 1976 and 1980.
    #expect(table.times == [4018.0 * 86400, 4019.0 * 86400])
}

@Test("quotes hold separators line ends and doubled quotes")
func quotesHoldSeparatorsLineEndsAndDoubledQuotes() throws {
    let table = try read("a,b\n\"x, \"\"y\"\"\nz\",1\n\"\",2\n").table
    #expect(texts(table["a"]) == ["x, \"y\"\nz", ""])
    #expect(table["b"]?.numbers == [1, 2])
}

@Test("carriage returns and a byte order mark disappear") func carriageReturnsAndAByteOrderMarkDisappear() throws {
    let table = try read("\u{FEFF}a,b\r\n1,2\r\n3,4\r\n").table
    #expect(table.columns.map(\.name) == ["a", "b"])
    #expect(table["b"]?.numbers == [2, 4])
}

@Test("a last line without its end is read") func aLastLineWithoutItsEndIsRead() throws {
    #expect(try numbers("a\n1\n2", "a") == [1, 2])
}

@Test("empty fields and NA are missing among numbers") func emptyFieldsAndNAAreMissingAmongNumbers() throws {
    let values = try #require(try numbers("a,b\n1,x\n,x\nNA,x\n4,x\n", "a"))
    #expect(values.map { $0.isNaN } == [false, true, true, false])
}

@Test("NA among texts is a text") func naAmongTextsIsAText() throws {
    #expect(texts(try read("iso,n\nCH,1\nNA,2\n").table["iso"]) == ["CH", "NA"])
}

@Test("rows of a wrong width are padded or cut and their lines are named")
func rowsOfAWrongWidthArePaddedOrCutAndTheirLinesAreNamed() throws {
    let reading = try read("a,b\n1,2\n3\n4,5,6\n7,8\n")
    #expect(reading.table["a"]?.numbers == [1, 3, 4, 7])
    #expect(reading.table["b"]?.numbers?[1].isNaN == true)
    guard case .wrongWidth(2, let lines) = reading.warnings.first else {
        Issue.record("no warning")
        return
    }
    #expect(lines.lines == [3, 4] && lines.count == 2)
}

@Test("lines are counted through quoted line ends") func linesAreCountedThroughQuotedLineEnds() throws {
    let reading = try read("a,b\n\"x\ny\",2\n3\n")
    guard case .wrongWidth(_, let lines) = reading.warnings.first else {
        Issue.record("no warning")
        return
    }
    #expect(lines.lines == [4])
}

@Test("one text among many numbers makes the column text and is named")
func oneTextAmongManyNumbersMakesTheColumnTextAndIsNamed() throws {
    let text = "a\n" + (1...40).map(String.init).joined(separator: "\n") + "\noops\n"
    let reading = try read(text)
    #expect(texts(reading.table["a"])?.suffix(2) == ["40", "oops"])
    guard case .strayText("a", let lines, let example) = reading.warnings.first else {
        Issue.record("no warning")
        return
    }
    #expect(lines.lines == [42] && example == "oops")
}

@Test("a column of texts brings no warning") func aColumnOfTextsBringsNoWarning() throws {
    #expect(try read("a\nx\n1\ny\n").warnings == [])
}

@Test("semicolons and tabs are found out and a decimal comma is understood")
func semicolonsAndTabsAreFoundOutAndADecimalCommaIsUnderstood() throws {
    #expect(try numbers("a;b\n1,5;2\n", "a") == [1.5])
    #expect(try numbers("a\tb\n1\t2.5\n", "b") == [2.5])
}

@Test("a file without a header gets names") func aFileWithoutAHeaderGetsNames() throws {
    let reading = try read("1,2\n3,4\n")
    #expect(reading.table["v2"]?.numbers == [2, 4])
    #expect(reading.warnings == [.noHeader(names: ["v1", "v2"])])
}

@Test("equal and empty column names are made different") func equalAndEmptyColumnNamesAreMadeDifferent() throws {
    #expect(try read("a,a,\n1,2,3\n").table.columns.map(\.name) == ["a", "a_2", "column3"])
}

@Test("numbers are read to the last digit") func numbersAreReadToTheLastDigit() throws {
    let written = [
        "0.1", "-7.0625", "1e-7", "123456789012345678", "2.2250738585072014e-308", "+5", ".5", "9007199254740993",
    ]
    let values = try #require(try numbers("a\n" + written.joined(separator: "\n"), "a"))
    #expect(values == written.map { Double($0) ?? .nan })
}

@Test("a quote that is never closed is an ordinary character")
func aQuoteThatIsNeverClosedIsAnOrdinaryCharacter() throws {
    let reading = try read("a,b\n\"x,1\ny,2\n")
    #expect(texts(reading.table["a"]) == ["\"x", "y"])
    #expect(reading.warnings.contains(.openQuote(line: 2)))
}

@Test("broken UTF-8 is replaced and its line is named") func brokenUTF8IsReplacedAndItsLineIsNamed() throws {
    let reading = try CSV.read(Array("a\nx\n".utf8) + [0xFF, 0x41, 0x0A])
    #expect(texts(reading.table["a"]) == ["x", "\u{FFFD}A"])
    guard case .brokenText(let lines) = reading.warnings.first else {
        Issue.record("no warning")
        return
    }
    #expect(lines.lines == [3])
}

@Test("an empty file and a binary file are refused") func anEmptyFileAndABinaryFileAreRefused() {
    #expect(throws: CSV.Fault.empty) { try CSV.read([]) }
    #expect(throws: CSV.Fault.empty) { try CSV.read(Array("\n \n".utf8)) }
    #expect(throws: CSV.Fault.binary(offset: 4)) { try CSV.read([0x7F, 0x45, 0x4C, 0x46, 0, 1]) }
}

@Test("a header alone is a table without rows") func aHeaderAloneIsATableWithoutRows() throws {
    let reading = try read("a,b\n")
    #expect(reading.table.rowCount == 0 && reading.table.columns.count == 2)
    #expect(reading.warnings == [.headerOnly])
}

@Test("an endless line is one record") func anEndlessLineIsOneRecord() throws {
    let reading = try read("a\n" + String(repeating: "x", count: 1_000_000))
    #expect(reading.table.rowCount == 1)
}

@Test("dates without a calendar day are text") func datesWithoutACalendarDayAreText() {
    #expect(Timestamp.seconds("2013-13-01") == nil)
    #expect(Timestamp.seconds("1970-01-02T01:30") == 91_800.0)
    #expect(Timestamp.seconds("2023-01-01T09:52:48.5") == Timestamp.seconds("2023-01-01").map { $0 + 35568.5 })
}
