# The variables that Spelt, its bench and the libraries beside it read: where the developer's shell
# sets them, tests see them only as they set them themselves.
foreach(name
        SPELT_NUM_THREADS SPELT_ISA SPELT_PATH SPELT_GRAIN_BYTES SPELT_VERBOSE SPELT_PROFILE
        OPENBLAS_NUM_THREADS OPENBLAS_CORETYPE OPENBLAS_L2_SIZE OPENBLAS_VERBOSE GOTO_NUM_THREADS
        OMP_NUM_THREADS OMP_THREAD_LIMIT OMP_DYNAMIC OMP_PROC_BIND OMP_PLACES GOMP_CPU_AFFINITY KMP_AFFINITY
        MKL_INTERFACE_LAYER NO_COLOR)
    unset(ENV{${name}})
endforeach()
