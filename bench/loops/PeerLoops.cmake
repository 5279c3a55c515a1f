# The loops that Spelt is compared with, as GCC and Clang vectorize them: vectorized.c compiled by
# each of the two that is there, for each instruction set that the library has kernels for; what may
# be reordered also with -ffast-math. Makes the library spelt_bench_peer_loops of them, and the list of them,
# loop_builds.def, for loops.c.
#
# These objects alone may have -ffast-math. They are compiled by commands of their own, so that the
# flag reaches no linker: there it would bring in code that has the process flush subnormals to
# zero.

# Integers wrap in the loops; link-time optimization must not look into them from the timed calls;
# products and sums may be fused, as these compilers do it where they may; what they leave scalar, and
# warn of, is theirs. Of errno and traps they need to know no more than the kernels.
set(peer_flags -std=gnu11 -O3 -fwrapv -fopenmp-simd -fno-math-errno -fno-trapping-math)
set(peer_hidden_flags -w -fno-lto -fPIC -I${CMAKE_CURRENT_SOURCE_DIR}
    -I${PROJECT_SOURCE_DIR}/kernels -I${PROJECT_SOURCE_DIR}/include)
set(peer_list ${CMAKE_CURRENT_BINARY_DIR}/loop_builds.def)
set(peer_rows "")
set(peer_objects "")

# The compiler of the project where it is of this kind, else the one that the system has, which compiles for
# this machine.
function(find_peer_compiler id program)
    if(CMAKE_C_COMPILER_ID STREQUAL id)
        set(SPELT_PEER_${id} ${CMAKE_C_COMPILER} CACHE FILEPATH "The ${id} that the bench compares with")
    elseif(NOT CMAKE_CROSSCOMPILING)
        find_program(SPELT_PEER_${id} NAMES ${program} DOC "The ${id} that the bench compares with")
    endif()
    mark_as_advanced(SPELT_PEER_${id})
endfunction()

# Whether a compiler takes these flags.
function(peer_compiles result compiler)
    execute_process(COMMAND ${compiler} ${ARGN} -x c /dev/null -c -o /dev/null
        RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
    if(status STREQUAL 0)
        set(${result} TRUE PARENT_SCOPE)
    else()
        set(${result} FALSE PARENT_SCOPE)
    endif()
endfunction()

# peer_loops(<name> <label> <compiler> <isa> [flag...]): one object, one row of the list.
function(peer_loops name label compiler isa)
    set(flags ${peer_flags} ${ARGN})
    set(object ${CMAKE_CURRENT_BINARY_DIR}/peer_${name}_${isa}.o)
    set(symbol loops_${name}_${isa})
    peer_compiles(compiles ${compiler} ${flags})
    if(NOT compiles)
        message(STATUS "Spelt: no ${isa} loops by ${label}: it does not take ${flags}")
        return()
    endif()
    add_custom_command(OUTPUT ${object}
        COMMAND ${CMAKE_C_COMPILER_LAUNCHER} ${compiler} ${flags} ${peer_hidden_flags} -DBENCH_LOOPS=${symbol}
            -MD -MF ${object}.d -MT ${object}
            -c ${CMAKE_CURRENT_SOURCE_DIR}/loops/vectorized.c -o ${object}
        DEPENDS loops/vectorized.c DEPFILE ${object}.d VERBATIM
        COMMENT "Vectorizing the loops: ${label}, ${isa}")
    set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
    execute_process(COMMAND ${compiler} --version OUTPUT_VARIABLE version ERROR_QUIET)
    string(REGEX MATCH "^[^\n\"\\]*" version "${version}")
    string(REPLACE ";" " " flags "${flags}")
    set(peer_objects ${peer_objects} ${object} PARENT_SCOPE)
    set(peer_rows "${peer_rows}LOOP_BUILD(${symbol}, \"${label}\", \"${version}\", \"${isa}\", \"${flags}\")\n"
        PARENT_SCOPE)
endfunction()

foreach(id GNU Clang)
    if(id STREQUAL GNU)
        set(label GCC)
        find_peer_compiler(GNU gcc)
    else()
        set(label Clang)
        find_peer_compiler(Clang clang)
    endif()
    if(NOT SPELT_PEER_${id})
        string(APPEND peer_rows "LOOP_ABSENT(\"${label}\")\n")
        continue()
    endif()
    string(TOLOWER ${label} name)
    foreach(isa baseline avx2 avx512 sve)
        string(TOUPPER ${isa} upper)
        set(isa_flags "")
        if(NOT isa STREQUAL baseline)
            if(NOT DEFINED SPELT_FLAGS_${upper})
                continue()
            endif()
            set(isa_flags ${SPELT_FLAGS_${upper}})
        endif()
        peer_loops(${name} ${label} ${SPELT_PEER_${id}} ${isa} ${isa_flags})
        peer_loops(${name}_fast "${label} fast" ${SPELT_PEER_${id}} ${isa} ${isa_flags} -ffast-math)
    endforeach()
endforeach()

file(CONFIGURE OUTPUT ${peer_list} CONTENT
"/* loop_builds.def - made by PeerLoops.cmake: one row for each build of vectorized.c.
 *   LOOP_BUILD(name, label, compiler, isa, flags)   LOOP_ABSENT(label) */
${peer_rows}" @ONLY)

add_library(spelt_bench_peer_loops INTERFACE)
target_sources(spelt_bench_peer_loops INTERFACE ${peer_objects})
target_include_directories(spelt_bench_peer_loops INTERFACE ${CMAKE_CURRENT_BINARY_DIR})
