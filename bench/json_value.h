/* json_value.h - a JSON document as a tree: RFC 8259, strictly, no deeper than JSON_MAX_DEPTH. */
#ifndef BENCH_JSON_VALUE_H
#define BENCH_JSON_VALUE_H

#include <stddef.h>

#define JSON_MAX_DEPTH 32

typedef enum {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
} json_type;

typedef struct json_value {
    json_type type;
    double number;
    char *text;               /* of a string, in UTF-8 */
    char *key;                /* where this is a member of an object */
    struct json_value *first; /* of the elements or members */
    struct json_value *next;  /* in the same array or object */
} json_value;

#define JSON_ERROR_SIZE 128

/* The whole of `text`, `length` bytes and a zero behind them. NULL, and error says what is wrong
 * and in which line, where it is no JSON or there is no memory. */
json_value *json_parse(const char *text, size_t length, char error[JSON_ERROR_SIZE]);
void json_free(json_value *value);

/* A member of an object; NULL where there is none, or value is no object. */
const json_value *json_member(const json_value *value, const char *key);
/* Its text or number; `otherwise` where there is none of that type. */
const char *json_member_text(const json_value *value, const char *key, const char *otherwise);
double json_member_number(const json_value *value, const char *key, double otherwise);

#endif
