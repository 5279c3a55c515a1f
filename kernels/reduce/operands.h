/* operands.h - the parameters of a door, by how many operands it has. Given IN and OPERANDS; the
 * door undefines them again with its own names. */

#define VIEW SPELT_PASTE(spelt_in_, IN)

#if OPERANDS == 1
#define PARAMETERS const VIEW *x
#define ARGUMENTS x
#define SECOND x
#define OPERAND_LIST                                                                               \
    {                                                                                              \
        SPELT_OPERAND(x)                                                                           \
    }
#else
#define PARAMETERS const VIEW *x, const VIEW *y
#define ARGUMENTS x, y
#define SECOND y
#define OPERAND_LIST                                                                               \
    {                                                                                              \
        SPELT_OPERAND(x), SPELT_OPERAND(y)                                                         \
    }
#endif
