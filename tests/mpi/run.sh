#!/bin/sh
# Runs a command of Open MPI's on this machine alone, also as root, in a container, and with more
# ranks than it has CPUs.
# run.sh <mpiexec> [argument...]
set -eu
OMPI_ALLOW_RUN_AS_ROOT=1
OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
OMPI_MCA_rmaps_base_oversubscribe=1
OMPI_MCA_mpi_yield_when_idle=1
OMPI_MCA_hwloc_base_binding_policy=none
OMPI_MCA_plm=isolated                        # no search for ssh
OMPI_MCA_btl=self,vader                      # no network
OMPI_MCA_btl_vader_single_copy_mechanism=none # needs a permission that containers take away
export OMPI_ALLOW_RUN_AS_ROOT OMPI_ALLOW_RUN_AS_ROOT_CONFIRM OMPI_MCA_rmaps_base_oversubscribe \
    OMPI_MCA_mpi_yield_when_idle OMPI_MCA_hwloc_base_binding_policy OMPI_MCA_plm OMPI_MCA_btl \
    OMPI_MCA_btl_vader_single_copy_mechanism
# Open MPI leaves memory behind that no suppression can name, for its plugins are unloaded by then.
# spelt/mpi.h allocates none.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
export ASAN_OPTIONS
exec "$@"
