#pragma once

// What Swift's Glibc module leaves out because it is behind _GNU_SOURCE or not in its module map.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

// The address parameters of these calls are transparent unions, which do not import.
static inline int closecall_accept(int descriptor, struct sockaddr *address, socklen_t *length) {
    return accept4(descriptor, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

// Swift 6 refuses the global variables stdout and stderr, which anybody might assign.
static inline FILE *closecall_stdout(void) { return stdout; }
static inline FILE *closecall_stderr(void) { return stderr; }
