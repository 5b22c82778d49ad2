#pragma once

// What Swift's Glibc module leaves out: epoll, eventfd, and everything behind _GNU_SOURCE.
//
// _GNU_SOURCE itself stays in CLinux.c. Defined here, it would give structures such as fd_set other members than
// in the Glibc module, which the compiler rightly refuses.
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

// A stream socket that neither blocks nor outlives an exec; the same for an accepted one.
int closecall_stream_socket(int family);
int closecall_accept(int descriptor, struct sockaddr_storage *address, socklen_t *length);

// The address parameters of these calls are transparent unions, which do not import.
int closecall_bind(int descriptor, const struct sockaddr_storage *address, socklen_t length);
int closecall_connect(int descriptor, const struct sockaddr_storage *address, socklen_t length);
int closecall_getsockname(int descriptor, struct sockaddr_storage *address, socklen_t *length);

// SO_LINGER with zero seconds makes close() send a reset.
int closecall_reset_on_close(int descriptor);

// What a socket has been given and the peer has not acknowledged (SIOCOUTQ), or -1.
int closecall_unsent_bytes(int descriptor);
// What the kernel has got from a socket's peer and nobody has read (FIONREAD), or -1.
int closecall_unread_bytes(int descriptor);

// Another number for the same open file, which does not outlive an exec.
int closecall_duplicate(int descriptor);
// Raises the soft limit of descriptors to the hard one and answers what it is then, or -1.
int64_t closecall_raise_descriptor_limit(void);

// A pipe that neither blocks nor outlives an exec, as large as the kernel grants up to `size`.
int closecall_pipe(int *reader, int *writer, int size);
// Moves bytes between a pipe and a socket without blocking and without bringing them to user space.
ssize_t closecall_splice(int from, int to, size_t count, int more);

// recv and send.
ssize_t closecall_receive(int descriptor, void *buffer, size_t room);
ssize_t closecall_send(int descriptor, const void *bytes, size_t count, int flags);

// epoll_data is a union and the event is packed: both stay on the C side.
int closecall_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t tag);
uint64_t closecall_epoll_tag(const struct epoll_event *event);

// Waits with microseconds; a negative wait has no end. Fails with ENOSYS on kernels before 5.11.
int closecall_epoll_wait_precise(int epoll, struct epoll_event *events, int capacity, int64_t microseconds);

// Both answer static strings, unlike strerror, and are NULL for numbers that are no error.
const char *closecall_error_name(int code);
const char *closecall_error_text(int code);

// Starts a thread that gets no signals, so that they keep going to the threads that were there before.
int closecall_spawn(pthread_t *thread, const char *name, void *(*body)(void *), void *context);

// Blocks the signals in the calling thread (and those it will make) and answers a descriptor that tells of them.
int closecall_signal_descriptor(const int *signals, int count);
// The next signal's number, or -1 with EAGAIN.
int closecall_next_signal(int descriptor);

// On how many cores this process may run; at least 1.
int closecall_usable_cores(void);

// Starts a program found by PATH and answers 0 or an errno. The texts stand packed, each with its zero behind it;
// `added` are variables (NAME=value) besides our own; `output` takes its standard output and error, -1: ours do.
int closecall_start_process(
    const char *arguments, int argument_count, const char *added, int added_count, const char *folder,
    int output, pid_t *pid);
// A pipe whose ends block and do not outlive an exec.
int closecall_process_pipe(int *reader, int *writer);

// CPU time of the calling thread in microseconds.
int64_t closecall_thread_cpu_time(void);

// Swift 6 refuses the global variables stdout and stderr, which anybody might assign.
static inline FILE *closecall_stdout(void) { return stdout; }
static inline FILE *closecall_stderr(void) { return stderr; }
