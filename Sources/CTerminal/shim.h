#pragma once
// ncurses and readline without their macros and globals, which Swift cannot import.
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <readline/readline.h>
#include <readline/history.h>

// term.h defines too many short macros to be included.
extern int setupterm(const char *, int, int *);
extern char *tigetstr(const char *);
extern int tigetnum(const char *);
extern int wcwidth(wchar_t);
struct term;
extern struct term *set_curterm(struct term *);
extern int del_curterm(struct term *);

// WINDOW is an opaque type in some distributions, so that Swift sees only what is done with the one window.
static inline int nc_columns(void) { return getmaxx(stdscr); }
static inline int nc_rows(void) { return getmaxy(stdscr); }
static inline void nc_move(int y, int x) { wmove(stdscr, y, x); }
static inline void nc_refresh(void) { wrefresh(stdscr); }
static inline void nc_put(int y, int x, const cchar_t *cells, int count) { mvwadd_wchnstr(stdscr, y, x, cells, count); }
/// Forgets what the terminal shows and clears it.
static inline void nc_start_over(void) { clearok(curscr, TRUE); werase(stdscr); wrefresh(stdscr); }
static inline int nc_colours(void) { return COLORS; }
static inline int nc_pairs(void) { return COLOR_PAIRS; }

static const attr_t NC_BOLD = A_BOLD;
static const attr_t NC_DIM = A_DIM;
static const attr_t NC_ITALIC = A_ITALIC;
static const attr_t NC_UNDERLINE = A_UNDERLINE;
static const attr_t NC_REVERSE = A_REVERSE;

/// Opens the terminal that `type` names on stdin and stdout; NULL if that fails.
static inline SCREEN *nc_open(const char *type) {
    FILE *out = fdopen(1, "w"), *in = fdopen(0, "r");
    return out && in ? newterm(type, out, in) : NULL;
}

/// Columns that the C library, and so ncurses, gives a character.
static inline int nc_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

/// True if terminfo has the string capability. The terminal must have been set up.
static inline bool nc_has(const char *name) {
    char *text = tigetstr(name);
    return text != NULL && text != (char *)-1 && *text;
}

/// One character with up to three marks on it.
static inline void nc_cell(cchar_t *out, uint32_t scalar, uint32_t mark1, uint32_t mark2, uint32_t mark3, attr_t attributes, int pair) {
    wchar_t text[5] = {(wchar_t)scalar, (wchar_t)mark1, (wchar_t)mark2, (wchar_t)mark3, 0};
    // Pairs above 255 go through the last argument.
    if (setcchar(out, text, attributes, 0, &pair) == ERR) {
        wchar_t plain[2] = {L'?', 0};
        setcchar(out, plain, attributes, 0, &pair);
    }
}

static inline void rl_shim_setup(const char *name, FILE *in, FILE *out, rl_completion_func_t *complete) {
    rl_readline_name = name;
    rl_instream = in;
    rl_outstream = out;
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_attempted_completion_function = complete;
    rl_completer_word_break_characters = (char *)" \t\n\"'`@$><=;|&{}(),[]+-*/^:?";
}
static inline char *rl_shim_line(void) { return rl_line_buffer; }
static inline int rl_shim_point(void) { return rl_point; }
static inline int rl_shim_end(void) { return rl_end; }
static inline void rl_shim_set_point(int point) { rl_point = point; }
/// No file names where nothing completes, no blank after what does; readline resets both before each completion.
static inline void rl_shim_completion_over(void) {
    rl_attempted_completion_over = 1;
    rl_completion_append_character = 0;
}
static inline void rl_shim_flush(void) { fflush(rl_outstream); }
