/* runtime.h - which code runs: the path, the instruction set, the thread count; the version. */
#ifndef SPELT_RUNTIME_H
#define SPELT_RUNTIME_H

#include <spelt/status.h>

#include <stddef.h>

#define SPELT_VERSION_MAJOR 0
#define SPELT_VERSION_MINOR 1
#define SPELT_VERSION_PATCH 0
#define SPELT_VERSION "0.1.0"

/* No call uses more threads than this, whatever is asked for. */
#define SPELT_MAX_THREADS 1024

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library at run time, as SPELT_VERSION. */
SPELT_API const char *spelt_version(void);

/* Environment variables are read at the first call that needs them, once; never when the
 * library is loaded. All functions here are thread safe; a change of path or instruction set
 * holds for the calls that start after it. */

/* Path: "auto", "scalar", "simd" or "blas"; from SPELT_PATH, else auto.
 * auto never changes a result's bits, so for every operation here it is simd. scalar runs the
 * portable C kernels. blas calls OpenBLAS; its floating-point results depend on its version,
 * the CPU and the thread count; operations that BLAS does not have are SPELT_ERR_UNSUPPORTED.
 *
 * set: a name, or NULL for what the environment says. SPELT_ERR_ARG for an unknown name,
 * SPELT_ERR_UNSUPPORTED for blas in a build without it. */
SPELT_API spelt_status spelt_set_path(const char *name);
SPELT_API const char *spelt_path(void);
/* Where the path comes from: "default", "SPELT_PATH" or "spelt_set_path"; a value that was
 * passed over is told: "default (SPELT_PATH=blass is not a path)". Lives as long as the process. */
SPELT_API const char *spelt_path_source(void);

/* Instruction set: "scalar", "sse2", "avx2", "avx512", "neon"; from SPELT_ISA, else the best
 * that CPUID and XCR0 allow. spelt_isa() is the one now in force ("scalar" while the path is).
 *
 * set: a name, or NULL for what the environment says. SPELT_ERR_ARG for an unknown name,
 * SPELT_ERR_UNSUPPORTED for one that this build or CPU does not have. */
SPELT_API spelt_status spelt_set_isa(const char *name);
SPELT_API const char *spelt_isa(void);
/* As spelt_path_source: "CPUID", "SPELT_ISA" or "spelt_set_isa", with what was passed over. */
SPELT_API const char *spelt_isa_source(void);

/* Threads: a call uses as many as pay for themselves at its size, never more than the cap: one
 * inside an OpenMP parallel region, and one in a forked child whose parent had started threads
 * (libgomp's pool does not survive a fork, and the threads may be one). The pool is OpenMP's own,
 * shared with the host's OpenMP code.
 *
 * The cap is that of the calling thread if set, else that of the process if set, else
 * SPELT_NUM_THREADS, OPENBLAS_NUM_THREADS or OMP_NUM_THREADS, whichever is the first to hold a
 * whole number from 1 up (of a list such as 4,2 the first; an empty variable counts as unset),
 * else the CPUs that this process may use: affinity mask of the thread that asks first, cgroup
 * v1 or v2 CPU quota rounded up.
 * It is at most SPELT_MAX_THREADS, and 1 in a build without OpenMP. */

/* For the process; 0 goes back to the environment. SPELT_ERR_ARG for n < 0. */
SPELT_API spelt_status spelt_set_num_threads(int n);
/* For the calling thread; 0 follows the process. Returns the previous value (0 if none), so
 * that it can be put back. A negative n changes nothing and leaves a message. */
SPELT_API int spelt_set_num_threads_local(int n);
/* The cap now in force for the calling thread. */
SPELT_API int spelt_get_num_threads(void);
/* Where the cap of the calling thread comes from: "spelt_set_num_threads_local",
 * "spelt_set_num_threads", a variable's name, "affinity", "cgroup" or "no OpenMP"; values that
 * were passed over are told: "affinity (SPELT_NUM_THREADS=many is not a thread count)".
 * Lives as long as the process. */
SPELT_API const char *spelt_threads_source(void);

/* The grain: a call that moves fewer bytes than this runs on one thread, whatever the cap; one that
 * moves more on the cap, or on the cap halved until each thread has a 32nd of a grain. From
 * SPELT_GRAIN_BYTES, a whole number of bytes from 0 up, or of 2^10, 2^20 or 2^30 of them with K, M
 * or G behind it: "65536", "64K", "4M"; else 4 MiB. Results do not depend on it. The path blas
 * takes the cap at any size. `spelt-bench threads` measures which grain suits a machine. */
SPELT_API size_t spelt_grain_bytes(void);
/* "default" or "SPELT_GRAIN_BYTES"; a value that was passed over is told: "default
 * (SPELT_GRAIN_BYTES=much is not a number of bytes)". Lives as long as the process. */
SPELT_API const char *spelt_grain_source(void);

/* SPELT_VERBOSE=1 writes one line on stderr for each call of an operation whose arguments are not
 * NULL: function, shapes, path, instruction set, threads, microseconds, and the status if it is
 * not SPELT_OK. */

#ifdef __cplusplus
}
#endif

#endif
