# cmake -DOUTPUT=… -DINPUTS="a;b" -P embed.cmake: writes a C++ file that holds the inputs' texts, so that the
# program needs no data folder beside it.
set(body "// Made by cmake/embed.cmake.\n#include \"schemas/embedded.h\"\n\nnamespace budgetlift {\n\n")
string(APPEND body "const std::vector<EmbeddedFile>& embedded_files() {\n  static const std::vector<EmbeddedFile> files = {\n")
foreach(input ${INPUTS})
  file(READ ${input} text)
  get_filename_component(file_name ${input} NAME)
  get_filename_component(folder ${input} DIRECTORY)
  get_filename_component(folder ${folder} NAME)
  # A raw string literal is limited to 64 KiB by some compilers; adjacent literals are joined.
  string(LENGTH "${text}" length)
  string(APPEND body "    {\"${folder}/${file_name}\", R\"~~~~(${text})~~~~\"},\n")
endforeach()
string(APPEND body "  };\n  return files;\n}\n\n}  // namespace budgetlift\n")
file(WRITE ${OUTPUT} "${body}")
