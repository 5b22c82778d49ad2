#include "CWslayBench.h"

#ifdef CLOSECALL_WSLAY

#include <string.h>
#include <wslay/wslay.h>

struct source {
    const uint8_t *bytes;
    size_t length, offset;
};

static ssize_t receive(uint8_t *buffer, size_t room, int flags, void *user_data) {
    (void)flags;
    struct source *source = user_data;
    size_t left = source->length - source->offset;
    size_t count = left < room ? left : room;
    if (count == 0) return -1;
    memcpy(buffer, source->bytes + source->offset, count);
    source->offset += count;
    return (ssize_t)count;
}

int wslay_bench_available(void) { return 1; }

long wslay_bench_receive(uint8_t *bytes, size_t length) {
    struct source source = {bytes, length, 0};
    struct wslay_frame_callbacks callbacks = {.recv_callback = receive};
    wslay_frame_context_ptr context;
    if (wslay_frame_context_init(&context, &callbacks, &source) != 0) return -1;
    long frames = 0;
    uint64_t pending = 0;
    struct wslay_frame_iocb iocb;
    memset(&iocb, 0, sizeof iocb);
    while (wslay_frame_recv(context, &iocb) >= 0) {
        pending += iocb.data_length;
        if (pending == iocb.payload_length) {
            frames++;
            pending = 0;
        }
    }
    wslay_frame_context_free(context);
    return source.offset == length ? frames : -1;
}

#else

int wslay_bench_available(void) { return 0; }
long wslay_bench_receive(uint8_t *bytes, size_t length) {
    (void)bytes;
    (void)length;
    return -1;
}

#endif
