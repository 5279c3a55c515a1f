/* npy.h - NumPy's .npy files: open one, view its elements where they lie, save a view; the same
 * from memory and from a pipe. */
#ifndef SPELT_NPY_H
#define SPELT_NPY_H

#include <spelt/declare.h>

/* The format is that of the NumPy manual, numpy.lib.format, and of NEP 1, "A simple file format for
 * NumPy arrays". Read are versions 1.0, 2.0 and 3.0, both byte orders, C and Fortran order, and
 * every element type but bf16, for which the format has no name: f2 f4 f8, i1 i2 i4 i8, u1 u2 u4
 * u8, c8 c16; and b1, NumPy's bool, as u8; and fields of these types in records. Nothing is converted but
 * byte order.
 *
 *     spelt_npy file;
 *     spelt_in_f64 x;
 *     spelt_status s = spelt_npy_open("x.npy", &file);
 *     if (s == SPELT_OK) {
 *         s = spelt_npy_view_f64(&file, NULL, 0, &x);
 *         if (s == SPELT_OK)
 *             s = spelt_sum_f64(&x, &sum);
 *         spelt_npy_close(&file);
 *     }
 *
 * No function here is a cancellation point: a thread that is cancelled (pthread_cancel) while it
 * waits for a file or a stream ends after the call, and nothing is left open or behind. */

