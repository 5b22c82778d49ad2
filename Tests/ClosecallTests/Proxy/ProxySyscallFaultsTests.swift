#if DEBUG
    import Closecall
    import Glibc
    import Observer
    import Relay
    import TestPeers
    import Testing

    @testable import Reactor

    /// The kernel says no, at calls drawn from a seed; the peers of the proxy must not notice, or only those must
    /// whose own connection it was.
    @Suite(.timeLimit(.minutes(2)))
    struct ProxySyscallFaultsTests {
        @Test(arguments: [1, 2]) func `calls interrupted, put off or cut short change no byte of any session`(
            threads: Int
        ) async throws {
            let seed = UInt64.random(in: 0...UInt64.max)
            let faults = SyscallFaults.passing(seed: seed)
            let outcome = try await talk(1...150, threads: threads, faults)
            #expect(outcome.problems.isEmpty, "faults \(seed): \(outcome.problems.prefix(5))")
            #expect(outcome.reports.count == 150, "faults \(seed)")
            #expect(outcome.reports.allSatisfy { !$0.isBroken }, "faults \(seed)")
            #expect(faults.calls(of: .recv) > 300 && faults.calls(of: .accept) > 150, "nothing was tried")
        }

        @Test(arguments: [1, 2])
        func `a call that fails for good ends its session with evidence, and no other`(
            threads: Int
        ) async throws {
            let seed = UInt64.random(in: 0...UInt64.max)
            let outcome = try await talk(1...150, threads: threads, .fatal(seed: seed))
            let broken = outcome.reports.filter(\.isBroken)
            #expect(outcome.reports.count == 150, "faults \(seed)")
            #expect(!broken.isEmpty && broken.count < 120, "faults \(seed): \(broken.count) broke")
            let explained = Set(broken.compactMap(\.seed))
            let unexplained = outcome.seedsWithProblems.subtracting(explained)
            // Who breaks before its request was read has no seed to be known by.
            #expect(unexplained.count <= broken.count { $0.seed == nil }, "faults \(seed): \(unexplained)")
            for report in outcome.reports where !report.isBroken {
                #expect(report.isWhole, "faults \(seed): session \(report)")
            }
        }

        @Test(arguments: [
            (SystemCall.socket, EMFILE), (.socket, ENFILE), (.socket, ENOBUFS),
            (.connect, EADDRNOTAVAIL), (.connect, ENETUNREACH), (.setsockopt, ENOMEM),
            (.epollControl, ENOMEM), (.epollControl, ENOSPC),
        ]) func `what keeps one client from the upstream is told to it in a 502, and the next gets through`(
            call: SystemCall, code: Int32
        ) async throws {
            let faults = SyscallFaults()
            let stage = try RelayStage(start: { try Syscalls.$faults.withValue(faults, operation: $0) })
            // The worker answers when it listens, for which it makes such calls too.
            _ = await stage.proxy.totals()
            faults.fail(call, nth: faults.calls(of: call) + 1, with: code)
            let (refused, head) = try await RawPeer.open(stage.proxy.address)
            #expect(head.hasPrefix("HTTP/1.1 502 "), "\(head)")
            _ = try await refused.end()
            let body = String(decoding: refused.bytes, as: UTF8.self)
            #expect(body.contains(SystemError(code, operation: call.rawValue).words), "\(body)")
            refused.close()
            let report = try await stage.report()
            #expect(report.record.unreachableReason?.contains(call.rawValue) == true)
            let client = try await stage.client()
            client.send(Array(RawPeer.request().utf8))
            // What was given up before it could be watched had reached the server's kernel.
            if call == .epollControl { _ = try await stage.server() }
            #expect(try await stage.server().readHead() == RawPeer.request())
            await stage.stop()
        }

        @Test(arguments: [EMFILE, ENFILE, ENOBUFS, ENOMEM])
        func `without descriptors accepting rests rather than spins, and goes on when there are some`(
            code: Int32
        ) async throws {
            let faults = SyscallFaults()
            for nth in 1...3 { faults.fail(.accept, nth: nth, with: code) }
            let stage = try RelayStage(
                kind: "tcp", start: { try Syscalls.$faults.withValue(faults, operation: $0) })
            let before = faults.calls(of: .epollWait)
            let client = try await stage.client()
            client.send([1, 2, 3])
            #expect(try await stage.server().read(3) == [1, 2, 3])
            #expect(faults.calls(of: .accept) >= 4)
            #expect(faults.calls(of: .epollWait) - before < 30)
            await stage.stop()
        }

        @Test func `a listener that cannot be watched yet is watched a moment later`() async throws {
            let faults = SyscallFaults()
            faults.fail(.epollControl, nth: 2, with: ENOMEM)
            let stage = try RelayStage(
                kind: "tcp", start: { try Syscalls.$faults.withValue(faults, operation: $0) })
            let client = try await stage.client()
            client.send([1, 2, 3])
            #expect(try await stage.server().read(3) == [1, 2, 3])
            await stage.stop()
        }
    }

    // MARK: Any call, once

    extension ProxySyscallFaultsTests {
        /// Calls, and what the kernel may answer them with.
        private static let answers: [(SystemCall, [Int32])] = [
            (.accept, [EAGAIN, EINTR, ECONNABORTED, EPROTO, EPERM, EMFILE]),
            (.recv, [EAGAIN, EINTR, ECONNRESET, ETIMEDOUT, ENOMEM]),
            (.send, [EAGAIN, EINTR, ENOBUFS, EPIPE, ECONNRESET, ENOMEM]),
            (.sendmsg, [EAGAIN, EINTR, ENOBUFS, EPIPE, ECONNRESET, ENOMEM]),
            (.splice, [EAGAIN, EINTR, EINVAL, EPIPE, ENOMEM]), (.pipe, [EMFILE, ENFILE, ENOMEM]),
            (.epollControl, [ENOMEM, ENOSPC]), (.epollWait, [EINTR]),
            (.socket, [EMFILE, ENOBUFS]), (.connect, [EADDRNOTAVAIL, ECONNREFUSED, EINTR]),
            (.setsockopt, [ENOMEM, EINTR]), (.getsockopt, [ENOMEM, EINTR]),
        ]

        @Test(arguments: answers.flatMap { call, codes in codes.map { (call, $0) } })
        func `any one call may fail, and all sessions end and all others are served`(
            call: SystemCall, code: Int32
        ) async throws {
            for nth in 1...6 {
                let faults = SyscallFaults()
                faults.fail(call, nth: nth, with: code)
                let outcome: Outcome
                do {
                    // Among these are payloads that are large enough to be spliced.
                    outcome = try await talk(1...4, threads: 1, faults)
                } catch let error as SystemError {
                    #expect(error.code == code, "\(nth): \(error)")
                    continue
                }
                let broken = outcome.reports.count(where: \.isBroken)
                #expect(broken <= 1, "\(nth): \(outcome.problems)")
                #expect(outcome.seedsWithProblems.count <= broken, "\(nth): \(outcome.problems)")
                #expect(outcome.reports.count == 4, "\(nth)")
            }
        }
    }

    // MARK: Many conversations

    extension ProxySyscallFaultsTests {
        private struct Outcome {
            let problems: [String]
            let reports: [SessionReport]

            /// Servers that never saw a request say 0.
            var seedsWithProblems: Set<UInt64> {
                Set(problems.compactMap { UInt64($0.dropFirst(5).prefix { $0 != ":" }) }).subtracting([0])
            }
        }

        /// Random conversations through a proxy whose calls fail as planned; the peers' own calls do not.
        private func talk(
            _ seeds: ClosedRange<UInt64>, threads: Int, _ faults: SyscallFaults
        ) async throws -> Outcome {
            let reports = Locked<[SessionReport]>([])
            let hall = try TalkingHall(at: .ipv4(0x7F00_0001, port: 0))
            var options = try ProxyOptions(upstream: Upstream(hall.upstream))
            options.threads = threads
            let proxy = try Syscalls.$faults.withValue(faults) { [options] in
                try ChaosProxy(options: options) { report in reports.withLock { $0.append(report) } }
            }
            let problems = await hall.talk(seeds, through: proxy.address)
            _ = await proxy.stop()
            hall.stop()
            return Outcome(problems: problems, reports: reports.withLock { $0 })
        }
    }

    extension SyscallFaults {
        /// The first calls make the proxy, which is no session's.
        private static let first = 12

        /// What passes by itself and nobody is to notice.
        fileprivate static func passing(seed: UInt64) -> SyscallFaults {
            let faults = SyscallFaults()
            var random = SplitMix(seed: seed)
            faults.plan(
                [
                    .recv: [EINTR, EAGAIN], .send: [EINTR, EAGAIN, ENOBUFS],
                    .sendmsg: [EINTR, EAGAIN, ENOBUFS], .accept: [EINTR, EAGAIN, ECONNABORTED],
                    .epollWait: [EINTR], .epollControl: [EINTR], .socket: [EINTR], .connect: [EINTR],
                    .splice: [EINTR, EAGAIN], .pipe: [EINTR, EMFILE], .shutdown: [EINTR],
                    .setsockopt: [EINTR], .getsockopt: [EINTR], .eventfd: [EINTR],
                ], oneIn: 4, using: &random)
            faults.plan([.accept: [EMFILE, ENFILE, ENOBUFS, ENOMEM]], oneIn: 50, upTo: 300, using: &random)
            faults.shorten(.send, to: Int.random(in: 1...2000, using: &random))
            faults.shorten(.recv, to: Int.random(in: 500...5000, using: &random))
            return faults
        }

        /// What the kernel says of a connection that is lost, or of memory that is not there.
        fileprivate static func fatal(seed: UInt64) -> SyscallFaults {
            let faults = SyscallFaults()
            var random = SplitMix(seed: seed)
            let lost = [ECONNRESET, ETIMEDOUT, EHOSTUNREACH]
            faults.plan([.recv: lost], oneIn: 150, using: &random)
            faults.plan(
                [
                    .send: [EPIPE] + lost, .sendmsg: [EPIPE] + lost, .splice: [EPIPE] + lost,
                    .socket: [EMFILE, ENFILE, ENOBUFS], .connect: [EADDRNOTAVAIL, ECONNREFUSED],
                    .epollControl: [ENOMEM, ENOSPC],
                ], oneIn: 60, using: &random)
            return faults
        }

        private func plan(
            _ codes: [SystemCall: [Int32]], oneIn rarity: Int, upTo last: Int = 20_000,
            using random: inout SplitMix
        ) {
            // In a fixed order, for the seed's sake.
            for (call, codes) in codes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                var nth = Self.first
                while nth < last {
                    nth += Int.random(in: 1..<(2 * rarity), using: &random)
                    fail(call, nth: nth, with: codes[Int.random(in: 0..<codes.count, using: &random)])
                }
            }
        }
    }

    extension SessionReport {
        fileprivate var seed: UInt64? {
            record.target.flatMap { UInt64($0.dropFirst().prefix { $0 != "?" }) }
        }

        fileprivate var isBroken: Bool {
            record.unreachableReason != nil || record.ends.contains { $0.how != .finished }
                || record.lostToClient > 0 || record.lostToServer > 0
        }

        fileprivate var isWhole: Bool {
            guard let conversation = seed.map({ RandomConversation(seed: $0) }) else { return false }
            return toServer.frames == conversation.toServer.frames
                && toClient.frames == conversation.toClient.frames && record.ends.count == 2
        }
    }
#endif
