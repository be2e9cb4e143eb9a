#define _GNU_SOURCE
#include "CGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static int pipe_read = -1, pipe_write = -1;
static struct termios modes;
static atomic_int has_modes, is_on;
static char undo_text[512];
static volatile sig_atomic_t undo_length;
static atomic_int saved_stderr = -1, memory_stderr = -1;
static atomic_int untaken[NSIG];
static struct sigaction before[NSIG];

static sem_t arrived;
static atomic_int is_watching, ending_signal;
static void (*_Atomic last_act)(void);

static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
static const int events[] = {SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT};

static void write_all(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t done = write(fd, bytes, length);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return;
        bytes += done;
        length -= (size_t)done;
    }
}

/// tcsetattr from a background job would stop it; here it must not.
static void set_modes_back(void) {
    if (!atomic_load(&has_modes)) return;
    sigset_t blocked, old;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &blocked, &old);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static void replay_stderr(void) {
    int saved = atomic_exchange(&saved_stderr, -1), memory = atomic_exchange(&memory_stderr, -1);
    if (saved < 0) return;
    dup2(saved, STDERR_FILENO);
    close(saved);
    char bytes[4096];
    off_t at = 0;
    ssize_t count;
    while (memory >= 0 && (count = pread(memory, bytes, sizeof bytes, at)) > 0) {
        write_all(STDERR_FILENO, bytes, (size_t)count);
        at += count;
    }
    if (memory >= 0) close(memory);
}

void guard_restore(void) {
    int error = errno;
    if (atomic_exchange(&is_on, 0)) {
        write_all(STDOUT_FILENO, undo_text, (size_t)undo_length);
        set_modes_back();
    }
    replay_stderr();
    errno = error;
}

static void on_crash(int signal, siginfo_t *info, void *context) {
    guard_restore();
    struct sigaction *old = &before[signal];
    if ((old->sa_flags & SA_SIGINFO) && old->sa_sigaction) {
        old->sa_sigaction(signal, info, context);
        return;
    }
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(signal, &standard, NULL);
    // Delivered as soon as this handler returns, with the core dump that belongs to it.
    raise(signal);
}

static void end_now(int signal) {
    guard_restore();
    _exit(128 + signal);
}

static void on_event(int signal) {
    int error = errno;
    int waiting = atomic_fetch_add(&untaken[signal], 1);
    if (signal == SIGINT && waiting >= 2) end_now(signal);
    if (signal == SIGTERM || signal == SIGHUP) atomic_store(&ending_signal, signal);
    if (signal == SIGTERM || signal == SIGHUP || signal == SIGINT) sem_post(&arrived);
    char byte = (char)signal;
    ssize_t ignored = write(pipe_write, &byte, 1);
    (void)ignored;
    errno = error;
}

void guard_taken(int signal) {
    if (signal > 0 && signal < NSIG) atomic_store(&untaken[signal], 0);
}

static const unsigned patience_seconds = 1, last_act_seconds = 5;

static void on_last_act_too_long(int unused) {
    (void)unused;
    end_now(atomic_load(&ending_signal));
}

/// Ends the program in the place of a thread that does not: with its last act, for which there is a limited time.
static void end_for_others(int signal) {
    atomic_store(&ending_signal, signal);
    struct sigaction too_long = {.sa_handler = on_last_act_too_long};
    sigemptyset(&too_long.sa_mask);
    sigaction(SIGALRM, &too_long, NULL);
    alarm(last_act_seconds);
    void (*act)(void) = atomic_load(&last_act);
    if (act) act();
    end_now(signal);
}

/// The life of the watching thread. What asks the program to end gets a second to do so; a SIGINT, which may ask for less,
/// is only to be taken within a second.
static void *watch(void *unused) {
    (void)unused;
    for (;;) {
        while (sem_wait(&arrived) != 0) {}
        int before = atomic_load(&ending_signal);
        struct timespec rest = {.tv_sec = patience_seconds};
        while (nanosleep(&rest, &rest) != 0) {}
        int ending = atomic_load(&ending_signal);
        // One that came while this waited for a SIGINT gets a second of its own.
        if (ending && !before) continue;
        if (ending) end_for_others(ending);
        if (atomic_load(&untaken[SIGINT])) end_for_others(SIGINT);
    }
}

static void start_watching(void) {
    if (atomic_exchange(&is_watching, 1) || sem_init(&arrived, 0, 0) != 0) return;
    sigset_t all, old;
    sigfillset(&all);
    // Signals are for the other threads; only the alarm is the watcher's own.
    sigdelset(&all, SIGALRM);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, 16 << 20);
    pthread_t thread;
    pthread_create(&thread, &attributes, watch, NULL);
    pthread_attr_destroy(&attributes);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

void guard_last_act(void (*act)(void)) { atomic_store(&last_act, act); }

int guard_start(void) {
    if (pipe_read >= 0) return pipe_read;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    pipe_read = ends[0];
    pipe_write = ends[1];
    start_watching();

    // A stack for the handlers, for when the thread's own has run out.
    stack_t stack = {0};
    if (sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_DISABLE)) {
        stack_t own = {.ss_sp = malloc(1 << 16), .ss_size = 1 << 16};
        if (own.ss_sp) sigaltstack(&own, NULL);
    }
    struct sigaction action = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) sigaction(crashes[i], &action, &before[crashes[i]]);

    struct sigaction event = {.sa_handler = on_event, .sa_flags = SA_RESTART};
    sigemptyset(&event.sa_mask);
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) sigaction(events[i], &event, &before[events[i]]);
    // Writing to a reader that has gone is an error, not an end.
    signal(SIGPIPE, SIG_IGN);
    atexit(guard_restore);
    return pipe_read;
}

void guard_screen_on(const char *undo) {
    size_t length = strlen(undo);
    if (length > sizeof undo_text) length = 0;
    undo_length = 0;
    memcpy(undo_text, undo, length);
    undo_length = (sig_atomic_t)length;
    if (!atomic_load(&has_modes) && tcgetattr(STDIN_FILENO, &modes) == 0) atomic_store(&has_modes, 1);
    atomic_store(&is_on, 1);
}

void guard_screen_off(void) {
    if (atomic_exchange(&is_on, 0)) set_modes_back();
    // The next screen starts from the modes of that moment.
    atomic_store(&has_modes, 0);
    replay_stderr();
}

int guard_capture_stderr(void) {
    if (atomic_load(&saved_stderr) >= 0) return 0;
    int memory = memfd_create("stderr", MFD_CLOEXEC);
    if (memory < 0) return -1;
    int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (saved < 0 || dup2(memory, STDERR_FILENO) < 0) {
        close(memory);
        if (saved >= 0) close(saved);
        return -1;
    }
    atomic_store(&memory_stderr, memory);
    atomic_store(&saved_stderr, saved);
    return 0;
}

void guard_stop_job(void) {
    struct sigaction standard = {.sa_handler = SIG_DFL}, old;
    sigemptyset(&standard.sa_mask);
    sigaction(SIGTSTP, &standard, &old);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &old, NULL);
}

int guard_wake_create(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void guard_short_turns(void) {
#ifdef SYS_sched_setattr
    struct {
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } attributes = {.runtime = 100000};
    attributes.nice = getpriority(PRIO_PROCESS, 0);
    attributes.size = sizeof attributes;
    syscall(SYS_sched_setattr, 0, &attributes, 0);
#endif
}
