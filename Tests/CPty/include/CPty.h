#pragma once
#include <sys/types.h>

/// Opens a pseudo-terminal; both ends are close-on-exec from the start, so that no other test's program inherits them.
/// Returns 0, or -1 with errno.
int pty_open(int *master, int *slave, int width, int height);

/// Starts a program as the leader of a session of its own. `input`, `output` and `errors` become its 0, 1 and 2;
/// if `input` is a terminal, it becomes the controlling one. Returns its process or -1.
pid_t pty_spawn(const char *path, char *const arguments[], char *const environment[], const char *folder, int input, int output,
    int errors);

int pty_resize(int master, int width, int height);

/// 1 if lines are edited and echoed and Ctrl-C interrupts, as a shell leaves it; 0 if not.
int pty_is_cooked(int terminal);

/// 1 and the wait status if the process has ended, 0 if it runs, 2 if it has stopped.
int pty_status(pid_t process, int *status);

/// Starts a program in a child and waits for it: 0, or -errno if it could not be started.
int pty_try_exec(const char *program);

/// Connects to a TCP port of this machine: 0 or -errno.
int pty_try_connect(int port);
