/* usage.c - what --help says. */
#include "usage.h"

#include "reports.h"

#include <stdio.h>

static const char before_reports[] =
    "Usage: spelt-bench [REPORT] [OPTION]...\n"
    "\n"
    "What Spelt gains over a loop on this machine: sum, sumsq, dot and add of every type, at "
    "sizes\n"
    "from one element to arrays four times the last-level cache.\n"
    "\n"
    "Columns:\n"
    "  naive       the loop as one writes it, optimized, with the compiler's vectorizer off\n"
    "  GCC, Clang  the same loop, vectorized by these compilers for the instruction set in force,\n"
    "              with leave to reorder floating-point sums, and fused multiply-add where there "
    "is\n"
    "              one; fast: with -ffast-math too. Their versions and flags stand above the "
    "tables\n"
    "  OpenBLAS    its own function on one thread, called directly: dot; for sumsq dot of x with\n"
    "              itself; for add copy and axpy. BLAS has no sum. Not beyond 2^31 - 1 elements\n"
    "  and every library of --cblas, in the same way\n"
    "  Spelt       through its public functions, on one thread and on as many as its cap allows\n"
    "\n"
    "Each is compared with Spelt's scalar variant before it is timed: Spelt bit for bit, the "
    "others\n"
    "within the error bounds of the two floating-point sums, integers and add exactly. One that\n"
    "differs is reported and not timed, and the exit status is 1.\n"
    "\n"
    "All columns of a line are timed in turns, a batch of calls each, in many rounds. Shown are\n"
    "nanoseconds per call (k, M: thousands, millions of them), the least and the median over the\n"
    "rounds; x, how many times faster than naive, and GB/s, what the call has to move in that\n"
    "time, are medians over the rounds too.\n"
    "\n"
    "Reports, the first where none is named:\n";

static const char after_reports[] =
    "\n"
    "  --x FILE.npy      real arrays instead of random ones; without --y sum and sumsq only.\n"
    "  --y FILE.npy      The results are printed too. At most 2 seconds for each function\n"
    "  --op LIST         only these operations: sum,sumsq,dot,add\n"
    "  --type LIST       only these types, as in the function's name: f64,f32_f64,wrap_i32\n"
    "  --size LIST       these sizes: 1,16,2^20 or 1..4096 (doubling) or 1..2^24:8 (8 times the\n"
    "                    last). Without it those of the report; of them, what memory or --time\n"
    "                    do not allow is skipped, and said so\n"
    "  --isa NAME        instruction set, as SPELT_ISA: scalar, sse2, avx2, avx512, neon\n"
    "  --path NAME       path, as SPELT_PATH: auto, scalar, simd, blas\n"
    "  --threads N       the cap, instead of SPELT_NUM_THREADS, OPENBLAS_NUM_THREADS,\n"
    "                    OMP_NUM_THREADS or the CPUs that there are\n"
    "  --time SECONDS    how long to take, about; 45 without it. Less time, fewer rounds\n"
    "  --seed N          of the random numbers; 1 without it\n"
    "  --cblas FILE      another library with a CBLAS interface, as dlopen finds it: "
    "libblis.so.4,\n"
    "                    /opt/lib/libopenblas.so; may be repeated\n"
    "  --csv             comma-separated values, a line for each number; else only comments (#)\n"
    "  --json FILE       the results in the schema of Google Benchmark, for its compare.py and\n"
    "                    other tools; - is standard output, and then there are no tables\n"
    "  --plot FILE.svg   speed over size, drawn by gnuplot: cache sizes as vertical lines, the "
    "limit\n"
    "                    dashed; a file for each function, FILE-dot_f64.svg, where there are more\n"
    "  --merge FILE      puts the results in a JSON file (bench/peer_numpy.py) beside these\n"
    "  --list            the functions and their variants\n"
    "  --help            this\n"
    "\n";

/* A string of its own: a longer one than 4095 characters a compiler need not take. */
static const char about_reports[] =
    "limits: the most that this CPU moves, in GB/s: read, written, copied and added up, in each\n"
    "cache level and in memory, on one thread and on as many as the cap allows, by the best of\n"
    "several kernels; -nt writes past the caches. 10 seconds at most. The column `limit` of the\n"
    "speed report is the share that a call reaches of what such kernels reach with its own mix of\n"
    "loads and stores, on the same arrays, at its own size and on as many threads.\n"
    "\n"
    "strides: on one thread, nanoseconds an element where elements do not lie side by side (a "
    "column\n"
    "of a matrix of 16, one of three members of a struct, rows of 64 in rows of 80, reversed, a "
    "row\n"
    "repeated), beside contiguous ones and beside the naive loop. Sizes are rounded up to whole\n"
    "rows of 64.\n"
    "\n"
    "threads: dot_f64 and add_f64, or what --op and --type say, on 1, 2, 4, ... threads; from "
    "which\n"
    "size on each count is at least 1.05 times as fast as one thread; what the library's own "
    "choice\n"
    "costs, and the SPELT_GRAIN_BYTES that would suit.\n"
    "\n"
    "accuracy: errors in ulps of the result's type and relative errors against MPFR, of every "
    "variant\n"
    "and peer for f32 and f64 sum, sumsq and dot, on uniform, log-normal, ill-conditioned "
    "(condition\n"
    "1e4, 1e8, 1e16) and adversarial data (absorbing: terms too small for the lane they are added "
    "to;\n"
    "overflow, underflow: of partial sums and products); and how many different results it gives\n"
    "over 1 to 4 threads (or the cap), over 8 alignments, and over its instruction sets (of an\n"
    "OpenBLAS with kernels for several CPUs, over those: one copy of it is loaded for each). "
    "Spelt's\n"
    "must be 1, and the exit status is 1 where it is not. Takes --op, --type, --size, --threads,\n"
    "--seed, --cblas, --csv.\n"
    "\n"
    "bench/peer_numpy.py times NumPy on the same data.\n"
    "\n"
    "OPENBLAS_CORETYPE=SkylakeX (Haswell, ...) chooses among OpenBLAS's own kernels.\n"
    "\n"
    "Exit status: 0, 1 if a result was wrong or a file or memory could not be had, 2 for a "
    "command\n"
    "line that makes no sense.\n";

void usage_print(void)
{
    fputs(before_reports, stdout);
    for (size_t i = 0; i < report_count; i++)
        printf("  %-11s %s\n", reports[i].name, reports[i].summary);
    fputs(after_reports, stdout);
    fputs(about_reports, stdout);
}
