/* types.hpp - the lists of types that a C++ function is there for: m(op, suffix) for each suffix that the
 * names of its C functions have. For operations.def. */
#ifndef SPELT_CXX_TYPES_HPP
#define SPELT_CXX_TYPES_HPP

#define SPELT_CXX_FLOATS(m, op) m(op, f32) m(op, f64)
#define SPELT_CXX_COMPLEX(m, op) m(op, c64) m(op, c128)
#define SPELT_CXX_SIGNED(m, op) m(op, i8) m(op, i16) m(op, i32) m(op, i64)
#define SPELT_CXX_UNSIGNED(m, op) m(op, u8) m(op, u16) m(op, u32) m(op, u64)
#define SPELT_CXX_U8(m, op) m(op, u8)
#define SPELT_CXX_INTEGERS(m, op) SPELT_CXX_SIGNED(m, op) SPELT_CXX_UNSIGNED(m, op)
#define SPELT_CXX_REALS(m, op) SPELT_CXX_FLOATS(m, op) SPELT_CXX_INTEGERS(m, op)
#define SPELT_CXX_SIGNED_REALS(m, op) SPELT_CXX_FLOATS(m, op) SPELT_CXX_SIGNED(m, op)
#define SPELT_CXX_SIGNED_NUMBERS(m, op) SPELT_CXX_SIGNED_REALS(m, op) SPELT_CXX_COMPLEX(m, op)
#define SPELT_CXX_NUMBERS(m, op) SPELT_CXX_REALS(m, op) SPELT_CXX_COMPLEX(m, op)
#define SPELT_CXX_STORED(m, op) SPELT_CXX_NUMBERS(m, op) m(op, f16)
#define SPELT_CXX_FLOATS_AND_COMPLEX(m, op) SPELT_CXX_FLOATS(m, op) SPELT_CXX_COMPLEX(m, op)

/* With the accumulator's type behind that of the elements. */
#define SPELT_CXX_F32_IN_F64(m, op) m(op, f32_f64)
#define SPELT_CXX_WIDENED(m, op) m(op, f32_f64) m(op, f16_f32) m(op, bf16_f32)
#define SPELT_CXX_FLOATS_AND_WIDENED(m, op) SPELT_CXX_FLOATS(m, op) SPELT_CXX_WIDENED(m, op)
#define SPELT_CXX_FLOATS_IN_F64(m, op) SPELT_CXX_FLOATS(m, op) SPELT_CXX_F32_IN_F64(m, op)
#define SPELT_CXX_REALS_AND_WIDENED(m, op) SPELT_CXX_REALS(m, op) SPELT_CXX_WIDENED(m, op)
#define SPELT_CXX_NUMBERS_AND_WIDENED(m, op) SPELT_CXX_NUMBERS(m, op) SPELT_CXX_WIDENED(m, op)
#define SPELT_CXX_NORMS(m, op) SPELT_CXX_FLOATS_AND_COMPLEX(m, op) SPELT_CXX_WIDENED(m, op)

/* f16 and bf16, of which an f32 is made; or, alone in a name, an index. */
#define SPELT_CXX_HALVES(m, op) m(op, f16_f32) m(op, bf16_f32)
#define SPELT_CXX_FLOATS_AND_HALVES(m, op) SPELT_CXX_FLOATS(m, op) SPELT_CXX_HALVES(m, op)
#define SPELT_CXX_REALS_AND_HALVES(m, op) SPELT_CXX_REALS(m, op) SPELT_CXX_HALVES(m, op)
#define SPELT_CXX_MAGNITUDES(m, op) SPELT_CXX_FLOATS_AND_COMPLEX(m, op) SPELT_CXX_HALVES(m, op)
#define SPELT_CXX_HALVES_ALONE(m, op) m(op, f16) m(op, bf16)
#define SPELT_CXX_PLACED_FLOATS(m, op) SPELT_CXX_FLOATS(m, op) SPELT_CXX_HALVES_ALONE(m, op)
#define SPELT_CXX_PLACED_REALS(m, op) SPELT_CXX_REALS(m, op) SPELT_CXX_HALVES_ALONE(m, op)
#define SPELT_CXX_PLACED_MAGNITUDES(m, op) SPELT_CXX_FLOATS_AND_COMPLEX(m, op) SPELT_CXX_HALVES_ALONE(m, op)

