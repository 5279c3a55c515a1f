/* test_npy_save.c - saving views as .npy files: what is in them, and what is never lost. */
#include "npy_files.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

static mode_t umask_before;

static void save_open(void)
{
    scratch_open();
    umask_before = umask(022);
}

static void save_close(void)
{
    umask(umask_before);
    scratch_close();
}

TestSuite(npy_save, .init = save_open, .fini = save_close, .timeout = 120);

/* The file is this header, padded to 128 bytes with magic and length, and this data. */
static void expect_file(const char *path, const char *text, const void *data, size_t data_bytes)
{
    size_t count;
    unsigned char *bytes = read_file(path, &count);
    unsigned char expected[128];
    char padded[256];
    int length = snprintf(padded, sizeof padded, "%-117s\n", text);
    cr_assert(length == 118 && put_header(expected, 1, padded, 118) == sizeof expected);
    cr_assert(count == sizeof expected + data_bytes, "%s: %zu bytes", path, count);
    cr_expect(memcmp(bytes, expected, sizeof expected) == 0, "%s: another header", path);
    if (data_bytes > 0)
        cr_expect(memcmp(bytes + sizeof expected, data, data_bytes) == 0, "%s: other data", path);
    free(bytes);
}

/* ---- What is written ----------------------------------------------------------------------- */

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ORDER "<"
#else
#define ORDER ">"
#endif

Test(npy_save, each_type)
{
    static const float f[] = {1.5f, -0.0f};
    static const double d[] = {1.5, -0.0};
    static const int32_t i[] = {INT32_MIN, 7};
    static const int64_t j[] = {INT64_MIN, 7};
    const char *path = in_scratch("x.npy");
    size_t open_before = descriptors();
    check(spelt_npy_save_f32(path, SPELT_IN(f32, f, 2)));
    expect_file(path, "{'descr': '" ORDER "f4', 'fortran_order': False, 'shape': (2,), }", f, 8);
    check(spelt_npy_save_f64(path, SPELT_IN(f64, d, 2)));
    expect_file(path, "{'descr': '" ORDER "f8', 'fortran_order': False, 'shape': (2,), }", d, 16);
    check(spelt_npy_save_i32(path, SPELT_IN(i32, i, 2)));
    expect_file(path, "{'descr': '" ORDER "i4', 'fortran_order': False, 'shape': (2,), }", i, 8);
    check(spelt_npy_save_i64(path, SPELT_IN(i64, j, 2)));
    expect_file(path, "{'descr': '" ORDER "i8', 'fortran_order': False, 'shape': (2,), }", j, 16);
    cr_expect(entries(scratch) == 1, "only the file itself is left");
    cr_expect(descriptors() == open_before, "a descriptor is left open");
}

/* Headers as numpy.save() writes them. */
Test(npy_save, headers)
{
    static const double zeros[8];
    const char *path = in_scratch("x.npy");
    spelt_in_f64 view = {.data = zeros, .ndim = 0};
    check(spelt_npy_save_f64(path, &view));
    expect_file(path, "{'descr': '" ORDER "f8', 'fortran_order': False, 'shape': (), }", zeros, 8);
    view = spelt_in_1d_f64(NULL, 0);
    check(spelt_npy_save_f64(path, &view));
    expect_file(path, "{'descr': '" ORDER "f8', 'fortran_order': False, 'shape': (0,), }", NULL, 0);
    view = (spelt_in_f64){NULL, 3, {2, 0, 1000000000000}, {0}};
    check(spelt_npy_save_f64(path, &view));
    expect_file(path,
                "{'descr': '" ORDER "f8', 'fortran_order': False, 'shape': (2, 0, 1000000000000), "
                "}",
                NULL, 0);
    view = (spelt_in_f64){zeros, 8, {1, 1, 2, 1, 1, 2, 1, 2}, {8, 8, 4, 4, 4, 2, 2, 1}};
    check(spelt_npy_save_f64(path, &view));
    expect_file(path,
                "{'descr': '" ORDER "f8', 'fortran_order': False, 'shape': (1, 1, 2, 1, 1, 2, 1, "
                "2), }",
                zeros, 64);
    /* As long as a header can be. */
    view = (spelt_in_f64){NULL, 8, {0, 1000000000, 10000, 10, 10, 10, 10, 1}, {0}};
    check(spelt_npy_save_f64(path, &view));
    expect_file(path,
                "{'descr': '" ORDER "f8', 'fortran_order': False, 'shape': (0, 1000000000, "
                "10000, 10, 10, 10, 10, 1), }",
                NULL, 0);
}

