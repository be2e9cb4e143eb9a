#pragma once
#include <stdint.h>

/* Linux's Landlock through its system calls: neither glibc nor an older kernel's headers know them.
 * Every function returns -errno on failure. Source: Documentation/userspace-api/landlock.rst of the kernel. */

/* The version of the kernel's interface, 1 or more; negative where the kernel has none. */
int landlock_version(void);

/* A new rule set, as a file descriptor. Whatever is named here is forbidden unless a rule allows it. */
int landlock_rules(uint64_t file_rights, uint64_t network_rights, uint64_t scopes);

/* Allows rights for a file or for all below a folder, which is open as `folder`. */
int landlock_allow(int rules, int folder, uint64_t file_rights);

/* Restricts the calling thread, and every thread and process that it starts, for the rest of its life. */
int landlock_restrict(int rules);
