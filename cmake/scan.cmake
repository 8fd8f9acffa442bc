# The library that reads scans is no part of the program: it is loaded when the first scanned page comes. It and its
# models lie beside the program in the same way in the build folder and where the program is installed:
# bin/budgetlift, lib/budgetlift/budgetlift_scan.so, share/budgetlift/models/.
include(GNUInstallDirs)
if(TARGET budgetlift_scan)
  add_dependencies(budgetlift budgetlift_scan)
  install(TARGETS budgetlift_scan LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/budgetlift)
endif()
file(GLOB models CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/models/*.onnx ${PROJECT_SOURCE_DIR}/models/*.txt
  ${PROJECT_SOURCE_DIR}/models/*.bin)
foreach(model ${models})
  get_filename_component(model_name ${model} NAME)
  configure_file(${model} ${PROJECT_BINARY_DIR}/share/budgetlift/models/${model_name} COPYONLY)
endforeach()
install(FILES ${models} DESTINATION ${CMAKE_INSTALL_DATADIR}/budgetlift/models)
