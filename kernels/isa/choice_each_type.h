/* choice_each_type.h - includes SPELT_CHOICE_BODY for each type T. */

#define T f32
#include SPELT_CHOICE_BODY
#undef T
#define T f64
#include SPELT_CHOICE_BODY
#undef T
#define T i8
#include SPELT_CHOICE_BODY
#undef T
#define T i16
#include SPELT_CHOICE_BODY
#undef T
#define T i32
#include SPELT_CHOICE_BODY
#undef T
#define T i64
#include SPELT_CHOICE_BODY
#undef T
#define T u8
#include SPELT_CHOICE_BODY
#undef T
#define T u16
#include SPELT_CHOICE_BODY
#undef T
#define T u32
#include SPELT_CHOICE_BODY
#undef T
#define T u64
#include SPELT_CHOICE_BODY
#undef T

#undef SPELT_CHOICE_BODY
