#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer's loop, as a function: clang's library of that name exports it for programs that have a main of their own.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one_input)(const uint8_t *data, size_t size));
