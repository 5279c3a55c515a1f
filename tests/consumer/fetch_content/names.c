/* names.c - what a consumer defines for all its files, by names that Spelt's own files have within them. */
int add_f64, clock_now, dot, dot_f64, functions, grain, in_use, last_error, look, note, once, pieces, rows, run, run_sum,
    side_by_side, strided, team, threads, trace, view, worker;
