/* files.h - the part of faults.c that saves and reads files. Behind its check_call(). */
#ifndef FAULTS_FILES_H
#define FAULTS_FILES_H

/* ---- Saving ---------------------------------------------------------------------------------- */

static double old_elements[7] = {1, 2, 3, 4, 5, 6, 7};
static double new_elements[3000];

static size_t contents(unsigned char bytes[FILE_BYTES])
{
    FILE *file = fopen(target, "rb");
    const size_t length = file ? fread(bytes, 1, FILE_BYTES, file) : 0;
    if (file)
        fclose(file);
    return length;
}

static spelt_status save_to(const char *path)
{
    const spelt_in_f64 view = {new_elements, 2, {50, 30}, {1, 100}};
    strike_from_now();
    return spelt_npy_save_f64(path, &view);
}

static spelt_status save_target(void *result)
{
    (void)result;
    return save_to(target);
}

static spelt_status save_link(void *result)
{
    (void)result;
    return save_to(link_to_it);
}

/* Of the old file all, or all of the new. */
static void check_save(int replaces, checked_call *save)
{
    static unsigned char before[FILE_BYTES], after[FILE_BYTES];
    static const spelt_in_f64 old = {old_elements, 1, {7}, {1}};
    unlink(target);
    if (replaces && spelt_npy_save_f64(target, &old) != SPELT_OK)
        complain("cannot make the old file");
    const size_t old_length = contents(before);
    check_call("spelt_npy_save_f64", save, "", !replaces);
    const size_t length = contents(after);
    const int fails = struck && !strike_interrupts;
    if (fails && (length != old_length || memcmp(before, after, length) != 0))
        complain("the old file is not what it was");
    if (!fails && length < 1500 * sizeof(double))
        complain("the new file is not there");
}

static void save_new(void)
{
    check_save(0, save_target);
}

static void save_over(void)
{
    check_save(1, save_target);
}

static void save_over_link(void)
{
    check_save(1, save_link);
}

/* ---- Reading --------------------------------------------------------------------------------- */

static spelt_status open_npy(void *result)
{
    spelt_npy *file = result;
    spelt_in_f64 view;
    strike_from_now();
    const spelt_status status = spelt_npy_open(path_npy, file);
    strike_at_end();
    if (status == SPELT_OK) {
        if (spelt_npy_view_f64(file, NULL, 0, &view) != SPELT_OK || view.data[0] == view.data[1])
            complain("the view is not right");
        spelt_npy_close(file);
    }
    return status;
}

static void opening(void)
{
    check_call("spelt_npy_open", open_npy, "close", 0);
}

static spelt_status open_npz(void *result)
{
    spelt_npz *archive = result;
    strike_from_now();
    const spelt_status status = spelt_npz_open(path_npz, archive);
    strike_at_end();
    if (status == SPELT_OK)
        spelt_npz_close(archive);
    return status;
}

static void opening_archive(void)
{
    check_call("spelt_npz_open", open_npz, "close", 0);
}

static int descriptor;

static spelt_status open_descriptor(void *result)
{
    strike_from_now();
    return spelt_npy_open_descriptor(descriptor, result);
}

/* The file is opened without strikes: the elements are read with them. */
static spelt_status read_descriptor(void *result)
{
    static double memory[FILE_BYTES];
    spelt_npy file;
    if (spelt_npy_open_descriptor(descriptor, &file) != SPELT_OK)
        complain("cannot be opened");
    strike_from_now();
    const spelt_status status = spelt_npy_read_f64(&file, memory, FILE_BYTES, result);
    strike_at_end();
    char message[256];
    snprintf(message, sizeof message, "%s", spelt_last_error());
    if (status != SPELT_OK && spelt_npy_read_f64(&file, memory, FILE_BYTES, result) != SPELT_ERR_ARG)
        complain("is read again after a failure");
    return status == SPELT_OK ? status : spelt_set_last_error(status, message);
}

static void with_descriptor(const char *function, checked_call *call)
{
    descriptor = open(path_npy, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        complain("there is no file");
    check_call(function, call, "", 0);
    close(descriptor);
}

static void opening_descriptor(void)
{
    with_descriptor("spelt_npy_open_descriptor", open_descriptor);
}

static void reading_descriptor(void)
{
    with_descriptor("spelt_npy_read_f64", read_descriptor);
}

/* A pipe that is empty now and then, of a reader that does not want to wait. */
static void reading_pipe(void)
{
    static unsigned char bytes[FILE_BYTES];
    FILE *file = fopen(path_npy, "rb");
    const size_t length = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    int pipes[2];
    if (length < 400 || pipe2(pipes, O_CLOEXEC) != 0 || fclose(file) != 0)
        complain("there is no file, or no pipe");
    const pid_t writer = fork();
    if (writer == 0) {
        close(pipes[0]);
        for (size_t at = 0, half = length / 2; at < length; at += half)
            if (usleep(2000) != 0 || write(pipes[1], bytes + at, length - at < half ? length - at : half) < 0)
                break;
        _exit(0);
    }
    close(pipes[1]);
    fcntl(pipes[0], F_SETFL, O_NONBLOCK);
    descriptor = pipes[0];
    check_call("spelt_npy_open_descriptor", open_descriptor, "", 0);
    close(pipes[0]);
    waitpid(writer, NULL, 0);
}

#endif
