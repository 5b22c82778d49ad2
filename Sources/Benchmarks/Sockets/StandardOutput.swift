internal import CLinux
internal import Glibc

/// Shows what was printed, also to a reader behind a pipe.
func flushOutput() {
    // Safe: the C library's own stream, which lives as long as the process.
    _ = unsafe fflush(closecall_stdout())
}
