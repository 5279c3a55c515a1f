# Packages by CPack: cpack -G DEB makes the library, what programs are built with, and spelt-bench, for a build
# with CMAKE_INSTALL_PREFIX=/usr; cpack -G TGZ makes one archive.
set(CPACK_PACKAGE_NAME spelt)
set(CPACK_PACKAGE_VENDOR "Spelt")
set(SPELT_MAINTAINER "The Spelt developers <spelt@example.org>" CACHE STRING "Whom packages name")
set(CPACK_PACKAGE_CONTACT ${SPELT_MAINTAINER})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_CURRENT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 0)
set(CPACK_COMPONENTS_ALL Spelt_Runtime Spelt_Development)
if(SPELT_BUILD_BENCH)
    list(APPEND CPACK_COMPONENTS_ALL Spelt_Bench)
endif()
set(CPACK_COMPONENTS_GROUPING IGNORE)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_CURRENT_BINARY_DIR})
set(spelt_abi ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(about "Array kernels whose names say what they do to which type:\n vectorized, threaded, with the same bits on every CPU,\n exact on request.")

set(CPACK_DEBIAN_SPELT_RUNTIME_PACKAGE_NAME libspelt${spelt_abi})
set(CPACK_DEBIAN_SPELT_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_SPELT_RUNTIME_DESCRIPTION "${PROJECT_DESCRIPTION} - library\n ${about}")
if(SPELT_BLAS) # which is loaded for the path blas
    set(CPACK_DEBIAN_SPELT_RUNTIME_PACKAGE_SUGGESTS libopenblas0)
endif()
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_SPELT_RUNTIME_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_BINARY_DIR}/triggers)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")

set(CPACK_DEBIAN_SPELT_DEVELOPMENT_PACKAGE_NAME libspelt-dev)
set(CPACK_DEBIAN_SPELT_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_SPELT_DEVELOPMENT_PACKAGE_DEPENDS "libspelt${spelt_abi} (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_SPELT_DEVELOPMENT_DESCRIPTION
    "${PROJECT_DESCRIPTION} - headers and manual\n ${about}")

set(CPACK_DEBIAN_SPELT_BENCH_PACKAGE_NAME spelt-bench)
set(CPACK_DEBIAN_SPELT_BENCH_PACKAGE_SECTION science)
set(CPACK_DEBIAN_SPELT_BENCH_DESCRIPTION
    "what a typed kernel gains over a loop on this machine\n ${about}")

# What Debian's policy asks of every package: a copyright, a changelog, compressed pages.
string(TIMESTAMP CPACK_SPELT_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/cmake/debian_files.cmake)
set(CPACK_SPELT_PACKAGES "Spelt_Runtime=libspelt${spelt_abi};Spelt_Development=libspelt-dev;Spelt_Bench=spelt-bench")
include(CPack)
