/* status.c - status names and the calling thread's last message. */
#include "runtime/status.h"

#include <stdarg.h>
#include <stdio.h>

/* Long enough for a function name and two full 8-dimensional shapes of 20 digits each. */
static _Thread_local char last_text[512];
static _Thread_local const char *last_message = "";

spelt_status spelt_fail(spelt_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(last_text, sizeof last_text, format, arguments);
    va_end(arguments);
    last_message = last_text;
    return status;
}

spelt_status spelt_fail_plain(spelt_status status, const char *message)
{
    last_message = message;
    return status;
}

spelt_status spelt_set_last_error(spelt_status status, const char *message)
{
    char copy[sizeof last_text]; /* message may be the last one itself */
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
