import Foundation

/// Sends bytes to a port, reads until the server ends, and tells what came.
enum RawClient {
    static func say(_ text: String, to url: String) throws -> String {
        let port = url.split(separator: ":").last?.filter(\.isNumber) ?? ""
        let client = Process()
        let output = Pipe()
        client.executableURL = URL(filePath: "/bin/bash")
        client.arguments = [
            "-c", "exec 3<>/dev/tcp/127.0.0.1/\(port); printf '%s' \"$0\" >&3; cat <&3", text,
        ]
        client.standardOutput = output
        try client.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        client.waitUntilExit()
        return String(decoding: answer, as: UTF8.self)
    }
}
