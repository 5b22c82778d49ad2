"""All checks, in the order in which they are made."""

import canary_check
import forms_check
import gallery_check
import inspect_check
import load_check
import tls_check

ALL = {
    "canaries": canary_check.check,
    "gallery": gallery_check.check,
    "tls": tls_check.check,
    "forms": forms_check.check,
    "many": load_check.check_many,
    "killed": load_check.check_killed,
    "inspect": inspect_check.check_captures,
    "own": inspect_check.check_own,
}
