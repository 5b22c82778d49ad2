internal import Testing

@testable internal import Closecall

@Suite struct DeltaDebuggingTests {
    @Test func `what is not needed is left out, wherever it stands`() async {
        for needed in [[3], [0, 63], [5, 6, 40], Array(10..<20)] as [[Int]] {
            let kept = await minimised(Array(0..<64)) { list in needed.allSatisfy(list.contains) }
            #expect(kept == needed)
        }
    }

    @Test func `a list of which nothing is needed becomes empty, and one of which all is stays`() async {
        #expect(await minimised([1, 2, 3]) { _ in true } == [])
        #expect(await minimised([1, 2, 3]) { $0 == [1, 2, 3] } == [1, 2, 3])
        #expect(await minimised([Int]()) { _ in true } == [])
    }

    @Test func `it takes few tries, and ends when there are none left`() async {
        var tries = 0
        let kept = await minimised(Array(0..<1024)) { list in
            tries += 1
            return list.contains(700)
        }
        #expect(kept == [700])
        #expect(tries < 60)
        var left = 3
        let rest = await minimised(Array(0..<64)) { list in
            left -= 1
            return left < 0 ? nil : list.contains(0)
        }
        #expect(rest.contains(0) && rest.count < 64)
    }
}
