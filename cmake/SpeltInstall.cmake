# Installs the headers with the Fortran module's source, the libraries, the CMake package and the pkg-config files. The installed
# tree can be moved: nothing in it holds the prefix.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Spelt)

# In any case, so that a project which includes this one may export what links it.
set(as_asked "")
if(NOT SPELT_INSTALL)
    set(as_asked EXCLUDE_FROM_ALL)
endif()
install(TARGETS spelt EXPORT SpeltTargets ${as_asked})
install(TARGETS spelt_static EXPORT SpeltStaticTargets ${as_asked})
if(SPELT_BLAS1)
    install(TARGETS spelt_blas EXPORT SpeltTargets ${as_asked})
endif()
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
write_basic_package_version_file(SpeltConfigVersion.cmake COMPATIBILITY SameMinorVersion)
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
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/spelt.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(SPELT_BLAS1)
    configure_file(cmake/spelt_blas.pc.in spelt_blas.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/spelt_blas.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()
