#include "CBuildInfo.h"

// In a target of its own: with a new commit this file is compiled again, and nothing else.
#ifndef CLOSECALL_COMMIT
#define CLOSECALL_COMMIT ""
#endif
#ifndef CLOSECALL_COMPILER
#define CLOSECALL_COMPILER ""
#endif

const char *closecall_commit(void) { return CLOSECALL_COMMIT; }
const char *closecall_compiler(void) { return CLOSECALL_COMPILER; }
