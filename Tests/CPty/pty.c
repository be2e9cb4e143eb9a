#define _GNU_SOURCE
#include "CPty.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

int pty_open(int *master, int *slave, int width, int height) {
    *master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*master < 0) return -1;
    char name[64];
    if (grantpt(*master) != 0 || unlockpt(*master) != 0 || ptsname_r(*master, name, sizeof name) != 0 ||
        (*slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0) {
        close(*master);
        return -1;
    }
    return pty_resize(*master, width, height);
}

pid_t pty_spawn(const char *path, char *const arguments[], char *const environment[], const char *folder, int input, int output,
    int errors) {
    pid_t process = fork();
    if (process != 0) return process;
    setsid();
    if (isatty(input)) ioctl(input, TIOCSCTTY, 0);
    if (folder && chdir(folder) != 0) _exit(126);
    // Away from 0, 1 and 2 first, in case they overlap; the copies are closed by exec.
    int from[3] = {fcntl(input, F_DUPFD_CLOEXEC, 10), fcntl(output, F_DUPFD_CLOEXEC, 10), fcntl(errors, F_DUPFD_CLOEXEC, 10)};
    for (int i = 0; i < 3; i++) dup2(from[i], i);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int i = 1; i < NSIG; i++) signal(i, SIG_DFL);
    execve(path, arguments, environment);
    _exit(127);
}

int pty_resize(int master, int width, int height) {
    struct winsize size = {.ws_col = (unsigned short)width, .ws_row = (unsigned short)height};
    return ioctl(master, TIOCSWINSZ, &size);
}

int pty_is_cooked(int terminal) {
    struct termios modes;
    if (tcgetattr(terminal, &modes) != 0) return 0;
    tcflag_t wanted = ICANON | ECHO | ISIG;
    return (modes.c_lflag & wanted) == wanted && (modes.c_iflag & ICRNL) && (modes.c_oflag & OPOST);
}

int pty_status(pid_t process, int *status) {
    pid_t found = waitpid(process, status, WNOHANG | WUNTRACED);
    if (found != process) return 0;
    return WIFSTOPPED(*status) ? 2 : 1;
}

int pty_try_exec(const char *program) {
    char *arguments[] = {(char *)program, NULL};
    char *environment[] = {NULL};
    /* A child that shares nothing but its parent's rights; the pipe is closed by a successful exec. */
    int ends[2], code = 0;
    if (pipe2(ends, O_CLOEXEC) != 0) return -errno;
    pid_t child = fork();
    if (child == 0) {
        execve(program, arguments, environment);
        code = errno;
        (void)!write(ends[1], &code, sizeof code);
        _exit(1);
    }
    close(ends[1]);
    if (read(ends[0], &code, sizeof code) <= 0) code = 0;
    close(ends[0]);
    if (child > 0) waitpid(child, NULL, 0);
    return -code;
}

int pty_try_connect(int port) {
    int end = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (end < 0) return -errno;
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int code = connect(end, (struct sockaddr *)&place, sizeof place) == 0 ? 0 : errno;
    close(end);
    return -code;
}
