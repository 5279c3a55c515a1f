#!/bin/sh
# A rank that cannot open its file fails, and with it every rank; none waits, and all say why.
# one_rank_fails.sh <single> <distributed> <mpiexec and its flag for the number of ranks...>
set -eu
single=$1 distributed=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$single" x.npy y.npy 10000 >single
if "$@" 2 "$distributed" x.npy y.npy : -n 1 "$distributed" x.npy missing.npy >out 2>errors; then
    echo "did not fail"
    exit 1
fi
cat errors
test ! -s out
test "$(grep -c "^spelt_mpi_allreduce_accs: on rank 2: spelt_npy_open: .*missing.npy" errors)" -ge 1
