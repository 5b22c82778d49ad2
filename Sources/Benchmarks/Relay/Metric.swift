/// What is measured of a relay.
enum Metric: String, CaseIterable {
    case cpuPerMessage = "cpu_us_per_message"
    case p50 = "p50_us"
    case messageRate = "messages_per_second"
    case cpuPerGigabyte = "cpu_s_per_gb"
    case byteRate = "gb_per_second"
    case cpuPerSession = "cpu_us_per_session"
    case sessionRate = "sessions_per_second"
    case residentPerSession = "resident_kib_per_session"
    case idleCPU = "idle_cpu_us_per_second"
    case mallocs = "mallocs_per_million_messages"

    var title: String {
        switch self {
        case .cpuPerMessage: "CPU per message, µs"
        case .p50: "p50, µs"
        case .messageRate: "echoes a second"
        case .cpuPerGigabyte: "CPU per GB, s"
        case .byteRate: "GB a second"
        case .cpuPerSession: "CPU per session, µs"
        case .sessionRate: "sessions a second"
        case .residentPerSession: "resident memory, KiB a session"
        case .idleCPU: "CPU while idle, µs a second"
        case .mallocs: "mallocs in a million messages"
        }
    }

    var isHigherBetter: Bool {
        switch self {
        case .messageRate, .byteRate, .sessionRate: true
        default: false
        }
    }
}

/// What one round said of one peer.
typealias Sample = [Metric: Double]
