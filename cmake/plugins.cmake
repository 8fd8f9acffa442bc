# The libraries that read scans and that write tables are no part of the program: each is loaded when it is first needed.
# They and the models lie beside the program in the same way in the build folder and where the program is installed:
# bin/budgetlift, lib/budgetlift/budgetlift_scan.so, lib/budgetlift/budgetlift_load.so, share/budgetlift/models/.
include(GNUInstallDirs)
foreach(plugin budgetlift_scan budgetlift_load)
  if(TARGET ${plugin})
    # The program looks for it beside itself: bin/../lib/budgetlift/.
    set_target_properties(${plugin} PROPERTIES PREFIX "" CXX_VISIBILITY_PRESET hidden
      LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib/budgetlift)
    add_dependencies(budgetlift ${plugin})
    install(TARGETS ${plugin} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/budgetlift)
  endif()
endforeach()
file(GLOB models CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/models/*.onnx ${PROJECT_SOURCE_DIR}/models/*.txt
  ${PROJECT_SOURCE_DIR}/models/*.bin)
foreach(model ${models})
  get_filename_component(model_name ${model} NAME)
  configure_file(${model} ${PROJECT_BINARY_DIR}/share/budgetlift/models/${model_name} COPYONLY)
endforeach()
install(FILES ${models} DESTINATION ${CMAKE_INSTALL_DATADIR}/budgetlift/models)
