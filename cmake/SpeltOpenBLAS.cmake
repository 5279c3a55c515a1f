# Finds OpenBLAS with its CBLAS header and defines the target Spelt::openblas. Used by the build,
# and by find_package(Spelt COMPONENTS static): the one place that knows how OpenBLAS is found.
# OpenBLAS_ROOT or CMAKE_PREFIX_PATH point it to a copy outside the system's directories.
if(TARGET Spelt::openblas)
    return()
endif()

find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
    pkg_check_modules(SPELT_PC_OPENBLAS QUIET openblas)
endif()
find_library(SPELT_OPENBLAS_LIBRARY
    NAMES openblas
    HINTS ${OpenBLAS_ROOT}
    PATHS ${SPELT_PC_OPENBLAS_LIBRARY_DIRS}
    PATH_SUFFIXES lib lib64)
# OpenBLAS's own directory first: a cblas.h in a shared one may be another library's.
find_path(SPELT_OPENBLAS_INCLUDE_DIR
    NAMES openblas_config.h
    HINTS ${OpenBLAS_ROOT} ${SPELT_PC_OPENBLAS_INCLUDE_DIRS}
    PATH_SUFFIXES include openblas include/openblas openblas-pthread openblas-openmp openblas-serial)
mark_as_advanced(SPELT_OPENBLAS_LIBRARY SPELT_OPENBLAS_INCLUDE_DIR)

if(SPELT_OPENBLAS_LIBRARY AND SPELT_OPENBLAS_INCLUDE_DIR)
    add_library(Spelt::openblas UNKNOWN IMPORTED)
    set_target_properties(Spelt::openblas PROPERTIES
        IMPORTED_LOCATION "${SPELT_OPENBLAS_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${SPELT_OPENBLAS_INCLUDE_DIR}")
endif()
