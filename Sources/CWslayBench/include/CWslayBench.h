#pragma once
#include <stddef.h>
#include <stdint.h>

// Whether libwslay was there when this was built.
int wslay_bench_available(void);

// Receives all frames of `bytes` as a server would, unmasking included. Answers how many frames came, or -1.
long wslay_bench_receive(uint8_t *bytes, size_t length);
