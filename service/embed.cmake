# Writes OUTPUT, a .cpp whose function hands out the name and the content of each of FILES, as HEADER declares it in
# the namespace tradewatch::SPACE.
set(text "// Made from files under config.\n#include \"${HEADER}\"\n\n")
string(APPEND text "namespace tradewatch::${SPACE} {\n\nstd::span<const EmbeddedFile> embedded_files() {\n")
string(APPEND text "  static constexpr EmbeddedFile kFiles[] = {\n")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  file(READ ${file} content)
  string(APPEND text "      {\"${name}\", R\"embedded(${content})embedded\"},\n")
endforeach()
string(APPEND text "  };\n  return kFiles;\n}\n\n}  // namespace tradewatch::${SPACE}\n")
file(WRITE ${OUTPUT} "${text}")
