#define _GNU_SOURCE
#include "CLandlock.h"

#include <errno.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

#define VERSION_FLAG 1u
#define RULE_PATH_BENEATH 1

struct rules {
    uint64_t file_rights;
    uint64_t network_rights; /* from version 4 on */
    uint64_t scopes;         /* from version 6 on */
};

struct path_rule {
    uint64_t rights;
    int32_t folder;
} __attribute__((packed));

static int answer(long result) { return result < 0 ? -errno : (int)result; }

int landlock_version(void) { return answer(syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG)); }

int landlock_rules(uint64_t file_rights, uint64_t network_rights, uint64_t scopes) {
    struct rules rules = {file_rights, network_rights, scopes};
    /* An older kernel takes a longer structure if what it does not know is zero. */
    return answer(syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0));
}

int landlock_allow(int rules, int folder, uint64_t file_rights) {
    struct path_rule rule = {file_rights, folder};
    return answer(syscall(SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &rule, 0));
}

int landlock_restrict(int rules) {
    /* The kernel asks for it: no program that is started from here may gain rights. It belongs to the thread. */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -errno;
    return answer(syscall(SYS_landlock_restrict_self, rules, 0));
}
