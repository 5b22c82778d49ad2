internal import CLibFuzzer
public import FuzzBodies

/// An `LLVMFuzzerCustomMutator`: changes an input of that form in place, and says how long it is then.
public func mutateInput(
    _ start: UnsafeMutablePointer<UInt8>?, _ count: Int, _ limit: Int, _ seed: UInt32, as form: InputForm
) -> Int {
    // Safe: libFuzzer lends `limit` bytes for the length of this call, `count` of them initialised.
    let buffer = unsafe UnsafeMutableBufferPointer(start: start, count: limit)
    var input = unsafe [UInt8](buffer.prefix(count))
    form.mutate(&input, atMost: limit, seed: seed, by: changeBytes)
    return unsafe buffer.update(fromContentsOf: input)
}

/// An `LLVMFuzzerCustomCrossOver`: writes an input made of two, and says how long it is.
public func crossInputs(
    _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>,
    into output: UnsafeMutableBufferPointer<UInt8>, _ seed: UInt32, as form: InputForm
) -> Int {
    // Safe: libFuzzer lends all three for the length of this call, and nobody else writes to `output`.
    let input = unsafe form.cross(first.span, with: second.span, atMost: output.count, seed: seed)
    return unsafe output.update(fromContentsOf: input)
}

/// Has libFuzzer change bytes with all that it has learnt: dictionary words, values that were compared.
private func changeBytes(_ bytes: inout [UInt8], atMost limit: Int) {
    let count = bytes.count
    // Its own steps lengthen an input by 128 bytes at most; the rest of the limit would be memory for nothing.
    let room = max(1, min(limit, max(2 * count, count + 128)))
    if room > count { bytes.append(contentsOf: repeatElement(0, count: room - count)) }
    // Safe: `buffer` is `room` bytes or more, all of them initialised, and ours for this call.
    let changed = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
        unsafe LLVMFuzzerMutate(buffer.baseAddress, min(count, room), room)
    }
    bytes.removeLast(bytes.count - min(changed, bytes.count))
}
