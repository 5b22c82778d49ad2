/// A device that packets can be captured from.
public struct CaptureInterface: Hashable, Sendable {
    /// Its name, such as `lo`.
    public let name: String
    /// What it is, in libpcap's words.
    public let about: String?
    /// Whether it is switched on.
    public let isUp: Bool

    /// The name of the device that stands for all the machine's interfaces.
    public static let any = "any"

    /// A device.
    public init(name: String, about: String? = nil, isUp: Bool) {
        self.name = name
        self.about = about
        self.isUp = isUp
    }

    /// Those of this machine, the ones in use first. Listing them needs no privilege.
    public static func all() throws(TraceProblem) -> [CaptureInterface] { try listed() }
}