/* One line for each type that is read. */
/* clang-format off */

/* With the type of keys or indexes before that of the elements. */
#define SPELT_CXX_KEYS(m, op) m(op, i32) m(op, i64) m(op, u8) m(op, u16) m(op, u32)
#define SPELT_CXX_INDEXED(m, op) \
    m(op, i64_f32) m(op, i64_f64) m(op, i64_i8) m(op, i64_i16) m(op, i64_i32) m(op, i64_i64) m(op, i64_u8) m(op, i64_u16) m(op, i64_u32) m(op, i64_u64)
#define SPELT_CXX_REALS_BY_KEYS(m, op) \
    m(op, i32_f32) m(op, i32_f64) m(op, i32_i8) m(op, i32_i16) m(op, i32_i32) m(op, i32_i64) m(op, i32_u8) m(op, i32_u16) m(op, i32_u32) m(op, i32_u64) \
    m(op, i64_f32) m(op, i64_f64) m(op, i64_i8) m(op, i64_i16) m(op, i64_i32) m(op, i64_i64) m(op, i64_u8) m(op, i64_u16) m(op, i64_u32) m(op, i64_u64) \
    m(op, u8_f32) m(op, u8_f64) m(op, u8_i8) m(op, u8_i16) m(op, u8_i32) m(op, u8_i64) m(op, u8_u8) m(op, u8_u16) m(op, u8_u32) m(op, u8_u64) \
    m(op, u16_f32) m(op, u16_f64) m(op, u16_i8) m(op, u16_i16) m(op, u16_i32) m(op, u16_i64) m(op, u16_u8) m(op, u16_u16) m(op, u16_u32) m(op, u16_u64) \
    m(op, u32_f32) m(op, u32_f64) m(op, u32_i8) m(op, u32_i16) m(op, u32_i32) m(op, u32_i64) m(op, u32_u8) m(op, u32_u16) m(op, u32_u32) m(op, u32_u64)
#define SPELT_CXX_FLOATS_BY_KEYS(m, op) \
    m(op, i32_f32) m(op, i32_f64) \
    m(op, i64_f32) m(op, i64_f64) \
    m(op, u8_f32) m(op, u8_f64) \
    m(op, u16_f32) m(op, u16_f64) \
    m(op, u32_f32) m(op, u32_f64)

