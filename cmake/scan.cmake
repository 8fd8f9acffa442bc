# The library that reads scans is no part of the program: it is loaded when the first scanned page comes. It and its
# models lie beside the program in the same way in the build folder and where the program is installed:
# bin/budgetlift, lib/budgetlift/budgetlift_scan.so, share/budgetlift/models/.
include(GNUInstallDirs)
if(TARGET budgetlift_scan)
  add_dependencies(budgetlift budgetlift_scan)
  install(TARGETS budgetlift_scan LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/budgetlift)
endif()
if(EXISTS ${PROJECT_SOURCE_DIR}/models)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/share/budgetlift)
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/models ${PROJECT_BINARY_DIR}/share/budgetlift/models SYMBOLIC)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/models DESTINATION ${CMAKE_INSTALL_DATADIR}/budgetlift)
endif()
