# cmake -DBUILD=… -DSOURCE=… -DWORK=… -DCXX=… -DDOCUMENT=… -P run.cmake: installs the build into an empty prefix, then
# configures, builds and runs the consumer against it.
function(step what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${what} failed (${result}):\n${out}")
  endif()
  set(out "${out}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
step("install" ${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
step("configure" ${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/build -G Ninja -DCMAKE_PREFIX_PATH=${WORK}/prefix
  -DCMAKE_CXX_COMPILER=${CXX} "-DCMAKE_CXX_FLAGS=${FLAGS}")
step("build" ${CMAKE_COMMAND} --build ${WORK}/build)
step("the installed program" ${WORK}/prefix/bin/budgetlift --version)
if(DOCUMENT)
  step("the consumer" ${WORK}/build/consumer ${DOCUMENT})
  if(NOT out MATCHES "[0-9A-Z]+ .+")
    message(FATAL_ERROR "the consumer saw no project in ${DOCUMENT}: ${out}")
  endif()
endif()
