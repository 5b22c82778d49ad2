// What libFuzzer offers to a custom mutator. It brings the function, but no header that says so.
#ifndef CLOSECALL_LIBFUZZER_H
#define CLOSECALL_LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

// Changes `size` bytes in place with libFuzzer's own mutators, to at most `max_size` (more than 0): how many.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

#endif
