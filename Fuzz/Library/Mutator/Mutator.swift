internal import CInputForm
internal import FuzzBodies
internal import LibFuzzer

/// What libFuzzer calls to change an input in place.
@c(LLVMFuzzerCustomMutator)
public func mutate(
    _ start: UnsafeMutablePointer<UInt8>?, _ count: Int, _ limit: Int, _ seed: CUnsignedInt
) -> Int {
    // Safe: handed on as it came.
    unsafe mutateInput(start, count, limit, seed, as: form)
}

/// What libFuzzer calls to make an input of two.
@c(LLVMFuzzerCustomCrossOver)
public func cross(
    _ first: UnsafePointer<UInt8>?, _ firstCount: Int, _ second: UnsafePointer<UInt8>?, _ secondCount: Int,
    _ output: UnsafeMutablePointer<UInt8>?, _ limit: Int, _ seed: CUnsignedInt
) -> Int {
    // Safe: these are the counts that belong to the pointers.
    unsafe crossInputs(
        UnsafeBufferPointer(start: first, count: firstCount),
        UnsafeBufferPointer(start: second, count: secondCount),
        into: UnsafeMutableBufferPointer(start: output, count: limit), seed, as: form)
}

private let form: InputForm = {
    let number = closecall_input_form()
    // The program's own mistake, at its first input: no form could be guessed.
    guard let form = InputForm(rawValue: number) else {
        preconditionFailure("no form has the number \(number)")
    }
    return form
}()
