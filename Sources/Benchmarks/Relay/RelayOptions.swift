/// What a comparison is told.
struct RelayOptions {
    static let names: Set<String> = ["closecall", "before", "rounds", "only", "core", "seed", "malloc-count"]

    let closecall: String
    /// Another build of it.
    let before: String?
    let rounds: Int
    let core: Int
    let seed: UInt64
    let json: Bool
    let scenarios: [Scenario]
    let countsMallocs: Bool
    let mallocLibrary: String

    init(_ arguments: Arguments) throws(Failure) {
        let folder = Self.ownFolder
        closecall = arguments.text("closecall") ?? folder + "closecall"
        before = arguments.text("before")
        rounds = try arguments.number("rounds") ?? 7
        // The first core has the machine's other business.
        core = try arguments.number("core") ?? Self.lastCore
        seed = try arguments.number("seed") ?? 1
        json = arguments.has("json")
        mallocLibrary = arguments.text("malloc-count") ?? folder + "malloc-count.so"
        var scenarios: [Scenario] = []
        for name in arguments.texts("only") where name != "mallocs" {
            scenarios.append(try Scenario.named(name))
        }
        let isAll = arguments.texts("only").isEmpty
        self.scenarios = isAll ? Scenario.all : scenarios
        countsMallocs = isAll || arguments.texts("only").contains("mallocs")
    }

    /// Where this program was started from: `make bench` builds the others beside it.
    static var ownFolder: String {
        let path = CommandLine.arguments.first ?? ""
        return path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
    }

    static var lastCore: Int { max(0, coreCount - 1) }

    private static var coreCount: Int {
        Files.names(in: "/sys/devices/system/cpu").filter {
            $0.hasPrefix("cpu") && $0.count > 3 && $0.dropFirst(3).allSatisfy(\.isNumber)
        }.count
    }
}
