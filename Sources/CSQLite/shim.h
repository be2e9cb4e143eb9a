#pragma once
#include <sqlite3.h>

#include <string.h>

/* What Swift cannot call: a function with a variable number of arguments, and a macro that casts. */

/* A file that somebody else made must not run what it brings along: triggers, views, functions in its schema. */
static inline void sqlite_distrust(sqlite3 *connection) {
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_VIEW, 0, (int *)0);
}

static inline int sqlite_bind_text(sqlite3_stmt *statement, int place, const char *text, int count) {
    return sqlite3_bind_text(statement, place, text, count, SQLITE_TRANSIENT);
}

/* Makes a copy of these bytes the main database of an in-memory connection, read only. */
static inline int sqlite_take(sqlite3 *connection, const void *bytes, sqlite3_int64 count) {
    unsigned char *copy = sqlite3_malloc64(count > 0 ? (sqlite3_uint64)count : 1);
    if (!copy) return SQLITE_NOMEM;
    if (count > 0) memcpy(copy, bytes, (size_t)count);
    return sqlite3_deserialize(connection, "main", copy, count, count,
                               SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY);
}
