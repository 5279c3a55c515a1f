# Instruction sets: one source file each, with its own flags; everything else has the baseline.
include(CheckCCompilerFlag)

# spelt_isa_source(<isa> <source> [flag...])
# Where the compiler takes the flags: compiles <source> with them, appends it to SPELT_ISA_SOURCES
# and SPELT_HAVE_<ISA>=1 to SPELT_ISA_DEFINITIONS. Where it does not, the library does without.
function(spelt_isa_source isa source)
    string(TOUPPER ${isa} name)
    string(REPLACE ";" " " flags "${ARGN}")
    if(flags)
        set(CMAKE_REQUIRED_QUIET ON)
        check_c_compiler_flag("${flags}" SPELT_COMPILER_HAS_${name})
        if(NOT SPELT_COMPILER_HAS_${name})
            message(STATUS "Spelt: no ${isa} kernels: the compiler does not take ${flags}")
            return()
        endif()
        set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS "${ARGN}")
    endif()
    set(SPELT_ISA_SOURCES ${SPELT_ISA_SOURCES} ${source} PARENT_SCOPE)
    set(SPELT_ISA_DEFINITIONS ${SPELT_ISA_DEFINITIONS} SPELT_HAVE_${name}=1 PARENT_SCOPE)
endfunction()
