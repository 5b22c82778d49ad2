#pragma once

// What the build knows and the compiler does not tell. Empty when nobody said it.
const char *closecall_commit(void);
const char *closecall_compiler(void);