/* The sample files of one version, native order and C order come back byte for byte. */
Test(npy_save, samples_byte_for_byte)
{
    static const char *const names[] = {"npy/michelson_f64.npy", "npy/numacc4_f64.npy",
                                        "npy/scalar_f64.npy", "npy/empty_f64.npy",
                                        "npy/lottery_i64.npy"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        spelt_npy file = open_npy(sample(names[i]));
        const char *path = in_scratch("x.npy");
        spelt_in_f64 x;
        spelt_in_i64 y;
        if (file.type == SPELT_F64) {
            check(spelt_npy_view_f64(&file, NULL, 0, &x));
            check(spelt_npy_save_f64(path, &x));
        } else {
            check(spelt_npy_view_i64(&file, NULL, 0, &y));
            check(spelt_npy_save_i64(path, &y));
        }
        spelt_npy_close(&file);
        size_t count, expected_count;
        unsigned char *bytes = read_file(path, &count);
        unsigned char *expected = read_file(sample(names[i]), &expected_count);
        cr_expect(count == expected_count && memcmp(bytes, expected, count) == 0, "%s", names[i]);
        free(bytes);
        free(expected);
    }
}

/* ---- The place it is written to ------------------------------------------------------------ */

static const double two[] = {1.0, 2.0};

/* The file holds two. */
static void expect_two(const char *path)
{
    expect_file(path, "{'descr': '" ORDER "f8', 'fortran_order': False, 'shape': (2,), }", two,
                sizeof two);
}

static mode_t permissions(const char *path)
{
    struct stat about;
    cr_assert(lstat(path, &about) == 0);
    cr_expect(S_ISREG(about.st_mode));
    return about.st_mode & 07777;
}

Test(npy_save, permissions_of_a_new_file)
{
    const char *path = in_scratch("x.npy");
    check(spelt_npy_save_f64(path, SPELT_IN(f64, two, 2)));
    cr_expect(permissions(path) == 0644);
    umask(027);
    check(spelt_npy_save_f64(in_scratch("y.npy"), SPELT_IN(f64, two, 2)));
    cr_expect(permissions(in_scratch("y.npy")) == 0640);
    expect_two(path);
}

Test(npy_save, permissions_of_the_old_file)
{
    static const mode_t modes[] = {0600, 0644, 0666, 0777};
    const char *path = write_file("x.npy", "old", 3);
    umask(077);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        cr_assert(chmod(path, modes[i]) == 0);
        check(spelt_npy_save_f64(path, SPELT_IN(f64, two, 2)));
        cr_expect(permissions(path) == modes[i]);
        expect_two(path);
    }
}

Test(npy_save, relative_path)
{
    cr_assert(chdir(scratch) == 0);
    check(spelt_npy_save_f64("x.npy", SPELT_IN(f64, two, 2)));
    expect_two(in_scratch("x.npy"));
    cr_expect(entries(scratch) == 1);
    cr_assert(chdir("/") == 0);
}

Test(npy_save, symbolic_link_is_followed)
{
    write_file("x.npy", "old", 3);
    const char *link = in_scratch("link.npy");
    cr_assert(symlink("x.npy", link) == 0);
    check(spelt_npy_save_f64(link, SPELT_IN(f64, two, 2)));
    expect_two(in_scratch("x.npy"));
    struct stat about;
    cr_assert(lstat(link, &about) == 0);
    cr_expect(S_ISLNK(about.st_mode));
}

/* Links from link to link, by their own directories; where nothing is at the end the new file goes
 * there, as with open(2). */
Test(npy_save, dangling_symbolic_links_are_followed)
{
    char absolute[256];
    cr_assert(mkdir(in_scratch("far"), 0755) == 0);
    cr_assert(symlink("far/second", in_scratch("first")) == 0);
    cr_assert(symlink("../third", in_scratch("far/second")) == 0);
    snprintf(absolute, sizeof absolute, "%s", in_scratch("far/x.npy"));
    cr_assert(symlink(absolute, in_scratch("third")) == 0);
    for (int again = 0; again < 2; again++) {
        check(spelt_npy_save_f64(in_scratch("first"), SPELT_IN(f64, two, 2)));
        expect_two(in_scratch("far/x.npy"));
    }
    cr_expect(entries(scratch) == 3 && entries(in_scratch("far")) == 2);
    struct stat about;
    cr_expect(lstat(in_scratch("third"), &about) == 0 && S_ISLNK(about.st_mode));
    cr_assert(unlink(in_scratch("far/second")) == 0 && unlink(in_scratch("far/x.npy")) == 0);
}

