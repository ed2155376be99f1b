# Compiles each of FILES, a gettext catalogue ur.po, with MSGFMT and writes OUTPUT, a .cpp that defines
# wording::embedded_catalogues(). msgfmt's own checks refuse a broken header or plural form.
set(text "// Made from the catalogues in config/locale.\n#include \"service/wording/catalogue.h\"\n\n")
string(APPEND text "namespace tradewatch::wording {\n\nnamespace {\n\n")
set(list "")
foreach(file ${FILES})
  get_filename_component(language ${file} NAME_WE)
  set(compiled ${FOLDER}/${language}.mo)
  execute_process(COMMAND ${MSGFMT} --check-domain --no-hash -o ${compiled} ${file}
                  COMMAND_ERROR_IS_FATAL ANY)
  file(READ ${compiled} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND text "constexpr unsigned char k_${language}[] = {${bytes}};\n")
  string(APPEND list "      {\"${language}\", k_${language}},\n")
endforeach()
string(APPEND text "\n}  // namespace\n\nstd::span<const EmbeddedCatalogue> embedded_catalogues() {\n")
string(APPEND text "  static constexpr EmbeddedCatalogue kCatalogues[] = {\n${list}  };\n  return kCatalogues;\n}\n\n")
string(APPEND text "}  // namespace tradewatch::wording\n")
file(WRITE ${OUTPUT} "${text}")
