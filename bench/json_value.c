/* json_value.c - a JSON document as a tree. */
#include "json_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *begin;
    const char *at;
    const char *end;
    int depth;
    const char *wrong; /* NULL: nothing yet */
} parser;

static json_value *parse_value(parser *p);

static void *fail(parser *p, const char *what)
{
    if (!p->wrong)
        p->wrong = what;
    return NULL;
}

/* *p->end is 0, so that the character at p->at can always be looked at. */
static void skip_space(parser *p)
{
    while (*p->at == ' ' || *p->at == '\t' || *p->at == '\n' || *p->at == '\r')
        p->at++;
}

static json_value *new_value(parser *p, json_type type)
{
    json_value *value = calloc(1, sizeof *value);
    if (!value)
        return fail(p, "no memory");
    value->type = type;
    return value;
}

/* ---- Strings ------------------------------------------------------------------------------- */

static int hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits of \uXXXX; -1 where they are none. */
static long parse_unit(parser *p)
{
    long unit = 0;
    for (int i = 0; i < 4; i++, p->at++) {
        int digit = hexadecimal(*p->at);
        if (digit < 0)
            return -1;
        unit = 16 * unit + digit;
    }
    return unit;
}

static char *put_utf8(char *to, long code)
{
    if (code < 0x80) {
        *to++ = (char)code;
        return to;
    }
    if (code < 0x800) {
        *to++ = (char)(0xc0 | code >> 6);
    } else {
        if (code < 0x10000) {
            *to++ = (char)(0xe0 | code >> 12);
        } else {
            *to++ = (char)(0xf0 | code >> 18);
            *to++ = (char)(0x80 | (code >> 12 & 0x3f));
        }
        *to++ = (char)(0x80 | (code >> 6 & 0x3f));
    }
    *to++ = (char)(0x80 | (code & 0x3f));
    return to;
}

/* Behind "\u": one unit or a pair of surrogates; 0 where that is malformed. */
static char *parse_code(parser *p, char *to)
{
    long code = parse_unit(p);
    if (code >= 0xd800 && code < 0xdc00 && p->at[0] == '\\' && p->at[1] == 'u') {
        p->at += 2;
        long low = parse_unit(p);
        if (low < 0xdc00 || low > 0xdfff)
            return fail(p, "half a pair of surrogates");
        return put_utf8(to, 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00));
    }
    if (code <= 0 || (code >= 0xd800 && code <= 0xdfff))
        return fail(p, "no character behind \\u");
    return put_utf8(to, code);
}

