// Small .xlsx workbooks, written part by part in a test.

#pragma once

#include <zip.h>

#include <map>
#include <string>

namespace tradewatch::intake {

using PackageParts = std::map<std::string, std::string>;  // text by name

inline std::string zipped(const PackageParts& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
  for (const auto& [name, text] : parts) {
    zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
  }
  zip_close(archive);
  zip_source_open(target);
  zip_source_seek(target, 0, SEEK_END);
  std::string bytes(static_cast<std::size_t>(zip_source_tell(target)), '\0');
  zip_source_seek(target, 0, SEEK_SET);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  zip_error_fini(&error);
  return bytes;
}

// A workbook of one sheet "T1" with these rows and shared strings. Style 1 is a date (mmm-yy), style 2 one of the
// workbook's own (yyyy\-mm\-dd), style 3 a number with red negatives.
inline PackageParts package(const std::string& rows, const std::string& strings = "") {
  const std::string relations = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>";
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const std::string main = " xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'";
  return {
      {"_rels/.rels", relations + "<Relationship Id='a' Type='" + office +
                          "officeDocument' Target='xl/workbook.xml'/></Relationships>"},
      {"xl/workbook.xml", "<workbook" + main +
                              " xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets>"
                              "<sheet name='T1' sheetId='1' r:id='r1'/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       relations + "<Relationship Id='r1' Type='" + office + "worksheet' Target='worksheets/sheet1.xml'/>" +
           "<Relationship Id='r2' Type='" + office + "sharedStrings' Target='sharedStrings.xml'/>" +
           "<Relationship Id='r3' Type='" + office + "styles' Target='styles.xml'/></Relationships>"},
      {"xl/sharedStrings.xml", "<sst" + main + ">" + strings + "</sst>"},
      {"xl/styles.xml", "<styleSheet" + main +
                            "><numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd'/>"
                            "<numFmt numFmtId='165' formatCode='#,##0;[Red]\\-#,##0 &quot;dmy&quot;'/></numFmts>"
                            "<cellStyleXfs><xf numFmtId='14'/><xf numFmtId='14'/></cellStyleXfs>"
                            "<cellXfs><xf numFmtId='0'/><xf numFmtId='17'/><xf numFmtId='164'/><xf numFmtId='165'/>"
                            "</cellXfs></styleSheet>"},
      {"xl/worksheets/sheet1.xml", "<worksheet" + main + "><sheetData>" + rows + "</sheetData></worksheet>"}};
}

}  // namespace tradewatch::intake
