/* npz.h - NumPy's .npz archives, as numpy.savez() writes them: open one, and its arrays where they
 * lie. */
#ifndef SPELT_NPZ_H
#define SPELT_NPZ_H

#include <spelt/npy.h>

/* An .npz file is a ZIP archive of .npy files, one for each array: "x.npy" for the array x. Read
 * are members that are stored, not compressed, ZIP64 too; an array is viewed in the archive's
 * mapping as that of an .npy file is.
 *
 *     spelt_npz archive;
 *     spelt_npy file;
 *     spelt_in_f64 x;
 *     spelt_status s = spelt_npz_open("model.npz", &archive);
 *     if (s == SPELT_OK) {
 *         s = spelt_npz_member(&archive, "weights", &file);
 *         if (s == SPELT_OK)
 *             s = spelt_npy_view_f64(&file, memory, capacity, &x);
 *         ...
 *         spelt_npz_close(&archive);
 *     }
 *
 * NumPy does not align members. So file.memory tells for most of them that a view wants memory, and
 * the elements are copied; one that happens to lie right is viewed where it lies. */

#ifdef __cplusplus
extern "C" {
#endif

/* An open archive. Read the members, change none; a copy of the struct is the same archive. */
typedef struct {
    size_t count;                   /* of arrays and whatever else is in it */
    char name[SPELT_NPY_NAME_SIZE]; /* the path; of a long one "..." and its end */
    uint64_t reserved[8];           /* Spelt's own */
} spelt_npz;

/* Opens path, maps it read-only and reads its directory; the descriptor is closed again before the
 * call returns. Nothing is allocated. What spelt_npy_open() says of a mapping holds here too.
 *
 * The members themselves are not looked at, and their checksums (CRC-32) never: that would read all
 * of a file of which an element may be wanted. Every length and place in the archive is checked
 * before it is used.
 *
 * Errors, with archive untouched:
 *   SPELT_ERR_NULL         path or archive is NULL
 *   SPELT_ERR_IO           the path cannot be opened or mapped, or is not a regular file
 *   SPELT_ERR_FORMAT       not a ZIP archive, or one whose directory is damaged, has bytes in front
 *                          of it that it does not count, or names with a byte of 0
 *   SPELT_ERR_UNSUPPORTED  an archive of several parts
 * Thread safe. */
SPELT_API spelt_status spelt_npz_open(const char *path, spelt_npz *archive);

/* Unmaps the archive: views into it must not be read any more, and the files of its members are of
 * no use. archive is left closed; closing it once more, or NULL, does nothing. Thread safe for
 * different archives. */
SPELT_API void spelt_npz_close(spelt_npz *archive);

/* The name of member index, 0 <= index < archive->count, with its ".npy" and an ending 0, written
 * to name, which has room for capacity bytes. Members are in the order of the directory, names in
 * the bytes of the archive: UTF-8, from NumPy. The directory is walked from its beginning.
 *
 * Errors, with name untouched:
 *   SPELT_ERR_NULL    archive or name is NULL
 *   SPELT_ERR_ARG     index is not below count; capacity is too small; the archive is closed
 *   SPELT_ERR_FORMAT  the archive was written to after it was opened, and is damaged now
 * Thread safe. */
SPELT_API spelt_status spelt_npz_name(const spelt_npz *archive, size_t index, char *name,
                                      size_t capacity);

/* The array of this name as an open .npy file, to be viewed by spelt_npy_view_<type>() or taken
 * apart by spelt_npy_field(). name is a member's, "x.npy", or without its ".npy", as NumPy's keys
 * are; where there are members "x" and "x.npy", "x" is the first. Names are compared byte for byte.
 *
 * file lives as long as archive, which it does not keep open; closing it does nothing to archive.
 * file->name is that of archive and "['<member>']".
 *
 * Errors, with file untouched: those of spelt_npy_open() but SPELT_ERR_IO, for the member, and
 *   SPELT_ERR_NULL         archive, name or file is NULL
 *   SPELT_ERR_ARG          there is no such member: the message tells which there are; the archive
 *                          is closed
 *   SPELT_ERR_UNSUPPORTED  the member is compressed, as by numpy.savez_compressed(), or encrypted
 *   SPELT_ERR_FORMAT       two members have the name; the member is not where the directory says,
 *                          or does not end before the directory
 * Thread safe. */
SPELT_API spelt_status spelt_npz_member(const spelt_npz *archive, const char *name,
                                        spelt_npy *file);

#ifdef __cplusplus
}
#endif

#endif
