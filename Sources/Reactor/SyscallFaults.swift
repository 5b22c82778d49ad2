#if DEBUG
    /// Failures planned by a test: the n-th call of a name fails, or moves only so many bytes.
    final class SyscallFaults: Sendable {
        private struct Plan {
            var calls: [SystemCall: Int] = [:]
            var errors: [SystemCall: [Int: Int32]] = [:]
            var limits: [SystemCall: Int] = [:]
        }

        private let plan = Locked(Plan())

        /// Makes the `nth` call (from 1) of `name`, counted from its first one, fail with `code`.
        func fail(_ name: SystemCall, nth: Int, with code: Int32) {
            plan.withLock { $0.errors[name, default: [:]][nth] = code }
        }

        /// Makes every transfer of `name` short: `bytes` at most.
        func shorten(_ name: SystemCall, to bytes: Int) {
            plan.withLock { $0.limits[name] = bytes }
        }

        /// How often `name` was called.
        func calls(of name: SystemCall) -> Int {
            plan.withLock { $0.calls[name] ?? 0 }
        }

        func error(_ name: SystemCall) -> Int32? {
            plan.withLock { plan in
                plan.calls[name, default: 0] += 1
                return plan.errors[name]?[plan.calls[name] ?? 0]
            }
        }

        func limit(_ name: SystemCall) -> Int? {
            plan.withLock { $0.limits[name] }
        }
    }
#endif
