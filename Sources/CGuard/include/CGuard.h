#pragma once
// Gives the terminal back whatever ends the program, and the few Linux calls that Swift's Glibc module hides.

/// The bytes that signals arrive as in the pipe are the signals' numbers.
/// Installs the handlers and the exit hook once, remembers the terminal's modes; returns the pipe's reading end or -1.
int guard_start(void);

/// Takes a signal's byte as handled. A thread of the guard's ends the program where that does not happen: one second
/// after a SIGTERM or SIGHUP unless the program has ended by then, and one second after a SIGINT that was not taken.
/// A third SIGINT that was not taken ends it at once.
void guard_taken(int signal);

/// What that thread does before it ends the program, in at most five seconds: writes unsaved work. NULL for nothing.
void guard_last_act(void (*act)(void));

/// From now on `undo` (at most 512 bytes) is written to the terminal if the program ends in any way.
/// Also remembers the terminal's modes.
void guard_screen_on(const char *undo);

/// The screen was given back in an orderly way: nothing more is written; the modes are set back and stderr is replayed.
void guard_screen_off(void);

/// What the handlers do: writes the undo string, sets the modes back, replays stderr. Async-signal-safe, runs once.
void guard_restore(void);

/// From now on stderr goes into memory, until the screen goes off. Returns 0 or -1.
int guard_capture_stderr(void);

/// Stops the whole job as Ctrl-Z does, and returns when it is continued.
void guard_stop_job(void);

/// An eventfd, close-on-exec and non-blocking; -1 if there is none.
int guard_wake_create(void);

/// Asks the scheduler for short, frequent turns for this thread; does nothing where the kernel does not know how.
void guard_short_turns(void);
