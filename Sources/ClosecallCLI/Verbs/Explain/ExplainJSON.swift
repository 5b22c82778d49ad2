internal import Closecall
internal import Observer
internal import WebSocketWire

/// The guide for programs: one object a line.
enum ExplainJSON {
    static func lines(of selection: CodeSelection, language: Language) -> String {
        var json = JSONWriter()
        switch selection {
        case .code(let code): write(code...code, language, &json)
        case .range(let codes):
            for group in CloseCodeGuide.groups(in: codes) { write(group, language, &json) }
        }
        return json.text
    }

    private static func write(
        _ codes: ClosedRange<UInt16>, _ language: Language, _ json: inout JSONWriter
    ) {
        let entry = CloseCodeGuide.entry(for: codes.lowerBound, language: language)
        json.object { json in
            json.field("code", codes.lowerBound)
            json.field("lastCode", codes.upperBound)
            json.field("name", entry.registeredName)
            json.field("class", entry.code.class.stableName)
            json.field("sentBy", entry.sender.rawValue)
            json.field("onTheWire", entry.code.mayStandOnTheWire)
            json.field("meaning", entry.text.meaning)
            json.field("browser", entry.text.browser)
            json.field("causes", entry.text.causes)
            json.field("next", entry.text.next)
        }
        json.endLine()
    }
}
