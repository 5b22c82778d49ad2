internal import Glibc

/// The monotonic clock in nanoseconds.
func nanoseconds() -> UInt64 {
    var time = timespec()
    // Safe: the structure outlives the call, which cannot fail for this clock.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}

/// Lets other processes work for a while; a signal may end it early.
func pause(milliseconds: UInt32) {
    _ = usleep(milliseconds * 1000)
}
