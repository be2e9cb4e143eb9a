import Testing

@testable import Engine

@Test("rows outside of the planned memory end a build with assertions")
func rowsOutsideOfThePlannedMemoryEndTheProgram() async {
    await #expect(processExitsWith: .failure) {
        let memory = try Memory(64)
        _ = PlannedMemory(memory).rows(of: Region(offset: 0, stride: 16), first: 3, count: 2)
    }
    await #expect(processExitsWith: .success) {
        let memory = try Memory(64)
        _ = PlannedMemory(memory).rows(of: Region(offset: 0, stride: 16), first: 3, count: 1)
    }
}
