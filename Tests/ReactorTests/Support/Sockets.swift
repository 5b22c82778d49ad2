import CLinux

/// The kernel's name of a socket, which no other socket will have.
func socketName(_ descriptor: Int32) -> String { link("/proc/self/fd/\(descriptor)") }

/// The names of all descriptors of this process. Other tests run in it too, so only look for known ones.
func openSocketNames() -> Set<String> {
    Set((0..<4096).map { socketName(Int32($0)) })
}

private func link(_ path: String) -> String {
    // Safe: readlink writes at most the buffer's size and says how much.
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
        guard let start = buffer.baseAddress else { return "" }
        let count = unsafe readlink(path, start, buffer.count)
        return unsafe String(
            decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

func fileExists(_ path: String) -> Bool {
    // Safe: the path is a zero-ended text for the length of the call.
    unsafe access(path, F_OK) == 0
}

func removeFile(_ path: String) {
    // Safe: the path is a zero-ended text for the length of the call.
    _ = unsafe unlink(path)
}

func writeFile(_ path: String, _ text: String) {
    // Safe: path, mode and text are zero-ended texts for the length of the calls, and the file is closed once.
    guard let file = unsafe fopen(path, "w") else { return }
    unsafe fputs(text, file)
    unsafe fclose(file)
}

/// How many TCP segments a socket has sent, acknowledgements and ends included (`tcpi_segs_out`).
func segmentsSent(by descriptor: Int32) -> Int {
    let offset = 136
    var length = socklen_t(offset + 4)
    // Safe: the kernel writes at most as many bytes as it is told there are.
    return unsafe withUnsafeTemporaryAllocation(byteCount: offset + 4, alignment: 8) { buffer in
        guard unsafe getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, buffer.baseAddress, &length) == 0
        else { return -1 }
        return Int(unsafe buffer.load(fromByteOffset: offset, as: UInt32.self))
    }
}

/// How many descriptors this process may have, and how many it may ask for.
func descriptorLimits() -> (soft: Int, hard: Int) {
    var limit = rlimit()
    // Safe: the structure outlives the call.
    guard unsafe getrlimit(Int32(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return (-1, -1) }
    return (Int(limit.rlim_cur), Int(limit.rlim_max))
}

/// Sends one urgent byte, as hardly anybody does.
func sendUrgent(_ byte: UInt8, to descriptor: Int32) {
    var byte = byte
    // Safe: the byte outlives the call, which is told of one.
    _ = unsafe send(descriptor, &byte, 1, Int32(MSG_OOB))
}
