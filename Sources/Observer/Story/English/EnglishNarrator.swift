/// English.
enum EnglishNarrator: Narrator {}
