extension LiveCapture {
    /// The version of the libpcap in use.
    public static var libpcapVersion: String { PcapHandle.libraryVersion }
}
