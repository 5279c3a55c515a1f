# Finds OpenBLAS with its CBLAS header and defines the target Spelt::openblas, which the bench links, and
# SPELT_OPENBLAS_SONAME, the name under which the library loads it at run time. OpenBLAS_ROOT or
# CMAKE_PREFIX_PATH point to a copy outside the system's directories.
if(TARGET Spelt::openblas)
    return()
endif()

if(NOT CMAKE_CROSSCOMPILING) # else pkg-config tells of the machine that builds
    find_package(PkgConfig QUIET)
    if(PkgConfig_FOUND)
        pkg_check_modules(SPELT_PC_OPENBLAS QUIET openblas)
    endif()
endif()
spelt_find_library(SPELT_OPENBLAS_LIBRARY
    NAMES openblas
    HINTS ${OpenBLAS_ROOT}
    PATHS ${SPELT_PC_OPENBLAS_LIBRARY_DIRS}
    PATH_SUFFIXES lib lib64)
# OpenBLAS's own directory first: a cblas.h in a shared one may be another library's.
find_path(SPELT_OPENBLAS_INCLUDE_DIR
    NAMES openblas_config.h
    HINTS ${OpenBLAS_ROOT} ${SPELT_PC_OPENBLAS_INCLUDE_DIRS}
    PATH_SUFFIXES include openblas include/openblas openblas-pthread openblas-openmp openblas-serial)
mark_as_advanced(SPELT_OPENBLAS_INCLUDE_DIR)

if(SPELT_OPENBLAS_LIBRARY AND SPELT_OPENBLAS_INCLUDE_DIR)
    add_library(Spelt::openblas UNKNOWN IMPORTED)
    set_target_properties(Spelt::openblas PROPERTIES
        IMPORTED_LOCATION "${SPELT_OPENBLAS_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${SPELT_OPENBLAS_INCLUDE_DIR}")
    # A copy outside the loader's directories goes by its path.
    set(SPELT_OPENBLAS_SONAME ${SPELT_OPENBLAS_LIBRARY})
    get_filename_component(directory ${SPELT_OPENBLAS_LIBRARY} DIRECTORY)
    if(directory IN_LIST CMAKE_C_IMPLICIT_LINK_DIRECTORIES AND CMAKE_OBJDUMP)
        execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${SPELT_OPENBLAS_LIBRARY}
            OUTPUT_VARIABLE headers ERROR_QUIET)
        if(headers MATCHES "SONAME +([^ \n]+)")
            set(SPELT_OPENBLAS_SONAME ${CMAKE_MATCH_1})
        endif()
    endif()
endif()
