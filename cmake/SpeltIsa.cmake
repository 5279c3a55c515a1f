# Instruction sets: the sources of kernels/isa/ compiled once for each, with its own flags; everything
# else has the baseline.
include(CheckCCompilerFlag)

# No kernel sets errno, or traps and looks at it: else a compiler does not vectorize. What Clang does not
# on some set is no warning: a test looks (tests/vectors.sh). Linked behind spelt_flags, for its
# -fno-fast-math turns both on again.
add_library(spelt_kernel_flags INTERFACE)
target_compile_options(spelt_kernel_flags INTERFACE -fno-math-errno -fno-trapping-math
    $<$<C_COMPILER_ID:Clang,AppleClang>:-Wno-pass-failed>)

# spelt_isa(<isa> <files> [flag...])
# Where the compiler takes the flags: an object library of ${spelt_isa_<files>} compiled with them for
# ISA=<isa>, whose objects are appended to SPELT_ISA_OBJECTS, SPELT_HAVE_<ISA>=1 to SPELT_ISA_DEFINITIONS,
# <isa> to SPELT_ISA_SETS (but scalar), and the flags kept in SPELT_FLAGS_<ISA>. Where it does not, or
# SPELT_WITHOUT has the set, the library does without.
function(spelt_isa isa files)
    string(TOUPPER ${isa} name)
    string(REPLACE "," ";" without "${SPELT_WITHOUT}")
    if(isa IN_LIST without)
        return()
    endif()
    string(REPLACE ";" " " flags "${ARGN}")
    if(flags)
        set(CMAKE_REQUIRED_QUIET ON)
        check_c_compiler_flag("${flags}" SPELT_COMPILER_HAS_${name})
        if(NOT SPELT_COMPILER_HAS_${name})
            message(STATUS "Spelt: no ${isa} kernels: the compiler does not take ${flags}")
            return()
        endif()
    endif()
    add_library(spelt_isa_${isa} OBJECT ${spelt_isa_${files}})
    set_target_properties(spelt_isa_${isa} PROPERTIES
        POSITION_INDEPENDENT_CODE ON
        C_VISIBILITY_PRESET hidden)
    target_include_directories(spelt_isa_${isa} BEFORE PRIVATE include kernels)
    target_compile_definitions(spelt_isa_${isa} PRIVATE ISA=${isa})
    target_compile_options(spelt_isa_${isa} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O3>
        ${spelt_baseline} ${ARGN})
    target_link_libraries(spelt_isa_${isa} PRIVATE spelt_flags spelt_kernel_flags)
    set(SPELT_ISA_OBJECTS ${SPELT_ISA_OBJECTS} $<TARGET_OBJECTS:spelt_isa_${isa}> PARENT_SCOPE)
    set(SPELT_ISA_DEFINITIONS ${SPELT_ISA_DEFINITIONS} SPELT_HAVE_${name}=1 PARENT_SCOPE)
    set(SPELT_FLAGS_${name} ${ARGN} PARENT_SCOPE)
    if(NOT isa STREQUAL "scalar")
        set(SPELT_ISA_SETS ${SPELT_ISA_SETS} ${isa} PARENT_SCOPE)
    endif()
endfunction()
