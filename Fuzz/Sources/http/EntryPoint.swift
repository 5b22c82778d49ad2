internal import FuzzBodies

/// What libFuzzer calls with each input.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // Safe: libFuzzer lends the bytes for the length of this call.
    unsafe fuzzHTTP(UnsafeBufferPointer(start: start, count: count).span)
    return 0
}
