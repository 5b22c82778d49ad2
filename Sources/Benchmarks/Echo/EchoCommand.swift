/// `Benchmarks echo [--listen HOST:PORT]...`: an echo server until it is ended.
enum EchoCommand {
    static func run(_ arguments: Arguments) throws(Failure) {
        _ = Sockets.raiseDescriptorLimit()
        let poller = try Poller()
        let server = EchoServer(poller: poller)
        let given = try arguments.addresses("listen")
        for address in given.isEmpty ? [Address(port: 0)] : given {
            print("listening on \(try server.listen(at: address))")
        }
        flushOutput()
        while true { try poller.turn(atMost: -1) }
    }
}
