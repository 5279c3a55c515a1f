# The manual pages: spelt(7), spelt-bench(1) from docs/, made by lowdown, and a page of section 3 a header;
# and the target docs, Doxygen's.
find_program(SPELT_LOWDOWN lowdown)
find_program(SPELT_AWK awk)
find_program(SPELT_DOXYGEN doxygen)
mark_as_advanced(SPELT_LOWDOWN SPELT_AWK SPELT_DOXYGEN)

set(SPELT_MANUAL ${CMAKE_CURRENT_BINARY_DIR}/manual)
set(manual_pages "")
if(SPELT_LOWDOWN)
    foreach(page spelt.7 spelt-bench.1)
        string(REGEX REPLACE "\\.(.)$" ";\\1" title_and_section ${page})
        list(GET title_and_section 0 title)
        list(GET title_and_section 1 section)
        set(output ${SPELT_MANUAL}/man${section}/${page})
        add_custom_command(OUTPUT ${output}
            COMMAND ${CMAKE_COMMAND} -E make_directory ${SPELT_MANUAL}/man${section}
            COMMAND ${SPELT_LOWDOWN} -s -tman -m title=${title} -m section=${section}
                -m "source=Spelt ${PROJECT_VERSION}" --nroff-nolinks
                -o ${output} ${CMAKE_CURRENT_SOURCE_DIR}/docs/${page}.md
            DEPENDS docs/${page}.md VERBATIM)
        list(APPEND manual_pages ${output})
    endforeach()
else()
    message(STATUS "Spelt: no lowdown here, so no pages spelt(7) and spelt-bench(1) but those in docs/")
endif()
if(SPELT_AWK)
    file(GLOB headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/include/spelt
        ${CMAKE_CURRENT_SOURCE_DIR}/include/spelt/*.h)
    list(REMOVE_ITEM headers spelt.h declare.h)
    foreach(header ${headers})
        string(REGEX REPLACE "\\.h$" "" name ${header})
        set(output ${SPELT_MANUAL}/man3/spelt_${name}.3)
        add_custom_command(OUTPUT ${output}
            COMMAND ${CMAKE_COMMAND} -E make_directory ${SPELT_MANUAL}/man3
            COMMAND ${SPELT_AWK} -f ${CMAKE_CURRENT_SOURCE_DIR}/cmake/manual.awk -v name=${name}
                -v version=${PROJECT_VERSION} ${CMAKE_CURRENT_SOURCE_DIR}/include/spelt/${header}
                > ${output}
            DEPENDS include/spelt/${header} cmake/manual.awk VERBATIM)
        list(APPEND manual_pages ${output})
    endforeach()
endif()
add_custom_target(spelt_manual ALL DEPENDS ${manual_pages})

if(SPELT_DOXYGEN AND PROJECT_IS_TOP_LEVEL)
    foreach(SPELT_DOCS_XML NO YES)
        set(SPELT_DOCS_OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/docs)
        if(SPELT_DOCS_XML)
            set(SPELT_DOCS_OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/docs-test)
        endif()
        configure_file(cmake/Doxyfile.in Doxyfile-${SPELT_DOCS_XML} @ONLY)
    endforeach()
    add_custom_target(docs COMMAND ${SPELT_DOXYGEN} ${CMAKE_CURRENT_BINARY_DIR}/Doxyfile-NO
        COMMENT "The manual: docs/html/index.html" VERBATIM)
endif()