/* From one type to another, by the policies of convert.h. */
#define SPELT_CXX_TO_EXACT(m, op) \
    m(op, i8_i16) m(op, i8_i32) m(op, i8_i64) m(op, i8_u8) m(op, i8_u16) m(op, i8_u32) m(op, i8_u64) m(op, i8_f32) m(op, i8_f64) m(op, i8_f16) m(op, i8_bf16) \
    m(op, i16_i8) m(op, i16_i32) m(op, i16_i64) m(op, i16_u8) m(op, i16_u16) m(op, i16_u32) m(op, i16_u64) m(op, i16_f32) m(op, i16_f64) m(op, i16_f16) m(op, i16_bf16) \
    m(op, i32_i8) m(op, i32_i16) m(op, i32_i64) m(op, i32_u8) m(op, i32_u16) m(op, i32_u32) m(op, i32_u64) m(op, i32_f32) m(op, i32_f64) m(op, i32_f16) m(op, i32_bf16) \
    m(op, i64_i8) m(op, i64_i16) m(op, i64_i32) m(op, i64_u8) m(op, i64_u16) m(op, i64_u32) m(op, i64_u64) m(op, i64_f32) m(op, i64_f64) m(op, i64_f16) m(op, i64_bf16) \
    m(op, u8_i8) m(op, u8_i16) m(op, u8_i32) m(op, u8_i64) m(op, u8_u16) m(op, u8_u32) m(op, u8_u64) m(op, u8_f32) m(op, u8_f64) m(op, u8_f16) m(op, u8_bf16) \
    m(op, u16_i8) m(op, u16_i16) m(op, u16_i32) m(op, u16_i64) m(op, u16_u8) m(op, u16_u32) m(op, u16_u64) m(op, u16_f32) m(op, u16_f64) m(op, u16_f16) m(op, u16_bf16) \
    m(op, u32_i8) m(op, u32_i16) m(op, u32_i32) m(op, u32_i64) m(op, u32_u8) m(op, u32_u16) m(op, u32_u64) m(op, u32_f32) m(op, u32_f64) m(op, u32_f16) m(op, u32_bf16) \
    m(op, u64_i8) m(op, u64_i16) m(op, u64_i32) m(op, u64_i64) m(op, u64_u8) m(op, u64_u16) m(op, u64_u32) m(op, u64_f32) m(op, u64_f64) m(op, u64_f16) m(op, u64_bf16) \
    m(op, f32_i8) m(op, f32_i16) m(op, f32_i32) m(op, f32_i64) m(op, f32_u8) m(op, f32_u16) m(op, f32_u32) m(op, f32_u64) m(op, f32_f64) m(op, f32_f16) m(op, f32_bf16) \
    m(op, f64_i8) m(op, f64_i16) m(op, f64_i32) m(op, f64_i64) m(op, f64_u8) m(op, f64_u16) m(op, f64_u32) m(op, f64_u64) m(op, f64_f32) m(op, f64_f16) m(op, f64_bf16) \
    m(op, f16_i8) m(op, f16_i16) m(op, f16_i32) m(op, f16_i64) m(op, f16_u8) m(op, f16_u16) m(op, f16_u32) m(op, f16_u64) m(op, f16_f32) m(op, f16_f64) m(op, f16_bf16) \
    m(op, bf16_i8) m(op, bf16_i16) m(op, bf16_i32) m(op, bf16_i64) m(op, bf16_u8) m(op, bf16_u16) m(op, bf16_u32) m(op, bf16_u64) m(op, bf16_f32) m(op, bf16_f64) m(op, bf16_f16)
#define SPELT_CXX_TO_SAT(m, op) \
    m(op, i8_u8) m(op, i8_u16) m(op, i8_u32) m(op, i8_u64) \
    m(op, i16_i8) m(op, i16_u8) m(op, i16_u16) m(op, i16_u32) m(op, i16_u64) \
    m(op, i32_i8) m(op, i32_i16) m(op, i32_u8) m(op, i32_u16) m(op, i32_u32) m(op, i32_u64) m(op, i32_f16) \
    m(op, i64_i8) m(op, i64_i16) m(op, i64_i32) m(op, i64_u8) m(op, i64_u16) m(op, i64_u32) m(op, i64_u64) m(op, i64_f16) \
    m(op, u8_i8) \
    m(op, u16_i8) m(op, u16_i16) m(op, u16_u8) m(op, u16_f16) \
    m(op, u32_i8) m(op, u32_i16) m(op, u32_i32) m(op, u32_u8) m(op, u32_u16) m(op, u32_f16) \
    m(op, u64_i8) m(op, u64_i16) m(op, u64_i32) m(op, u64_i64) m(op, u64_u8) m(op, u64_u16) m(op, u64_u32) m(op, u64_f16) \
    m(op, f32_i8) m(op, f32_i16) m(op, f32_i32) m(op, f32_i64) m(op, f32_u8) m(op, f32_u16) m(op, f32_u32) m(op, f32_u64) m(op, f32_f16) m(op, f32_bf16) \
    m(op, f64_i8) m(op, f64_i16) m(op, f64_i32) m(op, f64_i64) m(op, f64_u8) m(op, f64_u16) m(op, f64_u32) m(op, f64_u64) m(op, f64_f32) m(op, f64_f16) m(op, f64_bf16) \
    m(op, f16_i8) m(op, f16_i16) m(op, f16_i32) m(op, f16_i64) m(op, f16_u8) m(op, f16_u16) m(op, f16_u32) m(op, f16_u64) \
    m(op, bf16_i8) m(op, bf16_i16) m(op, bf16_i32) m(op, bf16_i64) m(op, bf16_u8) m(op, bf16_u16) m(op, bf16_u32) m(op, bf16_u64) m(op, bf16_f16)