#ifdef __cplusplus
extern "C" {
#endif

/* The most bytes of a file's name that its messages repeat, and the ending 0. */
#define SPELT_NPY_NAME_SIZE 160

/* An open file. Read the members, change none; a copy of the struct is the same open file. (What
 * comes from a descriptor is read once: by way of one copy.) */
typedef struct {
    spelt_type type;                  /* 0 of records, which have fields */
    int fortran_order;                /* 1: the first index runs fastest in the file */
    size_t ndim;                      /* 0 (one element, no axes) to SPELT_MAX_NDIM */
    size_t shape[SPELT_MAX_NDIM];     /* any extent may be 0; 0 past ndim */
    ptrdiff_t stride[SPELT_MAX_NDIM]; /* of every view of the file, in elements; 0 past ndim */
    size_t count;                     /* elements */
    size_t memory;                    /* elements of memory that a view needs: 0 where the file's
                                         byte order and alignment let it be viewed where it lies,
                                         else count */
    char name[SPELT_NPY_NAME_SIZE];   /* the path, or what stands for it; of a long one "..." and
                                         its end */
    int boolean;                      /* 1: NumPy's bool, a byte an element; type is SPELT_U8 */
    size_t fields;                    /* of each record (spelt_npy_field); 0: no records */
    size_t offset;                    /* of the first element, in bytes: the header's length */
    size_t bytes;                     /* of the elements, which end at offset + bytes */
    uint64_t reserved[12];            /* Spelt's own */
} spelt_npy;

/* Opens path and maps it, read-only; the descriptor is closed again before the call returns.
 *
 * The header is read and everything in it checked before anything is mapped. Bytes that follow
 * the array are not looked at. Nothing is allocated but some pages of memory for the header, which
 * are given back before the call returns.
 *
 * The views read the file itself. A write to it shows in them at an unspecified time; where it
 * is cut short, reading the part that is gone raises SIGBUS, as it does with every mapping. A
 * file that is replaced by renaming another over it, as spelt_npy_save_<type>() does, keeps its
 * old contents for those who have it open.
 *
 * Errors, with file untouched:
 *   SPELT_ERR_NULL         path or file is NULL
 *   SPELT_ERR_IO           the path cannot be opened, read or mapped, or is not a regular file
 *                          (a directory, a FIFO, which is not waited for, a device)
 *   SPELT_ERR_FORMAT       not an .npy file; the header ends past the end of the file, or is not
 *                          the dictionary of descr, fortran_order and shape, each once and
 *                          nothing else; a negative extent; the array ends past the end of the
 *                          file
 *   SPELT_ERR_SHAPE        over SPELT_MAX_NDIM dimensions; an extent, or the bytes of the shape
 *                          with extents of 0 left out, that overflow size_t or ptrdiff_t
 *   SPELT_ERR_UNSUPPORTED  another version; a header over 10,000 bytes; another element type:
 *                          Python objects (nothing is ever unpickled), subarray, string, date,
 *                          complex, and numbers of other widths or without a byte order; records
 *                          with a field of Python objects, without fields or bytes, or with fields
 *                          in fields more than 4 deep
 *   SPELT_ERR_NOMEM        there are no pages for the header
 * Thread safe. */
SPELT_API spelt_status spelt_npy_open(const char *path, spelt_npy *file);

/* The same of an .npy file that lies in memory: the first of its size bytes is at data. Nothing is
 * mapped or copied: the views point into the caller's bytes, which stay as they are as long as
 * these live, and spelt_npy_close() frees nothing. Bytes behind the array are not looked at: where
 * several files follow each other, the next begins at data + file->offset + file->bytes.
 * file->memory depends on how the elements are aligned in memory. file->name is "data".
 *
 * Errors: those of spelt_npy_open() but SPELT_ERR_IO and _NOMEM, and SPELT_ERR_NULL where data is NULL.
 * Thread safe. */
SPELT_API spelt_status spelt_npy_open_bytes(const void *data, size_t size, spelt_npy *file);

/* The same from a descriptor that is open for reading, a pipe's, a socket's or a regular file's:
 * from where it stands. The header is read and not a byte behind it; spelt_npy_read_<type>() reads
 * the elements, and not a byte behind them. So arrays that follow each other in one stream, as
 * several calls of numpy.save() write them, are opened and read in turns; an array that is not
 * wanted is passed over by reading file->bytes bytes.
 *
 * Nothing is mapped: no SIGBUS can come of a file that is cut short, and nobody who writes to it
 * changes what has been read. To read a file like this, open(2) it.
 *
 * The call waits for the bytes, also where the descriptor does not block. The descriptor stays the
 * caller's, who closes it; after a failure it stands somewhere in the header. file->name is
 * "descriptor <number>".
 *
 * Errors: those of spelt_npy_open(), and
 *   SPELT_ERR_ARG  the stream ends where the array would begin: nothing is left
 * Thread safe for different descriptors. */
SPELT_API spelt_status spelt_npy_open_descriptor(int descriptor, spelt_npy *file);

/* One field of an array of records, as a file of its own, with file's shape and file's name and
 * "['<name>']" in messages: spelt_npy_view_<type>(field, ...) views it.
 *
 * A file of a structured type (numpy.dtype([('mass', 'f8'), ('charge', 'i2')])) has type 0, fields,
 * and strides that count records; it cannot be viewed itself. What is not asked for may have any
 * type but Python objects, a shape, or fields of its own: it is passed over.
 *
 * Where the field is aligned as its type demands in each record, which is to say that offset and
 * record are whole numbers of elements, as numpy.dtype(align=True) makes them, and has this
 * machine's byte order, field->memory is 0 and views lie in the file, with strides of so many
 * elements from record to record. Else field->memory is its count, and spelt_npy_view_<type>()
 * gathers the elements in C order, or in Fortran order where the file is in that, into the caller's
 * memory. field->offset is where the first of them is in the file, field->bytes what they have
 * together.
 *
 * name is in UTF-8. A field of a title and a name goes by its name. (A backslash in a name, which
 * Python writes as two, is not read: SPELT_ERR_FORMAT from spelt_npy_open().) field lives as long
 * as file, which it does not keep open; closing it does nothing to file. The header is looked at
 * again: of a mapped file that somebody writes to, it is what is there now, and nothing outside the
 * file is read.
 *
 * Errors, with field untouched:
 *   SPELT_ERR_NULL         file, name or field is NULL
 *   SPELT_ERR_ARG          no field has the name: the message tells which there are; file has no
 *                          fields, or is closed; field is file itself
 *   SPELT_ERR_UNSUPPORTED  the field has a type that spelt_npy_open() does not take, a shape (a
 *                          subarray), or fields of its own; file comes from a descriptor
 *   SPELT_ERR_FORMAT       two fields have the name
 * Thread safe. */
SPELT_API spelt_status spelt_npy_field(const spelt_npy *file, const char *name, spelt_npy *field);

/* Unmaps the file: views into it must not be read any more; those in the caller's memory stay.
 * file is left closed; closing it once more, or NULL, does nothing. Thread safe for different
 * files. */
SPELT_API void spelt_npy_close(spelt_npy *file);

/* A view of the whole array: file's shape and strides, in C or Fortran order as it lies.
 *
 * Where file->memory is 0 the view points into the mapping and lives until spelt_npy_close();
 * memory and capacity are not used and may be NULL and 0. Else the elements are written to
 * memory, which has room for capacity of them, with their byte order turned where need be, bit
 * for bit (NaN payloads too): file->memory elements are needed. Where the array has no elements
 * the view's data is NULL.
 *
 * NumPy's bool is viewed as u8, a mask as Spelt's functions take and give it. Its bytes are 0 and 1
 * where NumPy wrote them; any other byte that the file holds is in the view as it is, and is true.
 *
 * Errors, with view and memory untouched:
 *   SPELT_ERR_NULL     file or view is NULL; memory is NULL and needed
 *   SPELT_ERR_OVERLAP  memory that is needed shares bytes with the file's elements
 *   SPELT_ERR_ARG      the file holds another type or records; memory that is needed is not aligned
 *                      as its type demands; capacity is too small; the file is closed; it was
 *                      opened by spelt_npy_open_descriptor()
 * Thread safe. Allocates nothing. */
SPELT_NPY_VIEW(spelt_npy_view_f32, f32)
SPELT_NPY_VIEW(spelt_npy_view_f64, f64)
SPELT_NPY_VIEW(spelt_npy_view_i8, i8)
SPELT_NPY_VIEW(spelt_npy_view_i16, i16)
SPELT_NPY_VIEW(spelt_npy_view_i32, i32)
SPELT_NPY_VIEW(spelt_npy_view_i64, i64)
SPELT_NPY_VIEW(spelt_npy_view_u8, u8)
SPELT_NPY_VIEW(spelt_npy_view_u16, u16)
SPELT_NPY_VIEW(spelt_npy_view_u32, u32)
SPELT_NPY_VIEW(spelt_npy_view_u64, u64)
SPELT_NPY_VIEW(spelt_npy_view_f16, f16)
SPELT_NPY_VIEW(spelt_npy_view_c64, c64)
SPELT_NPY_VIEW(spelt_npy_view_c128, c128)

/* Reads the whole array of a file that spelt_npy_open_descriptor() opened into memory, which has
 * room for capacity elements and needs file->memory, and makes the view of it: file's shape and
 * strides, in C or Fortran order as it comes. The byte order is turned where need be, bit for bit.
 * Where the array has no elements nothing is read, memory may be NULL, and the view's data is NULL.
 *
 * An array is read once, all at once. The call waits for the bytes; interrupted and short reads are
 * taken up again. The view lives as long as memory, whatever becomes of file and descriptor.
 *
 * Errors, with view untouched:
 *   SPELT_ERR_NULL    file or view is NULL; memory is NULL and needed
 *   SPELT_ERR_ARG     the file holds another type; memory that is needed is not aligned as its type
 *                     demands; capacity is too small; the file is closed, was opened in another
 *                     way, or has been read
 *   SPELT_ERR_FORMAT  the stream ends within the array
 *   SPELT_ERR_IO      the descriptor cannot be read
 * After the last two memory holds what came before, in the file's byte order, and the array cannot
 * be read again; after the others nothing was read. Thread safe for different descriptors.
 * Allocates nothing. */
SPELT_NPY_READ(spelt_npy_read_f32, f32)
SPELT_NPY_READ(spelt_npy_read_f64, f64)
SPELT_NPY_READ(spelt_npy_read_i8, i8)
SPELT_NPY_READ(spelt_npy_read_i16, i16)
SPELT_NPY_READ(spelt_npy_read_i32, i32)
SPELT_NPY_READ(spelt_npy_read_i64, i64)
SPELT_NPY_READ(spelt_npy_read_u8, u8)
SPELT_NPY_READ(spelt_npy_read_u16, u16)
SPELT_NPY_READ(spelt_npy_read_u32, u32)
SPELT_NPY_READ(spelt_npy_read_u64, u64)
SPELT_NPY_READ(spelt_npy_read_f16, f16)
SPELT_NPY_READ(spelt_npy_read_c64, c64)
SPELT_NPY_READ(spelt_npy_read_c128, c128)

/* Writes the view's elements, whatever its strides, to path: version 1.0, C order, this
 * machine's byte order, byte for byte the file that numpy.save() of NumPy 1.23 and later writes
 * for a C-ordered array.
 *
 * All goes to a new file in the same directory (.spelt-<pid>-<number>.tmp, a number that nobody
 * can foresee), which is synced to the disk and then renamed to path. So path holds either what it held before or the whole
 * array, even if the process dies or the disk is full; and a view of the file that is being
 * replaced may be what is saved. A failed call removes the new file; only a killed process
 * leaves it.
 *
 * A file that is there must be a regular one that the caller may write; it passes on its
 * permissions, not its owner and hard links. A symbolic link is followed, also where nothing is
 * at its end yet: the new file goes there. A new file gets the permissions that umask leaves.
 *
 * Errors, with path as it was:
 *   SPELT_ERR_NULL   path or view is NULL; data is NULL and there are elements
 *   SPELT_ERR_SHAPE  ndim over SPELT_MAX_NDIM; the bytes of the shape with extents of 0 left
 *                    out, or the bytes spanned by the view, overflow size_t or ptrdiff_t
 *   SPELT_ERR_IO     the file could not be created, written, synced or renamed: permissions, no
 *                    space, ...; path is not a regular file
 * Thread safe; where two calls save to one path, the last to rename wins. Allocates no memory. */
SPELT_NPY_SAVE(spelt_npy_save_f32, f32)
SPELT_NPY_SAVE(spelt_npy_save_f64, f64)
SPELT_NPY_SAVE(spelt_npy_save_i8, i8)
SPELT_NPY_SAVE(spelt_npy_save_i16, i16)
SPELT_NPY_SAVE(spelt_npy_save_i32, i32)
SPELT_NPY_SAVE(spelt_npy_save_i64, i64)
SPELT_NPY_SAVE(spelt_npy_save_u8, u8)
SPELT_NPY_SAVE(spelt_npy_save_u16, u16)
SPELT_NPY_SAVE(spelt_npy_save_u32, u32)
SPELT_NPY_SAVE(spelt_npy_save_u64, u64)
SPELT_NPY_SAVE(spelt_npy_save_f16, f16)
SPELT_NPY_SAVE(spelt_npy_save_c64, c64)
SPELT_NPY_SAVE(spelt_npy_save_c128, c128)

/* The same of a mask as NumPy's bool ('|b1'): 0 where an element of view is 0, else 1. */
SPELT_API spelt_status spelt_npy_save_bool(const char *path, const spelt_in_u8 *view);

/* The same without waiting for the disk, which may take longer than all else: path holds the whole
 * array or what it held before, whatever becomes of the process. But where the machine itself stops
 * before the file is on the disk, it may be left empty or with only a part. For what can be made
 * anew. */
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_f32, f32)
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_f64, f64)
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_i8, i8)
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_i16, i16)
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_i32, i32)
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_i64, i64)
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_u8, u8)
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_u16, u16)
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_u32, u32)
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_u64, u64)
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_f16, f16)
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_c64, c64)
SPELT_NPY_SAVE_UNSYNCED(spelt_npy_save_unsynced_c128, c128)
SPELT_API spelt_status spelt_npy_save_unsynced_bool(const char *path, const spelt_in_u8 *view);

#ifdef __cplusplus
}
#endif

#endif
