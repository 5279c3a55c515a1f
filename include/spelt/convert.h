/* convert.h - arrays into arrays of another type. */
#ifndef SPELT_CONVERT_H
#define SPELT_CONVERT_H

#include <spelt/declare.h>

#endif
