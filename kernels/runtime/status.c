/* status.c - status names and the calling thread's last message. */
#define _POSIX_C_SOURCE 200809L

#include "runtime/status.h"

#include "runtime/once.h"
#include "runtime/thread_local.h"
#include "runtime/ticket.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

static SPELT_THREAD_LOCAL const char *last_message = "";

/* ---- Room for messages ------------------------------------------------------------------------- */

/* Long enough for a function name and two full 8-dimensional shapes of 20 digits each. */
typedef char message_text[512];

/* A thread that has failed keeps one until it ends. They are static: what was never used takes no
 * memory, a fork or a signal leaves no lock held, and they go with the library when it is unloaded.
 */
enum { WORDS = 16, MOST_TEXTS = 64 * WORDS };
static message_text texts[MOST_TEXTS];
static spelt_tickets in_use[WORDS];

/* Of the thread's value a text, or NULL. */
static pthread_key_t key;
static int has_key; /* set before `once` is done */
static spelt_once once;

/* The thread ends. What fails after this in another key's destructor takes one anew. */
static void give_text(void *text)
{
    last_message = "";
    spelt_ticket_give(in_use, (int)((message_text *)text - texts));
}

static void make_key(void)
{
    has_key = pthread_key_create(&key, give_text) == 0;
}

/* The library is unloaded, or the process ends. */
static __attribute__((destructor)) void delete_key(void)
{
    if (has_key)
        pthread_key_delete(key);
    has_key = 0;
}

void spelt_status_after_fork(void)
{
    message_text *own = has_key ? pthread_getspecific(key) : NULL;
    spelt_tickets_after_fork(in_use, WORDS, own ? (int)(own - texts) : -1);
}

/* The calling thread's; NULL where all are in use, or there is no memory to note that it has one. */
static char *own_text(void)
{
    spelt_once_run(&once, make_key);
    message_text *own = has_key ? pthread_getspecific(key) : NULL;
    if (own || !has_key)
        return (char *)own;
    const int ticket = spelt_ticket_take(in_use, WORDS);
    if (ticket < 0)
        return NULL;
    if (pthread_setspecific(key, texts[ticket]) == 0)
        return texts[ticket];
    spelt_ticket_give(in_use, ticket);
    return NULL;
}

/* ---- The last message -------------------------------------------------------------------------- */

spelt_status spelt_fail(spelt_status status, const char *format, ...)
{
    va_list arguments;
    char *text = own_text();
    if (!text)
        return spelt_fail_plain(status, spelt_status_name(status));
    va_start(arguments, format);
    vsnprintf(text, sizeof(message_text), format, arguments);
    va_end(arguments);
    last_message = text;
    return status;
}

spelt_status spelt_fail_plain(spelt_status status, const char *message)
{
    last_message = message;
    return status;
}

spelt_status spelt_set_last_error(spelt_status status, const char *message)
{
    char copy[sizeof(message_text)]; /* message may be the last one itself */
    snprintf(copy, sizeof copy, "%s", message ? message : "");
    return spelt_fail(status, "%s", copy);
}

const char *spelt_last_error(void)
{
    return last_message;
}

const char *spelt_status_name(spelt_status status)
{
    switch (status) {
    case SPELT_OK: return "SPELT_OK";
    case SPELT_ERR_NULL: return "SPELT_ERR_NULL";
    case SPELT_ERR_SHAPE: return "SPELT_ERR_SHAPE";
    case SPELT_ERR_STRIDE: return "SPELT_ERR_STRIDE";
    case SPELT_ERR_OVERLAP: return "SPELT_ERR_OVERLAP";
    case SPELT_ERR_OVERFLOW: return "SPELT_ERR_OVERFLOW";
    case SPELT_ERR_ARG: return "SPELT_ERR_ARG";
    case SPELT_ERR_UNSUPPORTED: return "SPELT_ERR_UNSUPPORTED";
    case SPELT_ERR_FORMAT: return "SPELT_ERR_FORMAT";
    case SPELT_ERR_IO: return "SPELT_ERR_IO";
    case SPELT_ERR_NOMEM: return "SPELT_ERR_NOMEM";
    case SPELT_ERR_INEXACT: return "SPELT_ERR_INEXACT";
    }
    return "SPELT_ERR_?";
}
