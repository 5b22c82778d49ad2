"""Whether what came is what a page shows, but for what differs from run to run."""

import re

# Numbers of packets, moments, times, ports that the kernel chose, sizes (a port with more digits makes a longer
# header); "…" is anything.
FLEETING = [
    (re.compile(r"^\d+(?= packets, )"), r"\\d+"),
    (re.compile(r"^\d+(?=\s+\d+\.\d{6} s)"), r"\\d+"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), r"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"),
    (re.compile(r"(?<![\w.])\d[\d.,]* (?:ns|µs|ms|s|min)(?!\w)"), r"\\d[\\d.,]* (?:ns|µs|ms|s|m|min)"),
    (re.compile(r"(?<![\w.])\d[\d.,]* (?:B|KiB|MiB)(?!\w)"), r"\\d[\\d.,]* (?:B|KiB|MiB)"),
    (re.compile(r"(?<=127\.0\.0\.1:)\d{5}(?!\d)"), r"\\d{4,5}"),
    (re.compile(r"…"), r".*?"),
]


def pattern(line):
    """An expression for the line that a page shows; blanks count as one."""
    parts, rest = "", line.strip()
    while rest:
        found = [(match.start(), -match.end(), match, form)
                 for expression, form in FLEETING if (match := expression.search(rest))]
        if not found:
            parts += words(rest)
            break
        _, _, match, form = min(found, key=lambda one: one[:2])
        parts += words(rest[: match.start()]) + form.replace("\\\\", "\\")
        rest = rest[match.end():]
    return re.compile(parts + "$")


def words(text):
    return r"\s+".join(re.escape(word) for word in re.split(r"\s+", text))


def is_anything(line):
    return line.strip() in ("…", "...")


def compare(shown, own, others):
    """A complaint, or None. `own` are the command's lines, all of which must be shown; `others` is asked for lines of
    programs in the background, of which a page may show any."""
    own = [line for line in own if line.strip() and not re.fullmatch(r"[.\s]+", line)]
    position, is_loose = 0, False
    for line in shown:
        if not line.strip():
            continue
        if is_anything(line):
            is_loose = True
            continue
        expected = pattern(line)
        reach = own[position:] if is_loose else own[position:position + 1]
        place = next((index for index, one in enumerate(reach) if expected.match(one.strip())), None)
        if place is not None:
            position += place + 1
            is_loose = False
        elif not others(expected):
            found = own[position] if position < len(own) else "nothing more"
            return f"expected {line.strip()!r}, found {found!r}"
    if position < len(own) and not is_loose:
        return f"it also says {own[position]!r}, which the page does not show"
    return None