#define SPELT_CXX_TO_WRAP(m, op) \
    m(op, i8_u8) m(op, i8_u16) m(op, i8_u32) m(op, i8_u64) \
    m(op, i16_i8) m(op, i16_u8) m(op, i16_u16) m(op, i16_u32) m(op, i16_u64) \
    m(op, i32_i8) m(op, i32_i16) m(op, i32_u8) m(op, i32_u16) m(op, i32_u32) m(op, i32_u64) \
    m(op, i64_i8) m(op, i64_i16) m(op, i64_i32) m(op, i64_u8) m(op, i64_u16) m(op, i64_u32) m(op, i64_u64) \
    m(op, u8_i8) \
    m(op, u16_i8) m(op, u16_i16) m(op, u16_u8) \
    m(op, u32_i8) m(op, u32_i16) m(op, u32_i32) m(op, u32_u8) m(op, u32_u16) \
    m(op, u64_i8) m(op, u64_i16) m(op, u64_i32) m(op, u64_i64) m(op, u64_u8) m(op, u64_u16) m(op, u64_u32)
#define SPELT_CXX_TO_ROUND(m, op) \
    m(op, i16_f16) m(op, i16_bf16) \
    m(op, i32_f32) m(op, i32_f16) m(op, i32_bf16) \
    m(op, i64_f32) m(op, i64_f64) m(op, i64_f16) m(op, i64_bf16) \
    m(op, u16_f16) m(op, u16_bf16) \
    m(op, u32_f32) m(op, u32_f16) m(op, u32_bf16) \
    m(op, u64_f32) m(op, u64_f64) m(op, u64_f16) m(op, u64_bf16) \
    m(op, f32_i8) m(op, f32_i16) m(op, f32_i32) m(op, f32_i64) m(op, f32_u8) m(op, f32_u16) m(op, f32_u32) m(op, f32_u64) m(op, f32_f16) m(op, f32_bf16) \
    m(op, f64_i8) m(op, f64_i16) m(op, f64_i32) m(op, f64_i64) m(op, f64_u8) m(op, f64_u16) m(op, f64_u32) m(op, f64_u64) m(op, f64_f32) m(op, f64_f16) m(op, f64_bf16) \
    m(op, f16_i8) m(op, f16_i16) m(op, f16_i32) m(op, f16_i64) m(op, f16_u8) m(op, f16_u16) m(op, f16_u32) m(op, f16_u64) m(op, f16_bf16) \
    m(op, bf16_i8) m(op, bf16_i16) m(op, bf16_i32) m(op, bf16_i64) m(op, bf16_u8) m(op, bf16_u16) m(op, bf16_u32) m(op, bf16_u64) m(op, bf16_f16)
#define SPELT_CXX_TO_TRUNC(m, op) \
    m(op, f32_i8) m(op, f32_i16) m(op, f32_i32) m(op, f32_i64) m(op, f32_u8) m(op, f32_u16) m(op, f32_u32) m(op, f32_u64) \
    m(op, f64_i8) m(op, f64_i16) m(op, f64_i32) m(op, f64_i64) m(op, f64_u8) m(op, f64_u16) m(op, f64_u32) m(op, f64_u64) \
    m(op, f16_i8) m(op, f16_i16) m(op, f16_i32) m(op, f16_i64) m(op, f16_u8) m(op, f16_u16) m(op, f16_u32) m(op, f16_u64) \
    m(op, bf16_i8) m(op, bf16_i16) m(op, bf16_i32) m(op, bf16_i64) m(op, bf16_u8) m(op, bf16_u16) m(op, bf16_u32) m(op, bf16_u64)

/* clang-format on */

#endif
