# Installs the libraries, the headers with the Fortran module's source, the CMake package and the pkg-config
# files, spelt-bench, the manual pages and the licence. The installed tree can be moved: nothing in it holds the
# prefix. Its components are those of the packages that CPack makes (SpeltPackages.cmake).
include(CMakePackageConfigHelpers)
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME Spelt_Development)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Spelt)

# In any case, so that a project which includes this one may export what links it.
set(as_asked "")
if(NOT SPELT_INSTALL)
    set(as_asked EXCLUDE_FROM_ALL)
endif()
set(spelt_shared spelt)
if(SPELT_BLAS1)
    list(APPEND spelt_shared spelt_blas)
endif()
install(TARGETS ${spelt_shared} EXPORT SpeltTargets
    LIBRARY COMPONENT Spelt_Runtime NAMELINK_COMPONENT Spelt_Development ${as_asked})
install(TARGETS spelt_static EXPORT SpeltStaticTargets ${as_asked})
foreach(export SpeltTargets SpeltStaticTargets)
    install(EXPORT ${export} NAMESPACE Spelt:: DESTINATION ${package_dir} ${as_asked})
    export(EXPORT ${export} NAMESPACE Spelt:: FILE ${CMAKE_CURRENT_BINARY_DIR}/${export}.cmake)
endforeach()
if(NOT SPELT_INSTALL)
    return()
endif()

install(DIRECTORY include/spelt DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING
    PATTERN "*.h" PATTERN "*.hpp" PATTERN "*.def" PATTERN "*.f90" PATTERN "*.inc" PATTERN "*.c")

set(SPELT_FORTRAN_DIR ${CMAKE_INSTALL_INCLUDEDIR}/spelt)
configure_package_config_file(cmake/SpeltConfig.cmake.in SpeltConfig.cmake
    INSTALL_DESTINATION ${package_dir} PATH_VARS SPELT_FORTRAN_DIR)
configure_file(cmake/SpeltConfigVersion.cmake.in SpeltConfigVersion.cmake @ONLY)
install(FILES
    ${CMAKE_CURRENT_BINARY_DIR}/SpeltConfig.cmake
    ${CMAKE_CURRENT_BINARY_DIR}/SpeltConfigVersion.cmake
    cmake/SpeltFortran.cmake
    DESTINATION ${package_dir})

set(pc_libs_private "-pthread -lm")
foreach(name ${CMAKE_DL_LIBS})
    set(pc_libs_private "${pc_libs_private} -l${name}")
endforeach()

# Directories relative to the file itself, unless they were given as absolute.
set(pc_prefix ${CMAKE_INSTALL_PREFIX})
if(NOT IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR})
    file(RELATIVE_PATH up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
    string(REGEX REPLACE "/$" "" up ${up})
    set(pc_prefix "\${pcfiledir}/${up}")
endif()
foreach(kind includedir libdir)
    string(TOUPPER ${kind} name)
    set(pc_${kind} ${CMAKE_INSTALL_${name}})
    if(NOT IS_ABSOLUTE ${pc_${kind}})
        set(pc_${kind} "\${prefix}/${pc_${kind}}")
    endif()
endforeach()
configure_file(cmake/spelt.pc.in spelt.pc @ONLY)
configure_file(cmake/spelt_static.pc.in spelt_static.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/spelt.pc ${CMAKE_CURRENT_BINARY_DIR}/spelt_static.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(SPELT_BLAS1)
    configure_file(cmake/spelt_blas.pc.in spelt_blas.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/spelt_blas.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()

# ---- What is not for building --------------------------------------------------------------------

if(SPELT_BUILD_BENCH)
    install(TARGETS spelt-bench COMPONENT Spelt_Bench)
endif()
foreach(page ${manual_pages})
    get_filename_component(section ${page} DIRECTORY)
    get_filename_component(section ${section} NAME)
    set(component Spelt_Development)
    if(section STREQUAL "man1")
        set(component Spelt_Bench)
    endif()
    if(SPELT_BUILD_BENCH OR NOT component STREQUAL "Spelt_Bench")
        install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/${section} COMPONENT ${component})
    endif()
endforeach()
install(FILES LICENSE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(PROJECT_IS_TOP_LEVEL)
    include(cmake/SpeltPackages.cmake)
endif()
