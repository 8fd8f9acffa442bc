# `cpack --config build/CPackConfig.cmake` makes the Debian package: program, its libraries, models, forms, documents, man
# page, completions.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "budgetlift")
set(CPACK_PACKAGE_CONTACT "the budgetlift developers <budgetlift@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME budgetlift)
set(CPACK_DEBIAN_PROGRAM_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What the program reads when it runs and no library brings along; libarchive is loaded with the first archive.
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "poppler-data, tesseract-ocr-chi-sim, libarchive13")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "${PROJECT_DESCRIPTION}
 Reads budget performance forms from PDFs (digital, scanned, mixed), images and text dumps
 into records, tables, workbooks and databases. Values that may be wrong are named.")
# Debian wants the licence under this name.
configure_file(${PROJECT_SOURCE_DIR}/cmake/copyright.in ${PROJECT_BINARY_DIR}/copyright @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
include(CPack)
