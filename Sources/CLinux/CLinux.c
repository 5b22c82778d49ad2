#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

int closecall_stream_socket(int family) {
    return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

int closecall_accept(int descriptor, struct sockaddr_storage *address, socklen_t *length) {
    return accept4(descriptor, (struct sockaddr *)address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int closecall_bind(int descriptor, const struct sockaddr_storage *address, socklen_t length) {
    return bind(descriptor, (const struct sockaddr *)address, length);
}

int closecall_connect(int descriptor, const struct sockaddr_storage *address, socklen_t length) {
    return connect(descriptor, (const struct sockaddr *)address, length);
}

int closecall_getsockname(int descriptor, struct sockaddr_storage *address, socklen_t *length) {
    return getsockname(descriptor, (struct sockaddr *)address, length);
}

int closecall_reset_on_close(int descriptor) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    return setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

int closecall_unsent_bytes(int descriptor) {
    int count = 0;
    return ioctl(descriptor, SIOCOUTQ, &count) == 0 ? count : -1;
}

int closecall_unread_bytes(int descriptor) {
    int count = 0;
    return ioctl(descriptor, FIONREAD, &count) == 0 ? count : -1;
}

int closecall_duplicate(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 0); }

int64_t closecall_raise_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = before;
    return limit.rlim_cur > INT64_MAX ? INT64_MAX : (int64_t)limit.rlim_cur;
}

int closecall_pipe(int *reader, int *writer, int size) {
    int ends[2];
    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
    // Without it the pipe is smaller and works as well: users have a limit of their own for all pipes together.
    fcntl(ends[1], F_SETPIPE_SZ, size);
    *reader = ends[0];
    *writer = ends[1];
    return 0;
}

ssize_t closecall_splice(int from, int to, size_t count, int more) {
    unsigned flags = SPLICE_F_MOVE | SPLICE_F_NONBLOCK | (more ? SPLICE_F_MORE : 0);
    return splice(from, NULL, to, NULL, count, flags);
}

int closecall_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t tag) {
    struct epoll_event event = {.events = events, .data = {.u64 = tag}};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

uint64_t closecall_epoll_tag(const struct epoll_event *event) { return event->data.u64; }

// In a program with threads glibc's own functions for these three are points where a thread can be cancelled, which
// has to be turned on and off around each call. We cancel no threads. The sanitizers watch glibc's functions.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define CLOSECALL_WATCHED 1
#endif
#endif

#ifdef CLOSECALL_WATCHED

ssize_t closecall_receive(int descriptor, void *buffer, size_t room) { return recv(descriptor, buffer, room, 0); }

ssize_t closecall_send(int descriptor, const void *bytes, size_t count, int flags) {
    return send(descriptor, bytes, count, flags);
}

static int wait_for_events(int epoll, struct epoll_event *events, int capacity, struct timespec *time) {
    return epoll_pwait2(epoll, events, capacity, time, NULL);
}

#else

ssize_t closecall_receive(int descriptor, void *buffer, size_t room) {
    return syscall(SYS_recvfrom, descriptor, buffer, room, 0, NULL, NULL);
}

ssize_t closecall_send(int descriptor, const void *bytes, size_t count, int flags) {
    return syscall(SYS_sendto, descriptor, bytes, count, flags, NULL, 0);
}

static int wait_for_events(int epoll, struct epoll_event *events, int capacity, struct timespec *time) {
    return syscall(SYS_epoll_pwait2, epoll, events, capacity, time, NULL, 0);
}

#endif

int closecall_epoll_wait_precise(int epoll, struct epoll_event *events, int capacity, int64_t microseconds) {
    struct timespec time = {.tv_sec = microseconds / 1000000, .tv_nsec = (microseconds % 1000000) * 1000};
    return wait_for_events(epoll, events, capacity, microseconds < 0 ? NULL : &time);
}

const char *closecall_error_name(int code) { return strerrorname_np(code); }
const char *closecall_error_text(int code) { return strerrordesc_np(code); }

int closecall_spawn(pthread_t *thread, const char *name, void *(*body)(void *), void *context) {
    // A new thread inherits its maker's mask.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int result = pthread_create(thread, NULL, body, context);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (result == 0) pthread_setname_np(*thread, name);
    return result;
}

int closecall_signal_descriptor(const int *signals, int count) {
    sigset_t set;
    sigemptyset(&set);
    for (int index = 0; index < count; index++) {
        if (sigaddset(&set, signals[index]) != 0) return -1;
    }
    int descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (descriptor >= 0) pthread_sigmask(SIG_BLOCK, &set, NULL);
    return descriptor;
}

int closecall_next_signal(int descriptor) {
    struct signalfd_siginfo info;
    return read(descriptor, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : -1;
}

int closecall_usable_cores(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    return CPU_COUNT(&set) > 0 ? CPU_COUNT(&set) : 1;
}

int64_t closecall_thread_cpu_time(void) {
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return (int64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec +
           usage.ru_stime.tv_usec;
}

// Fills `list` with the texts that stand in `packed` one behind the other, each with its zero.
static void unpack(const char *packed, int count, char **list) {
    for (int index = 0; index < count; index++) {
        list[index] = (char *)packed;
        packed += strlen(packed) + 1;
    }
}

// Whether one of the first `count` sets the same variable as `variable`.
static int sets(char **list, int count, const char *variable) {
    size_t name = strcspn(variable, "=");
    for (int index = 0; index < count; index++) {
        if (strncmp(list[index], variable, name) == 0 && list[index][name] == '=') return 1;
    }
    return 0;
}

// A child begins with no signal blocked or ignored, whatever the thread does that makes it, and in a group of its
// own: what it starts can be ended with it, and a terminal's Ctrl-C is for us to pass on.
static int start(char **arguments, char **variables, const char *folder, int output, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (output >= 0) {
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    }
    if (folder) posix_spawn_file_actions_addchdir_np(&actions, folder);
    int result = posix_spawnp(pid, arguments[0], &actions, &attributes, arguments, variables);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return result;
}

int closecall_start_process(
    const char *arguments, int argument_count, const char *added, int added_count, const char *folder,
    int output, pid_t *pid) {
    int inherited = 0;
    while (environ[inherited]) inherited++;
    char **list = calloc(argument_count + 1, sizeof *list);
    char **variables = calloc(added_count + inherited + 1, sizeof *variables);
    int result = ENOMEM;
    if (list && variables) {
        unpack(arguments, argument_count, list);
        unpack(added, added_count, variables);
        int count = added_count;
        for (int index = 0; index < inherited; index++) {
            if (!sets(variables, added_count, environ[index])) variables[count++] = environ[index];
        }
        result = start(list, variables, folder, output, pid);
    }
    free(list);
    free(variables);
    return result;
}

int closecall_process_pipe(int *reader, int *writer) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    *reader = ends[0];
    *writer = ends[1];
    return 0;
}
