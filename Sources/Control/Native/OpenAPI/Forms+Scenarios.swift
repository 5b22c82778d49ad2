extension Forms {
    static let scenarios = [
        Form(
            "ScenarioList", "All scenarios.",
            [Form.Field("scenarios", .list(.form("ScenarioTitle")), "by name")]),
        Form("ScenarioTitle", "A scenario, but for what is in it.", title),
        Form(
            "Scenario", "A scenario.",
            title + [
                Form.Field("text", .text, "as it was put"),
                Form.Field("rules", .list(.form("ScenarioRule")), "what is done"),
            ]),
        Form(
            "ScenarioRule", "A rule of a scenario.",
            [
                Form.Field("name", .text, "what endings and events call it"),
                Form.Field("line", .whole(atLeast: 1), "where it stands"),
                Form.Field("faults", .list(.text), "what it does"),
            ]),
        Form(
            "Check", "What is wrong with a scenario.",
            [
                Form.Field("valid", .flag, "whether nothing is"),
                Form.Field("title", .orNull(.text), "what it calls itself, where it can be read"),
                Form.Field("problems", .list(.form("Problem")), "in reading order"),
            ]),
        Form(
            "Problem", "Something that is wrong with a scenario.",
            [
                Form.Field("line", .whole(atLeast: 1), "where"),
                Form.Field("column", .whole(atLeast: 1), "where"),
                Form.Field("message", .text, "what, and what to write instead"),
            ]),
        Form(
            "Arming", "How a scenario is to be armed.",
            [
                Form.Field(
                    "proxy", .text, "on which proxy; may be left out where there is only one",
                    isOptional: true),
                Form.Field(
                    "seed", seed, "what all chances are drawn from, in place of its own", isOptional: true),
                Form.Field(
                    "beside", .flag,
                    "whether its rules stand beside what is played; else the scenario is played, in place of the one "
                        + "before",
                    isOptional: true),
                Form.Field(
                    "toxicity", .number, "in which share of the sessions, from 0 to 1; beside what is played",
                    isOptional: true),
            ]),
        Form(
            "Armed", "A scenario that is at work.",
            [
                Form.Field("scenario", .text, "its name"), Form.Field("proxy", .text, "the proxy's"),
                Form.Field("beside", .flag, "whether its rules stand beside what is played"),
                Form.Field(
                    "seed", .orNull(.text), "what its chances are drawn from; null for that of what is played"
                ),
                Form.Field("toxicity", .number, "in which share of the sessions"),
            ]),
        Form(
            "Disarming", "Where a scenario is to be disarmed.",
            [Form.Field("proxy", .text, "on which proxy; on all if left out", isOptional: true)]),
        Form(
            "Disarmed", "Where it was armed.",
            [Form.Field("proxies", .list(.text), "the proxies' names")]),
    ]

    private static let title = [
        Form.Field("name", .text, "under which it was put"),
        Form.Field("title", .text, "what it calls itself"),
        Form.Field("about", .text, "what it teaches"),
        Form.Field("seed", .text, "what its chances are drawn from, as a text: it has 64 bits"),
        Form.Field("armed", .list(.form("Armed")), "where it is at work"),
    ]

    private static let seed = Schema.either([.whole(atLeast: 0), .text])
}
