/* runtime.h - which code runs: the path, the instruction set, the thread count; the version. */
#ifndef SPELT_RUNTIME_H
#define SPELT_RUNTIME_H

#include <spelt/status.h>

#include <stddef.h>

#define SPELT_VERSION_MAJOR 0
#define SPELT_VERSION_MINOR 2
#define SPELT_VERSION_PATCH 0
#define SPELT_VERSION "0.2.0"

/* No call uses more threads than this, whatever is asked for. */
#define SPELT_MAX_THREADS 1024

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library at run time, as SPELT_VERSION. */
SPELT_API const char *spelt_version(void);

/* Environment variables are read at the first call that needs them, once; never when the
 * library is loaded, and none in a program that has more rights than who started it (setuid). All
 * functions here are thread safe; a change of path or instruction set holds for the calls that start
 * after it.
 *
 * Stack: no function of Spelt needs more than 16 KiB of the calling thread's, on any path but blas.
 *
 * Signals: a handler may leave a call by siglongjmp() or exit(): what the call had begun to write is
 * unspecified then, and all else goes on. A call on several threads, a setter, a first call and one on
 * the path blas hold the calling thread's signals off until they are done; not those that an
 * instruction itself raises (SIGSEGV, SIGBUS, SIGFPE, ...): a handler of these must not leave a call on
 * several threads.
 *
 * Cancellation: no function is a cancellation point. pthread_cancel() takes effect after the call; a
 * thread that has asked for asynchronous cancellation must not be cancelled in one. */

/* Path: "auto", "scalar", "simd" or "blas"; from SPELT_PATH, else auto.
 * auto never changes a result's bits, so for every operation here it is simd. scalar runs the
 * portable C kernels. blas calls OpenBLAS; its floating-point results depend on its version,
 * the CPU and the thread count; operations that BLAS does not have are SPELT_ERR_UNSUPPORTED. It is
 * loaded, and starts its threads, when it is first asked for; where it has none it prints on stderr,
 * and the path is SPELT_ERR_UNSUPPORTED.
 *
 * set: a name, or NULL for what the environment says. SPELT_ERR_ARG for an unknown name,
 * SPELT_ERR_UNSUPPORTED for blas in a build without it, or where it cannot be loaded. */
SPELT_API spelt_status spelt_set_path(const char *name);
SPELT_API const char *spelt_path(void);
/* Where the path comes from: "default", "SPELT_PATH" or "spelt_set_path"; a value that was
 * passed over is told: "default (SPELT_PATH=blass is not a path)". Lives as long as the process. */
SPELT_API const char *spelt_path_source(void);

/* Instruction set: "scalar", on x86-64 "sse2", "avx2" (with FMA and F16C), "avx2vnni", "avx512" (F, BW,
 * DQ and VL), "avx512vnni", on AArch64 "neon" and "sve"; from SPELT_ISA, else the best that the CPU
 * and the operating system have. One with vnni is the set before it and VNNI's kernels where they
 * are faster. spelt_isa() is the one now in force ("scalar" while the path is).
 *
 * set: a name, or NULL for what the environment says. SPELT_ERR_ARG for an unknown name,
 * SPELT_ERR_UNSUPPORTED for one that this build or CPU does not have. */
SPELT_API spelt_status spelt_set_isa(const char *name);
SPELT_API const char *spelt_isa(void);
/* As spelt_path_source: "CPUID", "SPELT_ISA" or "spelt_set_isa", with what was passed over. */
SPELT_API const char *spelt_isa_source(void);

/* Threads: a call uses as many as pay for themselves by the time it takes, never more than the
 * cap. The team is Spelt's own. A call offers its work in pieces and begins at once; workers that
 * come in time take some, and the call waits only for those that are inside a piece. So threads do
 * not make a call slower on a busy machine, and none is bound to a call that the machine may never
 * schedule. How long workers take to come is watched, and calls too short for it do not ask.
 *
 * Workers are started when first needed and sleep between calls; they are never ended, and exit
 * waits for none. Each is bound to one CPU of those that the calling thread may use, has the name
 * spelt-1, spelt-2, ..., a stack of 128 KiB (no call needs more than 16 KiB of it, nor of the
 * caller's), all signals blocked but those of faults, and the caller's floating-point environment
 * during a piece. All calls of a process together use no more workers than the cap less one, however
 * many threads make them. Where no thread can be had a call does with those there are and says
 * nothing. A forked child has a team of its own, whatever the parent's threads were doing at the
 * fork, and so has a child of it. The object that holds Spelt is not unloaded once there are workers.
 *
 * One thread alone is used in a parallel region of any OpenMP runtime that is loaded at the time
 * (one that is linked into the program without its dynamic symbols cannot be seen), and while
 * floating-point traps are unmasked, so that they strike the caller.
 *
 * The cap is that of the calling thread if set, else that of the process if set, else
 * SPELT_NUM_THREADS, OPENBLAS_NUM_THREADS or OMP_NUM_THREADS, whichever is the first to hold a
 * whole number from 1 up (of a list such as 4,2 the first; an empty variable counts as unset),
 * else the CPUs that this process may use: affinity mask of the thread that asks first, or the
 * places of OMP_PLACES, OMP_PROC_BIND or GOMP_CPU_AFFINITY; cgroup v1 or v2 CPU quota rounded up.
 * It is at most SPELT_MAX_THREADS. A cap above the CPUs is obeyed: they are shared. */

/* For the process; 0 goes back to the environment. SPELT_ERR_ARG for n < 0. */
SPELT_API spelt_status spelt_set_num_threads(int n);
/* For the calling thread; 0 follows the process. Returns the previous value (0 if none), so
 * that it can be put back. A negative n changes nothing and leaves a message. */
SPELT_API int spelt_set_num_threads_local(int n);
/* The cap now in force for the calling thread. */
SPELT_API int spelt_get_num_threads(void);
/* Where the cap of the calling thread comes from: "spelt_set_num_threads_local",
 * "spelt_set_num_threads", a variable's name, "affinity" or "cgroup"; values that were passed over
 * are told: "affinity (SPELT_NUM_THREADS=many is not a thread count)". Lives as long as the
 * process. */
SPELT_API const char *spelt_threads_source(void);

/* The grain, for those who know better than the costs that Spelt reckons with: a call that moves
 * fewer bytes than this runs on one thread, one that moves more on a thread for each 32nd of the
 * grain, up to the cap. From SPELT_GRAIN_BYTES, a whole number of bytes from 0 up, or of 2^10, 2^20
 * or 2^30 of them with K, M or G behind it: "65536", "64K", "4M". Where it is not set there is none
 * and spelt_grain_bytes() is 0. Results do not depend on it. The path blas takes the cap at any
 * size. `spelt-bench threads` measures what suits a machine. */
SPELT_API size_t spelt_grain_bytes(void);
/* "default" or "SPELT_GRAIN_BYTES"; a value that was passed over is told: "default
 * (SPELT_GRAIN_BYTES=much is not a number of bytes)". Lives as long as the process. */
SPELT_API const char *spelt_grain_source(void);

/* SPELT_VERBOSE=1 writes one line on stderr for each call of an operation whose arguments are not
 * NULL: function, shapes, path, instruction set, threads that took part, microseconds, and the
 * status if it is not SPELT_OK. */

#ifdef __cplusplus
}
#endif

#endif
