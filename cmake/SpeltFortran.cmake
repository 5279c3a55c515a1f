# The target Spelt::spelt_fortran: the Fortran module spelt, which whoever uses it compiles, as module files
# are not portable between compilers. SPELT_FORTRAN_DIR is where spelt.f90 is. Languages: C, Fortran.
if(NOT TARGET Spelt::spelt_fortran)
    add_library(spelt_fortran STATIC
        ${SPELT_FORTRAN_DIR}/spelt.f90
        ${SPELT_FORTRAN_DIR}/fortran/spelt_fortran.c)
    set(modules ${CMAKE_CURRENT_BINARY_DIR}/spelt_modules)
    set_target_properties(spelt_fortran PROPERTIES
        Fortran_MODULE_DIRECTORY ${modules} POSITION_INDEPENDENT_CODE ON C_STANDARD 11)
    target_include_directories(spelt_fortran INTERFACE ${modules})
    target_link_libraries(spelt_fortran PUBLIC Spelt::spelt)
    # Another C compiler than gfortran's own finds its ISO_Fortran_binding.h behind its own headers.
    if(CMAKE_Fortran_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_C_COMPILER_ID STREQUAL "GNU")
        execute_process(COMMAND ${CMAKE_Fortran_COMPILER} -print-file-name=include
            OUTPUT_VARIABLE headers OUTPUT_STRIP_TRAILING_WHITESPACE)
        target_compile_options(spelt_fortran PUBLIC
            "$<$<COMPILE_LANGUAGE:C>:SHELL:-idirafter ${headers}>")
    endif()
    add_library(Spelt::spelt_fortran ALIAS spelt_fortran)
endif()