/* Whoever may write to the directory cannot block a save by names that it might take. */
Test(npy_save, planted_names)
{
    enum { PLANTED = 1100 };
    char name[64];
    for (int i = 0; i < PLANTED; i++) {
        snprintf(name, sizeof name, ".spelt-%ld-%d.tmp", (long)getpid(), i);
        write_file(name, "", 0);
    }
    check(spelt_npy_save_f64(in_scratch("x.npy"), SPELT_IN(f64, two, 2)));
    expect_two(in_scratch("x.npy"));
    cr_expect(entries(scratch) == PLANTED + 1);
}

/* The program's own comes before the C library's. */
static int synced;
int fsync(int descriptor)
{
    (void)descriptor;
    synced++;
    return 0;
}

Test(npy_save, synced_or_not)
{
    const uint8_t mask[2] = {0, 7};
    const char *path = in_scratch("x.npy");
    check(spelt_npy_save_f64(path, SPELT_IN(f64, two, 2)));
    cr_expect(synced == 1);
    check(spelt_npy_save_unsynced_f64(path, SPELT_IN(f64, two, 2)));
    expect_two(path);
    check(spelt_npy_save_unsynced_bool(path, SPELT_IN(u8, mask, 2)));
    spelt_npy file = open_npy(path);
    cr_expect(file.boolean && file.count == 2);
    spelt_npy_close(&file);
    cr_expect(synced == 1);
    expect_failure(spelt_npy_save_unsynced_f64("/nowhere/x.npy", SPELT_IN(f64, two, 2)),
                   SPELT_ERR_IO,
                   "spelt_npy_save_unsynced_f64: /nowhere/x.npy: cannot create a file beside it: "
                   "No such file or directory");
}

/* An open file keeps its contents, even where what is saved is a view of the file itself. */
Test(npy_save, over_an_open_file)
{
    const char *path = in_scratch("x.npy");
    check(spelt_npy_save_f64(path, SPELT_IN(f64, two, 2)));
    spelt_npy file = open_npy(path);
    spelt_in_f64 view;
    check(spelt_npy_view_f64(&file, NULL, 0, &view));
    spelt_in_f64 backwards = {view.data + 1, 1, {2}, {-1}};
    check(spelt_npy_save_f64(path, &backwards));
    cr_expect(view.data[0] == 1.0 && view.data[1] == 2.0);
    spelt_npy_close(&file);
    file = open_npy(path);
    check(spelt_npy_view_f64(&file, NULL, 0, &view));
    cr_expect(view.data[0] == 2.0 && view.data[1] == 1.0);
    spelt_npy_close(&file);
}

/* ---- Failures ------------------------------------------------------------------------------ */

static void expect_not_saved(const char *path, const spelt_in_f64 *view, spelt_status expected,
                             const char *reason)
{
    char message[1024];
    snprintf(message, sizeof message, "spelt_npy_save_f64: %s", reason);
    size_t files = entries(scratch), open_before = descriptors();
    expect_failure(spelt_npy_save_f64(path, view), expected, message);
    cr_expect(entries(scratch) == files, "%s: a file is left", reason);
    cr_expect(descriptors() == open_before, "%s: a descriptor is left open", reason);
}

static void expect_no_place(const char *path, const char *reason)
{
    char full[1024];
    snprintf(full, sizeof full, "%s: %s", path, reason);
    expect_not_saved(path, SPELT_IN(f64, two, 2), SPELT_ERR_IO, full);
}

Test(npy_save, no_place_for_it)
{
    expect_no_place(scratch, "not a regular file");
    cr_assert(mkfifo(in_scratch("fifo"), 0600) == 0);
    expect_no_place(in_scratch("fifo"), "not a regular file");
    expect_no_place("", "cannot create: No such file or directory");
    expect_no_place(in_scratch("none/x.npy"),
                    "cannot create a file beside it: No such file or directory");
    write_file("file", "", 0);
    expect_no_place(in_scratch("file/x.npy"), "cannot create: Not a directory");
    cr_assert(symlink("none/x.npy", in_scratch("dangling")) == 0);
    expect_no_place(in_scratch("dangling"),
                    "cannot create a file beside it: No such file or directory");
    cr_assert(symlink("file/x.npy", in_scratch("through")) == 0);
    expect_no_place(in_scratch("through"), "cannot follow the symbolic link: Not a directory");
    cr_assert(symlink("loop", in_scratch("loop")) == 0);
    expect_no_place(in_scratch("loop"),
                    "cannot follow the symbolic link: Too many levels of symbolic links");
}

