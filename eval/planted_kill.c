/* Ends the program inside somebody else's writing: loaded before a program's libraries, it counts every change to the files under
   TUTOR_KILL_UNDER (writes, cuts, renames, removals, by whichever thread) and sends SIGKILL at the one numbered TUTOR_KILL_AT.
   Odd numbers are killed in the middle of a write, half of its bytes done; even ones before it. TUTOR_KILL_TOLD is
   a file that is then told which file was being changed, or, at a natural end, how many changes there were. The first change is
   number 1; TUTOR_KILL_AT=0 kills nobody. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long changes;

static int under(const char *path) {
    const char *folder = getenv("TUTOR_KILL_UNDER");
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

/* The path of an open file in that folder, else NULL. */
static const char *held_under(int file, char path[4096]) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, 4095);
    if (length < 0) return NULL;
    path[length] = 0;
    return under(path) ? path : NULL;
}

/* The number of this change when it is the one to die at, else 0. */
static long last(void) {
    const char *at = getenv("TUTOR_KILL_AT");
    long number = atomic_fetch_add(&changes, 1) + 1;
    return at && atol(at) == number ? number : 0;
}

static void tell(const char *words) {
    const char *path = getenv("TUTOR_KILL_TOLD");
    int file = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644) : -1;
    if (file < 0) return;
    ssize_t done = write(file, words, strlen(words));
    (void)done;
    close(file);
}

static void die(const char *path) {
    const char *name = strrchr(path, '/');
    tell(name ? name + 1 : path);
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *bytes, size_t count) {
    REAL(write);
    char path[4096];
    long number = held_under(file, path) ? last() : 0;
    if (number) { if (number % 2) real(file, bytes, count / 2); die(path); }
    return real(file, bytes, count);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    REAL(writev);
    char path[4096];
    if (held_under(file, path) && last()) die(path);
    return real(file, parts, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
    REAL(pwrite);
    char path[4096];
    long number = held_under(file, path) ? last() : 0;
    if (number) { if (number % 2) real(file, bytes, count / 2, at); die(path); }
    return real(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
    REAL(pwrite64);
    char path[4096];
    long number = held_under(file, path) ? last() : 0;
    if (number) { if (number % 2) real(file, bytes, count / 2, at); die(path); }
    return real(file, bytes, count, at);
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file) {
    REAL(fwrite);
    char path[4096];
    long number = held_under(fileno(file), path) ? last() : 0;
    if (number) { if (number % 2) { real(bytes, 1, size * count / 2, file); fflush(file); } die(path); }
    return real(bytes, size, count, file);
}

int fclose(FILE *file) {
    REAL(fclose);
    char path[4096];
    if (held_under(fileno(file), path) && last()) die(path);
    return real(file);
}

int ftruncate(int file, off_t size) {
    REAL(ftruncate);
    char path[4096];
    if (held_under(file, path) && last()) die(path);
    return real(file, size);
}

int ftruncate64(int file, off64_t size) {
    REAL(ftruncate64);
    char path[4096];
    if (held_under(file, path) && last()) die(path);
    return real(file, size);
}

int rename(const char *from, const char *to) {
    REAL(rename);
    if (under(to) && last()) die(to);
    return real(from, to);
}

int unlink(const char *path) {
    REAL(unlink);
    if (under(path) && last()) die(path);
    return real(path);
}

__attribute__((destructor)) static void ended(void) {
    char words[32];
    snprintf(words, sizeof words, "%ld", atomic_load(&changes));
    tell(words);
}
