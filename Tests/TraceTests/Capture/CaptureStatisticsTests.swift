internal import Testing

@testable import Trace

struct CaptureStatisticsTests {
    @Test func `libpcap's counts may begin anew at four billion, and ours go on`() {
        var counts = CaptureStatistics(received: 5_000_000_000, droppedByKernel: 7, droppedByInterface: 0)
        counts.advance(
            from: CaptureStatistics(received: 4_294_967_290, droppedByKernel: 3),
            to: CaptureStatistics(received: 4, droppedByKernel: 5, droppedByInterface: 1))
        #expect(
            counts
                == CaptureStatistics(received: 5_000_000_010, droppedByKernel: 9, droppedByInterface: 1))
    }
}
