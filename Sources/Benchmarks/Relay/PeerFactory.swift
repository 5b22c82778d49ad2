/// Starts peers, all in front of one echo server, each with one worker and room for the same sessions.
struct PeerFactory {
    let upstream: Address
    /// For configurations and error logs.
    let folder: String
    /// Our own program.
    let closecall: String
    /// Another build of it, to compare with.
    let before: String?
    /// The most sessions at a time.
    let sessions: Int
    /// What ours is told besides, and a build to compare with is not.
    var extra: [String] = []
    /// nginx's module for byte streams, which Debian packs by itself.
    var nginxModule = "/usr/lib/nginx/modules/ngx_stream_module.so"

    /// Starts a peer and waits until it can be connected to.
    ///
    /// - Parameter environment: what is added to the process's variables.
    func start(_ kind: PeerKind, environment: [String] = []) throws(Failure) -> Peer {
        switch kind {
        case .direct: return Peer(kind: .direct, address: upstream, process: nil)
        case .haproxy: return try startHAProxy(environment)
        case .nginx: return try startNginx(environment)
        case .before:
            guard let before else { throw .unable("no --before PROGRAM was given") }
            return try startOurs(.before, before, environment)
        case .closecall: return try startOurs(.closecall, closecall, environment)
        }
    }

    private func startHAProxy(_ environment: [String]) throws(Failure) -> Peer {
        let address = try Self.freeAddress()
        let file = "\(folder)/haproxy.cfg"
        try Files.write(
            """
            global
                nbthread 1
                maxconn \(sessions)
            defaults
                mode tcp
                timeout connect 30s
                timeout client 1h
                timeout server 1h
            listen relay
                bind \(address) backlog \(Sockets.backlog)
                maxconn \(sessions)
                server echo \(upstream)

            """, to: file)
        return try start(.haproxy, at: address, ["haproxy", "-db", "-q", "-f", file], environment)
    }

    /// Without a master, so that the process started is the worker.
    private func startNginx(_ environment: [String]) throws(Failure) -> Peer {
        guard Files.exists(nginxModule) else {
            throw .unable("\(nginxModule) is not there: install libnginx-mod-stream")
        }
        let address = try Self.freeAddress()
        let file = "\(folder)/nginx.conf"
        try Files.write(
            """
            load_module \(nginxModule);
            daemon off;
            master_process off;
            worker_processes 1;
            pid \(folder)/nginx.pid;
            error_log \(folder)/nginx.log crit;
            events { worker_connections \(2 * sessions + 64); }
            stream {
                access_log off;
                server {
                    listen \(address) backlog=\(Sockets.backlog);
                    proxy_pass \(upstream);
                    proxy_connect_timeout 30s;
                    proxy_timeout 1h;
                }
            }

            """, to: file)
        let arguments = ["nginx", "-e", "\(folder)/nginx.log", "-p", folder, "-c", file]
        return try start(.nginx, at: address, arguments, environment)
    }

    /// Ours picks its port, and says it in its first line.
    private func startOurs(
        _ kind: PeerKind, _ program: String, _ environment: [String]
    ) throws(Failure) -> Peer {
        let process = try ChildProcess(
            [
                program, "proxy", "--listen", "127.0.0.1:0", "--upstream", "ws://\(upstream)",
                "--threads", "1", "--quiet",
            ] + (kind == .closecall ? extra : []),
            environment: environment, log: log(of: kind))
        let line = try process.firstLine(within: 5) ?? ""
        guard line.hasPrefix("listening on "),
            let address = Address(
                line.dropFirst(13).drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" })
        else {
            throw .unable("\(program) proxy did not start: \(complaint(of: kind))")
        }
        return Peer(kind: kind, address: address, process: process)
    }

    private func start(
        _ kind: PeerKind, at address: Address, _ arguments: [String], _ environment: [String]
    ) throws(Failure) -> Peer {
        let process = try ChildProcess(arguments, environment: environment, log: log(of: kind))
        for _ in 0..<500 {
            try Interrupts.check()
            if process.isGone() { break }
            if try Self.answers(address) { return Peer(kind: kind, address: address, process: process) }
            pause(milliseconds: 10)
        }
        throw .unable("\(kind.rawValue) did not start: \(complaint(of: kind))")
    }

    private func log(of kind: PeerKind) -> String { "\(folder)/\(kind.rawValue)" }

    /// The last line that it said on standard error.
    func complaint(of kind: PeerKind) -> String {
        let text = String(decoding: Files.read(log(of: kind) + ".err") ?? [], as: UTF8.self)
        return text.split(separator: "\n").last.map(String.init) ?? "it said nothing"
    }

    /// A port that is free now; HAProxy and nginx cannot say which one they would pick.
    private static func freeAddress() throws(Failure) -> Address {
        let descriptor = try Sockets.listen(at: Address(port: 0))
        defer { Sockets.close(descriptor) }
        return try Sockets.localAddress(descriptor)
    }

    private static func answers(_ address: Address) throws(Failure) -> Bool {
        let descriptor = try Sockets.connect(to: address, from: nil)
        defer { Sockets.abort(descriptor) }
        pause(milliseconds: 2)
        return Sockets.connectError(descriptor) == nil
    }
}