static char *parse_escape(parser *p, char *to)
{
    static const char from[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
    const char c = *p->at++;
    if (c == 'u')
        return parse_code(p, to);
    const char *found = c ? strchr(from, c) : NULL;
    if (!found)
        return fail(p, "an escape that JSON does not have");
    *to++ = means[found - from];
    return to;
}

/* No escape is shorter than what it stands for: the room up to the end of the string is enough. */
static char *parse_text(parser *p)
{
    const char *close = p->at + 1;
    while (close < p->end && *close != '"')
        close += *close == '\\' && close + 1 < p->end ? 2 : 1;
    if (*p->at != '"' || close >= p->end)
        return fail(p, *p->at == '"' ? "a string without an end" : "a string is wanted");
    char *text = malloc((size_t)(close - p->at) + 1), *to = text;
    if (!text)
        return fail(p, "no memory");
    for (p->at++; to && p->at < close;) {
        if ((unsigned char)*p->at < 0x20)
            to = fail(p, "a control character in a string");
        else if (*p->at != '\\')
            *to++ = *p->at++;
        else {
            p->at++;
            to = parse_escape(p, to);
        }
    }
    if (!to || p->at != close) {
        free(text);
        return fail(p, "a malformed string");
    }
    *to = '\0';
    p->at++;
    return text;
}

/* ---- Numbers and words --------------------------------------------------------------------- */

static const char *skip_digits(const char *at)
{
    while (*at >= '0' && *at <= '9')
        at++;
    return at;
}

/* JSON's own grammar: strtod would take more. */
static json_value *parse_number(parser *p)
{
    const char *at = p->at + (*p->at == '-'), *digits = at;
    at = *at == '0' ? at + 1 : skip_digits(at);
    int is_number = at > digits;
    if (is_number && *at == '.') {
        digits = at + 1;
        at = skip_digits(digits);
        is_number = at > digits;
    }
    if (is_number && (*at == 'e' || *at == 'E')) {
        digits = at + 1 + (at[1] == '+' || at[1] == '-');
        at = skip_digits(digits);
        is_number = at > digits;
    }
    if (!is_number)
        return fail(p, "not a value");
    json_value *value = new_value(p, JSON_NUMBER);
    if (value)
        value->number = strtod(p->at, NULL);
    p->at = at;
    return value;
}

static json_value *parse_word(parser *p)
{
    static const struct {
        const char *word;
        json_type type;
    } words[] = {{"null", JSON_NULL}, {"false", JSON_FALSE}, {"true", JSON_TRUE}};
    for (size_t i = 0; i < 3; i++)
        if (strncmp(p->at, words[i].word, strlen(words[i].word)) == 0) {
            p->at += strlen(words[i].word);
            return new_value(p, words[i].type);
        }
    return parse_number(p);
}

/* ---- Arrays and objects -------------------------------------------------------------------- */

/* "key" : */
static char *parse_key(parser *p)
{
    char *key = parse_text(p);
    skip_space(p);
    if (key && *p->at == ':') {
        p->at++;
        return key;
    }
    free(key);
    return fail(p, "a ':' is wanted");
}

static json_value *parse_list(parser *p, json_type type, char close)
{
    json_value *list = new_value(p, type), **last = list ? &list->first : NULL;
    p->at++;
    skip_space(p);
    if (list && *p->at == close) {
        p->at++;
        return list;
    }
    while (list) {
        skip_space(p);
        char *key = type == JSON_OBJECT ? parse_key(p) : NULL;
        json_value *value = p->wrong ? NULL : parse_value(p);
        if (!value) {
            free(key);
            break;
        }
        value->key = key;
        *last = value;
        last = &value->next;
        skip_space(p);
        if (*p->at == close) {
            p->at++;
            return list;
        }
        if (*p->at != ',') {
            fail(p, "a ',' or the end of a list is wanted");
            break;
        }
        p->at++;
    }
    json_free(list);
    return NULL;
}

static json_value *parse_value(parser *p)
{
    json_value *value = NULL;
    skip_space(p);
    if (p->depth == JSON_MAX_DEPTH)
        return fail(p, "too deep");
    p->depth++;
    if (*p->at == '{')
        value = parse_list(p, JSON_OBJECT, '}');
    else if (*p->at == '[')
        value = parse_list(p, JSON_ARRAY, ']');
    else if (*p->at == '"') {
        char *text = parse_text(p);
        value = text ? new_value(p, JSON_STRING) : NULL;
        if (value)
            value->text = text;
        else
            free(text);
    } else
        value = parse_word(p);
    p->depth--;
    return value;
}

static size_t line_of(const parser *p)
{
    size_t line = 1;
    for (const char *c = p->begin; c < p->at; c++)
        line += *c == '\n';
    return line;
}

json_value *json_parse(const char *text, size_t length, char error[JSON_ERROR_SIZE])
{
    parser p = {.begin = text, .at = text, .end = text + length};
    json_value *value = parse_value(&p);
    if (value)
        skip_space(&p);
    if (value && p.at != p.end) {
        json_free(value);
        value = fail(&p, "more behind the document");
    }
    if (!value)
        snprintf(error, JSON_ERROR_SIZE, "line %zu: %s", line_of(&p), p.wrong);
    return value;
}

/* Lists may be long, but are never deep. */
void json_free(json_value *value)
{
    while (value) {
        json_value *next = value->next;
        json_free(value->first);
        free(value->text);
        free(value->key);
        free(value);
        value = next;
    }
}

const json_value *json_member(const json_value *value, const char *key)
{
    if (!value || value->type != JSON_OBJECT)
        return NULL;
    for (const json_value *member = value->first; member; member = member->next)
        if (strcmp(member->key, key) == 0)
            return member;
    return NULL;
}

const char *json_member_text(const json_value *value, const char *key, const char *otherwise)
{
    const json_value *member = json_member(value, key);
    return member && member->type == JSON_STRING ? member->text : otherwise;
}

double json_member_number(const json_value *value, const char *key, double otherwise)
{
    const json_value *member = json_member(value, key);
    return member && member->type == JSON_NUMBER ? member->number : otherwise;
}
