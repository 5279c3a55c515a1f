/* counted.c - a process that counts lines and leaves by _exit(), as children do, writes down what
 * it counted, unless it has become another user, who may not and would say so. */
#define _POSIX_C_SOURCE 200809L

#include <gcov.h>
#include <unistd.h>

void __real__exit(int status) __attribute__((noreturn));
void __wrap__exit(int status) __attribute__((noreturn));

static uid_t user;
__attribute__((constructor)) static void begin(void)
{
    user = geteuid();
}

void __wrap__exit(int status)
{
    if (geteuid() == user)
        __gcov_dump();
    __real__exit(status);
}
