#pragma once
#include <zlib.h>

// zlib's init calls are macros that pass the header's version and the struct's size, so that a library of
// another layout refuses to start. Swift cannot see macros; these keep that check.
static inline int closecall_deflate_init(z_stream *stream, int level, int window_bits, int memory_level) {
    return deflateInit2(stream, level, Z_DEFLATED, window_bits, memory_level, Z_DEFAULT_STRATEGY);
}

static inline int closecall_inflate_init(z_stream *stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}
