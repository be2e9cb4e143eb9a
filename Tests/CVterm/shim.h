#pragma once
#include <vterm.h>
#include <stdbool.h>

// Bit fields and unions of libvterm as plain functions.
static inline bool vt_bold(const VTermScreenCell *cell) { return cell->attrs.bold; }
static inline bool vt_italic(const VTermScreenCell *cell) { return cell->attrs.italic; }
static inline bool vt_underline(const VTermScreenCell *cell) { return cell->attrs.underline != 0; }
static inline bool vt_reverse(const VTermScreenCell *cell) { return cell->attrs.reverse; }
static inline uint32_t vt_scalar(const VTermScreenCell *cell, int index) { return cell->chars[index]; }
static inline int vt_value_bool(const VTermValue *value) { return value->boolean; }
/// The palette's number, or -1 for the terminal's own or an RGB colour.
static inline int vt_index(const VTermColor *colour) {
    return VTERM_COLOR_IS_DEFAULT_FG(colour) || VTERM_COLOR_IS_DEFAULT_BG(colour) ? -1
        : VTERM_COLOR_IS_INDEXED(colour) ? colour->indexed.idx : -1;
}
/// 0xRRGGBB, or -1 if it is no RGB colour or the terminal's own.
static inline int vt_rgb(const VTermColor *colour) {
    if (VTERM_COLOR_IS_DEFAULT_FG(colour) || VTERM_COLOR_IS_DEFAULT_BG(colour) || !VTERM_COLOR_IS_RGB(colour)) return -1;
    return colour->rgb.red << 16 | colour->rgb.green << 8 | colour->rgb.blue;
}
