# Flags of our own code, as one interface target that every folder links privately.
add_library(budgetlift_flags INTERFACE)
target_compile_options(budgetlift_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # Mistaken about "text" + std::string (GCC bug 105651).
  target_compile_options(budgetlift_flags INTERFACE -Wno-restrict)
endif()
if(BUDGETLIFT_SANITIZE)
  target_compile_options(budgetlift_flags INTERFACE -fsanitize=${BUDGETLIFT_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=undefined)
  target_link_options(budgetlift_flags INTERFACE -fsanitize=${BUDGETLIFT_SANITIZE})
endif()

# budgetlift_folder(NAME): the library of one folder, all its .cpp files.
function(budgetlift_folder name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(budgetlift_${name} STATIC ${sources})
  add_library(budgetlift::${name} ALIAS budgetlift_${name})
  set_target_properties(budgetlift_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(budgetlift_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:include/budgetlift>)
  target_compile_features(budgetlift_${name} PUBLIC cxx_std_20)
  target_link_libraries(budgetlift_${name} PRIVATE $<BUILD_INTERFACE:budgetlift_flags>)
endfunction()