Test(npy_save, what_may_not_be_written)
{
    const char *path = write_file("x.npy", "old", 3);
    cr_assert(chmod(path, 0444) == 0);
    if (access(path, W_OK) == 0)
        skip_and_close("this user may write every file");
    expect_no_place(path, "cannot replace: Permission denied");
    cr_assert(chmod(path, 0644) == 0 && chmod(scratch, 0555) == 0);
    expect_no_place(path, "cannot create a file beside it: Permission denied");
    cr_assert(chmod(scratch, 0755) == 0);
}

Test(npy_save, long_paths)
{
    char path[6001];
    memset(path, 'a', 6000);
    path[6000] = '\0';
    char reason[512];
    snprintf(reason, sizeof reason, "...%s: cannot create: File name too long", path + 6000 - 156);
    expect_not_saved(path, SPELT_IN(f64, two, 2), SPELT_ERR_IO, reason);
    /* The longest name that a directory can hold still has room for the new file beside it. */
    char name[256];
    memset(name, 'a', 255);
    name[255] = '\0';
    check(spelt_npy_save_f64(in_scratch(name), SPELT_IN(f64, two, 2)));
    expect_two(in_scratch(name));
}

/* A path that the system just takes, of which the directory leaves no room for a new name. */
Test(npy_save, longest_paths)
{
    char path[4096], reason[512];
    size_t length = (size_t)snprintf(path, sizeof path, "%s", scratch);
    while (length < 4070) {
        const size_t more = 4070 - length < 200 ? 4070 - length : 200;
        memset(path + length, 'd', more);
        path[length] = '/';
        path[length += more] = '\0';
        cr_assert(mkdir(path, 0700) == 0);
    }
    strcpy(path + length, "/x.npy");
    snprintf(reason, sizeof reason, "...%s: cannot create a file beside it: File name too long",
             path + length + 6 - 156);
    expect_not_saved(path, SPELT_IN(f64, two, 2), SPELT_ERR_IO, reason);
    for (; length > strlen(scratch); length = (size_t)(strrchr(path, '/') - path)) {
        path[length] = '\0';
        cr_assert(rmdir(path) == 0);
    }
}

/* A link whose own path fits, but not behind the directory where it is. */
Test(npy_save, long_links)
{
    char there[4096], reason[512];
    memset(there, 'a', 4090);
    for (size_t i = 200; i < 4090; i += 200)
        there[i] = '/';
    there[4090] = '\0';
    const char *path = in_scratch("link");
    cr_assert(symlink(there, path) == 0);
    snprintf(reason, sizeof reason, "%s: cannot create: File name too long", path);
    expect_not_saved(path, SPELT_IN(f64, two, 2), SPELT_ERR_IO, reason);
}

/* A write that fails half way: the old file is as it was, and nothing is left beside it. The
 * limit cuts the header, the gathered elements, or a run that is written from where it lies. */
Test(npy_save, failed_writes)
{
    static const double zeros[8192];
    const char *path = write_file("x.npy", "old", 3);
    char reason[512];
    snprintf(reason, sizeof reason, "%s: cannot write: File too large", path);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before;
    cr_assert(getrlimit(RLIMIT_FSIZE, &before) == 0);
    static const rlim_t limits[] = {0, 100, 128, 5000, 30000, 128 + sizeof zeros - 1};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct rlimit limit = {limits[i], before.rlim_max};
        spelt_in_f64 scattered = {zeros + 8191, 1, {8192}, {-1}};
        spelt_status status[2];
        char messages[2][512];
        cr_assert(setrlimit(RLIMIT_FSIZE, &limit) == 0);
        status[0] = spelt_npy_save_f64(path, SPELT_IN(f64, zeros, 8192));
        snprintf(messages[0], sizeof messages[0], "%s", spelt_last_error());
        status[1] = spelt_npy_save_f64(path, &scattered);
        snprintf(messages[1], sizeof messages[1], "%s", spelt_last_error());
        /* Criterion itself writes files. */
        cr_assert(setrlimit(RLIMIT_FSIZE, &before) == 0);
        for (int j = 0; j < 2; j++) {
            cr_expect(status[j] == SPELT_ERR_IO, "limit %zu", (size_t)limits[i]);
            cr_expect_str_eq(messages[j] + strlen("spelt_npy_save_f64: "), reason);
        }
        size_t count;
        unsigned char *bytes = read_file(path, &count);
        cr_expect(count == 3 && memcmp(bytes, "old", 3) == 0, "the old file is lost");
        free(bytes);
        cr_expect(entries(scratch) == 1, "a file is left");
    }
}

