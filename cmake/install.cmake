# What `cmake --install` puts in place: the program, the libraries with their public headers, and a package for
# find_package(budgetlift). tests/consumer/ uses it as another project would.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# What is of use to programmers alone is the component `development`; the Debian package leaves it out.
install(TARGETS budgetlift RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS budgetlift_schemas budgetlift_extract budgetlift_normalize EXPORT budgetlift
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)

# The headers of the ways in and out, and what they include. Other headers are the inside of their folder.
set(public_headers
  schemas/canonical.h schemas/document.h schemas/error.h schemas/form.h schemas/form_set.h schemas/geometry.h schemas/page.h
  schemas/record.h
  extract/options.h extract/reader.h extract/scan_options.h extract/scan_reader.h
  normalize/displayed.h normalize/evidence_options.h normalize/normalizer.h normalize/schema_check.h normalize/sink.h
  normalize/amount.h normalize/code.h normalize/date.h normalize/target.h)
foreach(header ${public_headers})
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES ${PROJECT_SOURCE_DIR}/${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/budgetlift/${folder} COMPONENT development)
endforeach()

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/budgetlift)
install(EXPORT budgetlift NAMESPACE budgetlift:: FILE budgetlift-targets.cmake DESTINATION ${package_folder} COMPONENT development)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/budgetlift-config.cmake.in
  ${PROJECT_BINARY_DIR}/budgetlift-config.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/budgetlift-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/budgetlift-config.cmake ${PROJECT_BINARY_DIR}/budgetlift-config-version.cmake
  ${PROJECT_SOURCE_DIR}/cmake/dependencies.cmake DESTINATION ${package_folder} COMPONENT development)

# Documents, and the data files that are built into the program, to read and to write forms after.
file(GLOB documents CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/*.md ${PROJECT_SOURCE_DIR}/docs/*.md)
install(FILES ${documents} ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/examples DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/schemas/ DESTINATION ${CMAKE_INSTALL_DATADIR}/budgetlift/schemas FILES_MATCHING PATTERN "*.json")
