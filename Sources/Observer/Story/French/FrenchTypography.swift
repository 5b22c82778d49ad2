/// French typography, which nobody should have to see in source: no-break spaces before « : ; ? ! » and
/// inside the quotes, typographic apostrophes.
public enum FrenchTypography {
    /// The same words, set. What stands in backquotes is code and stays.
    public static func set(_ text: String) -> String {
        var isCode = false
        var result = ""
        var previous: Character?
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            if character == "`" { isCode.toggle() }
            let next = index + 1 < characters.count ? characters[index + 1] : nil
            result.append(isCode ? character : replacement(character, after: previous, before: next))
            previous = character
        }
        return result
    }

    private static func replacement(
        _ character: Character, after previous: Character?, before next: Character?
    ) -> Character {
        switch character {
        case " " where previous == "«" || next.map(":;?!»".contains) == true: "\u{00A0}"
        case "'" where previous?.isLetter == true: "\u{2019}"
        default: character
        }
    }
}
