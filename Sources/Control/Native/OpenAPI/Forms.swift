internal import Closecall
internal import Observer

/// All objects that requests and answers are made of.
enum Forms {
    /// By name, as JSON Schema.
    static var all: [(String, JSONValue)] {
        (proxies + scenarios + sessions + faults + toxiproxy).map { ($0.name, $0.json) } + journal
    }

    static let proxies = [
        Form(
            "Index", "What there is.",
            [
                Form.Field("closecall", .text, "the program's version"),
                Form.Field(
                    "links", .map(.text), "all that can be had without knowing a name, by the route's name"),
            ]),
        Form("ProxyList", "All proxies.", [Form.Field("proxies", .list(.form("Proxy")), "by name")]),
        Form(
            "Proxy", "A proxy.",
            [
                Form.Field("name", .text, "its name"), Form.Field("listen", .text, "where it listens"),
                Form.Field("url", .orNull(.text), "what clients connect to; null while it is disabled"),
                Form.Field("upstream", .text, "where it goes on to"),
                Form.Field("enabled", .flag, "whether it runs"),
                Form.Field("armed", .list(.form("Armed")), "the scenarios that are at work in it"),
                Form.Field("toxics", .list(.text), "the toxics on it, by name"),
                Form.Field("sessions", .form("SessionCount"), "how many there are"),
            ]),
        Form(
            "SessionCount", "Sessions of a proxy since it has begun.",
            [
                Form.Field("open", .whole(atLeast: 0), "those that are open"),
                Form.Field("total", .whole(atLeast: 0), "all"),
            ]),
        Form(
            "Error", "Why something was not done.",
            [
                Form.Field("error", .text, "what is wrong, what was expected, what to do"),
                Form.Field("status", .whole(atLeast: 400), "the HTTP status"),
                Form.Field(
                    "problems", .list(.form("Problem")), "all that is wrong with a scenario", isOptional: true
                ),
            ]),
    ]

    static let faults = [
        Form(
            "FaultList", "All faults.",
            [Form.Field("faults", .list(.form("Fault")), "as people read of them")]),
        Form(
            "Fault", "A fault, as `closecall faults --json` tells it.",
            [
                Form.Field("name", .text, "its word in scenarios"),
                Form.Field("layer", .text, "what it works on"),
                Form.Field("summary", .text, "what it does"), Form.Field("details", .text, "that in full"),
                Form.Field("clause", .orNull(.text), "what it breaks or uses"),
                Form.Field("clients", .orNull(.text), "what clients are known to do about it"),
                Form.Field("direction", .orNull(way), "which way, where nobody says; null for both"),
                Form.Field("lasts", .flag, "whether it lasts"),
                Form.Field("parameters", .list(.form("FaultParameter")), "what it can be told"),
                Form.Field("example", .text, "a rule of a scenario"),
            ]),
        Form(
            "FaultParameter", "What a fault can be told.",
            [
                Form.Field("name", .text, "its word"), Form.Field("summary", .text, "what it means"),
                Form.Field("form", .text, "what may be written"),
                Form.Field("examples", .list(.text), "such as these"),
                Form.Field("default", .orNull(.text), "what holds when it is left out"),
                Form.Field("required", .flag, "whether it must be there"),
                Form.Field("bounds", .orNull(.text), "in words"),
                Form.Field("choices", .list(.form("FaultChoice")), "the words that may be chosen"),
            ]),
        Form(
            "FaultChoice", "A word that may be chosen.",
            [
                Form.Field("name", .text, "the word"), Form.Field("summary", .text, "what it means"),
                Form.Field("clause", .orNull(.text), "what speaks of it"),
                Form.Field("clients", .orNull(.text), "what clients are known to do about it"),
            ]),
    ]

    static let way = Schema.words(["toServer", "toClient"])
}