Test(npy_save, views_that_cannot_be_saved)
{
    const char *path = in_scratch("x.npy");
    spelt_in_f64 view = {two, 9, {1}, {1}};
    expect_not_saved(path, &view, SPELT_ERR_SHAPE, "view has 9 dimensions, the limit is 8");
    view = (spelt_in_f64){two, 2, {4611686018427387904, 4}, {0, 0}};
    expect_not_saved(path, &view, SPELT_ERR_SHAPE,
                     "view has shape (4611686018427387904, 4), whose number of elements overflows "
                     "size_t");
    view = (spelt_in_f64){two, 2, {576460752303423488, 2}, {0, 0}};
    expect_not_saved(path, &view, SPELT_ERR_SHAPE,
                     "view has shape (576460752303423488, 2), whose bytes overflow ptrdiff_t");
    view = (spelt_in_f64){two, 2, {0, 1152921504606846976}, {0, 0}};
    expect_not_saved(path, &view, SPELT_ERR_SHAPE,
                     "view has shape (0, 1152921504606846976), whose bytes overflow ptrdiff_t");
    static const ptrdiff_t strides[][2] = {{PTRDIFF_MAX, 1},
                                           {PTRDIFF_MIN, 1},
                                           {1152921504606846975, 1},
                                           {-1152921504606846975, -1},
                                           {600000000000000000, 600000000000000000}};
    for (size_t i = 0; i < sizeof strides / sizeof strides[0]; i++) {
        view = (spelt_in_f64){two, 2, {2, 2}, {strides[i][0], strides[i][1]}};
        expect_not_saved(path, &view, SPELT_ERR_SHAPE,
                         "view has shape (2, 2), whose elements span more bytes than ptrdiff_t "
                         "holds");
    }
    view = (spelt_in_f64){NULL, 2, {2, 3}, {3, 1}};
    expect_not_saved(path, &view, SPELT_ERR_NULL, "view has shape (2, 3) and data NULL");
    view = (spelt_in_f64){NULL, 0, {0}, {0}};
    expect_not_saved(path, &view, SPELT_ERR_NULL, "view has shape () and data NULL");
    expect_not_saved(NULL, &view, SPELT_ERR_NULL, "path is NULL");
    expect_not_saved(path, NULL, SPELT_ERR_NULL, "view is NULL");
}

/* ---- Threads ------------------------------------------------------------------------------- */

enum { THREADS = 8, SAVES = 20, LENGTH = 5000 };

static void *save_repeatedly(void *path)
{
    static int32_t data[THREADS][LENGTH];
    static int next;
    int number = __atomic_fetch_add(&next, 1, __ATOMIC_RELAXED);
    for (int i = 0; i < LENGTH; i++)
        data[number][i] = number;
    for (int i = 0; i < SAVES; i++) {
        if (spelt_npy_save_i32(path, SPELT_IN(i32, data[number], LENGTH)) != SPELT_OK)
            return path;
    }
    return NULL;
}

/* Whoever opens the file at any time finds the whole array of one of those who save it. */
Test(npy_save, many_threads_and_one_path)
{
    const char *path = in_scratch("x.npy");
    static const int32_t first[LENGTH];
    check(spelt_npy_save_i32(path, SPELT_IN(i32, first, LENGTH)));
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        cr_assert(pthread_create(&threads[i], NULL, save_repeatedly, (void *)path) == 0);
    for (int i = 0; i < THREADS * SAVES; i++) {
        spelt_npy file = open_npy(path);
        spelt_in_i32 view;
        check(spelt_npy_view_i32(&file, NULL, 0, &view));
        cr_assert(view.shape[0] == LENGTH);
        for (int j = 1; j < LENGTH; j++)
            cr_assert(view.data[j] == view.data[0]);
        spelt_npy_close(&file);
    }
    for (int i = 0; i < THREADS; i++) {
        void *failed;
        cr_assert(pthread_join(threads[i], &failed) == 0);
        cr_expect(failed == NULL);
    }
    cr_expect(entries(scratch) == 1);
}
