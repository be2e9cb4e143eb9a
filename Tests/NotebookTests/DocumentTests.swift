import Testing
@testable import Notebook

@Test func `an empty file is an empty notebook`() {
    #expect(Document([]).bytes == [])
}
