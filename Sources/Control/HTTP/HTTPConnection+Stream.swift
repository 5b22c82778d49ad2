internal import Reactor

/// Answers that are made while they are read, such as events as they happen.
///
/// A piece is asked for when the one before has nearly left, so that what a slow client does not take waits with who
/// makes it. A client that takes nothing at all for the time of an answer is cut off.
extension HTTPConnection {
    /// Sends the head, and then pieces.
    func begin(_ stream: HTTPStream, of response: HTTPResponse) {
        connection.write(response.bytes(isHeadOnly: false, closes: true) + stream.opening)
        guard !isLast, !hasClientEnded else { return part() }
        phase = .streaming(stream)
        connection.resumeReading()
        pull(stream)
    }

    /// Asks for the next piece.
    func pull(_ stream: HTTPStream) {
        setPulse(of: stream)
        let loop = connection.loop
        task = Task { [self] in
            let piece = await stream.next()
            loop.submit { self.send(piece, of: stream) }
        }
    }

    private func send(_ piece: [UInt8]?, of stream: HTTPStream) {
        guard case .streaming = phase, connection.isOpen else { return }
        task = nil
        guard let piece else { return part() }
        connection.write(piece)
        // Above this, `drained` will ask for the next one.
        guard connection.bufferedBytes > connection.lowWater else { return pull(stream) }
        setTimer(limits.answer) { $0.connection.close() }
    }

    private func setPulse(of stream: HTTPStream) {
        guard let pulse = stream.pulse else { return }
        setTimer(pulse.after) { connection in
            guard connection.connection.isOpen else { return }
            connection.connection.write(pulse.bytes)
            connection.setPulse(of: stream)
        }
    }
}
