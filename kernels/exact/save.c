/* save.c - spelt_acc as bytes that do not depend on the machine, and back. */
#include "exact/accumulate.h"

#include "runtime/status.h"

#include <string.h>

/* magic 0-7, version 8-11, special 12-15, count 16-23, limbs 24-567 */
enum { VERSION_AT = 8, SPECIAL_AT = 12, COUNT_AT = 16, LIMBS_AT = 24 };
_Static_assert(LIMBS_AT + 8 * SPELT_ACC_LIMBS == SPELT_ACC_SAVED_BYTES, "as documented");

static const char magic[8] = {'S', 'P', 'E', 'L', 'T', 'A', 'C', 'C'};

static void put(unsigned char *bytes, uint64_t value, size_t length)
{
    for (size_t i = 0; i < length; i++)
        bytes[i] = (unsigned char)(value >> 8 * i);
}

static uint64_t get(const unsigned char *bytes, size_t length)
{
    uint64_t value = 0;
    for (size_t i = 0; i < length; i++)
        value |= (uint64_t)bytes[i] << 8 * i;
    return value;
}

spelt_status spelt_acc_save(const spelt_acc *acc, unsigned char *bytes)
{
    spelt_status status = spelt_acc_check("spelt_acc_save", "acc", acc);
    if (status != SPELT_OK)
        return status;
    if (!bytes)
        return spelt_fail(SPELT_ERR_NULL, "spelt_acc_save: bytes is NULL");
    memcpy(bytes, magic, sizeof magic);
    put(bytes + VERSION_AT, SPELT_ACC_SAVED_VERSION, 4);
    put(bytes + SPECIAL_AT, acc->special, 4);
    put(bytes + COUNT_AT, (uint64_t)acc->count, 8);
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++)
        put(bytes + LIMBS_AT + 8 * i, acc->limb[i], 8);
    return SPELT_OK;
}

spelt_status spelt_acc_load(const unsigned char *bytes, size_t n, spelt_acc *acc)
{
    const char *function = "spelt_acc_load";
    spelt_acc loaded;
    if (!bytes || !acc)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function, bytes ? "acc" : "bytes");
    if (n != SPELT_ACC_SAVED_BYTES)
        return spelt_fail(SPELT_ERR_FORMAT, "%s: n is %zu, a saved accumulator has %d bytes",
                          function, n, SPELT_ACC_SAVED_BYTES);
    if (memcmp(bytes, magic, sizeof magic) != 0)
        return spelt_fail(SPELT_ERR_FORMAT, "%s: bytes do not begin with SPELTACC", function);
    uint64_t version = get(bytes + VERSION_AT, 4);
    if (version != SPELT_ACC_SAVED_VERSION)
        return spelt_fail(SPELT_ERR_FORMAT, "%s: bytes have version %llu, not %d", function,
                          (unsigned long long)version, SPELT_ACC_SAVED_VERSION);
    loaded.special = get(bytes + SPECIAL_AT, 4);
    loaded.count = (int64_t)get(bytes + COUNT_AT, 8);
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++)
        loaded.limb[i] = get(bytes + LIMBS_AT + 8 * i, 8);
    if (spelt_acc_check(function, "acc", &loaded) != SPELT_OK)
        return spelt_fail(SPELT_ERR_FORMAT, "%s: bytes have special %#llx, which does not exist",
                          function, (unsigned long long)loaded.special);
    *acc = loaded;
    return SPELT_OK;
}
