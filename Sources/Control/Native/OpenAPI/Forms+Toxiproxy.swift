extension Forms {
    /// What Toxiproxy's clients send and get.
    static let toxiproxy = [
        Form(
            "ToxiproxyProxy", "A proxy as Toxiproxy has it.",
            [
                Form.Field("name", .text, "its name"), Form.Field("listen", .text, "where it listens"),
                Form.Field("upstream", .text, "where it goes on to"),
                Form.Field("enabled", .flag, "whether it runs"),
                Form.Field("Logger", .map(.anything), "always empty"),
                Form.Field("toxics", .list(.form("Toxic")), "those of the way to the server first"),
            ]),
        Form(
            "ToxiproxyDraft", "A proxy that is to be, or to change.",
            [
                Form.Field("name", .text, "its name", isOptional: true),
                Form.Field(
                    "listen", .text, "where to listen; on any free port if left out", isOptional: true),
                Form.Field(
                    "upstream", .text, "HOST:PORT for any bytes, or ws:// or wss:// for a WebSocket server",
                    isOptional: true),
                Form.Field("enabled", .flag, "whether it is to run; yes if left out", isOptional: true),
            ]),
        Form(
            "Toxic", "Something that is wrong with one direction of a proxy.",
            [
                Form.Field("attributes", .map(.anything), "its parameters"),
                Form.Field("name", .text, "its name"),
                Form.Field("type", .text, "what it does"),
                Form.Field(
                    "stream", .text, "upstream is the way to the server, downstream the way to the client"),
                Form.Field("toxicity", .number, "in which share of the sessions"),
            ]),
        Form(
            "ToxicDraft", "A toxic that is to be, or to change.",
            [
                Form.Field("attributes", .map(.anything), "its parameters", isOptional: true),
                Form.Field("name", .text, "its name; made of type and stream if left out", isOptional: true),
                Form.Field("type", .text, "a toxic's, or a fault's word", isOptional: true),
                Form.Field(
                    "stream", .text, "upstream or downstream, which it is if left out", isOptional: true),
                Form.Field(
                    "toxicity", .number, "in which share of the sessions; 1 if left out", isOptional: true),
            ]),
        Form(
            "Populated", "The proxies that there are now.",
            [
                Form.Field("proxies", .orNull(.list(.form("ToxiproxyProxy"))), "null for none"),
                Form.Field("error", .text, "why there are not more", isOptional: true),
                Form.Field("status", .whole(atLeast: 400), "the HTTP status", isOptional: true),
            ]),
        Form(
            "ToxiproxyVersion", "Whose behaviour clients get.", [Form.Field("version", .text, "Toxiproxy's")]),
    ]
}
