/* repeats.h - how often a test repeats what it draws: usually, and with the preset nightly. */
#ifndef SPELT_TESTS_REPEATS_H
#define SPELT_TESTS_REPEATS_H

#ifdef SPELT_NIGHTLY
#define REPEATS(usual, nightly) (nightly)
#else
#define REPEATS(usual, nightly) (usual)
#endif

#endif
