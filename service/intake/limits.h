// How much is taken in, named in one place. Every refusal for size quotes the limit it met.

#pragma once

#include <cstddef>
#include <cstdint>

namespace tradewatch::intake {

inline constexpr std::size_t kMaxDocumentBytes = std::size_t{64} << 20U;      // 64 MiB, after unpacking
inline constexpr std::size_t kMaxRows = 2'000'000;                            // figures of one document
inline constexpr std::size_t kMaxRowBytes = std::size_t{1} << 20U;            // 1 MiB, line ends inside quotes included
inline constexpr std::size_t kMaxFieldBytes = std::size_t{32} * 1024;         // 32 KiB: what a spreadsheet cell holds
inline constexpr std::size_t kMaxColumns = 256;                               // of the house format
inline constexpr std::size_t kMaxTableColumns = 16'384;                       // of other tables: what a spreadsheet has
inline constexpr std::uintmax_t kMaxMappingBytes = std::uintmax_t{1} << 20U;  // 1 MiB
inline constexpr std::size_t kMaxFaultsTold = 1000;  // a report names this many faults and counts the others

// Workbooks. What a directory claims is never believed: parts are unpacked piece by piece against these.
inline constexpr std::size_t kMaxPartBytes = std::size_t{128} << 20U;      // one part of an .xlsx, unpacked
inline constexpr std::size_t kMaxUnpackedBytes = std::size_t{256} << 20U;  // all parts together
inline constexpr std::size_t kMaxParts = 10'000;
inline constexpr std::size_t kMaxXmlElementBytes = std::size_t{4} << 20U;  // one row, one shared string, one tag
inline constexpr std::size_t kMaxXmlDepth = 64;
inline constexpr std::size_t kMaxSheets = 256;
inline constexpr std::size_t kMaxSheetCells = 2'000'000;              // filled ones, of all sheets together
inline constexpr std::size_t kMaxSheetArea = 100'000'000;             // rows times their last filled column
inline constexpr std::size_t kMaxSheetText = std::size_t{64} << 20U;  // bytes of all cells' texts together
inline constexpr std::size_t kMaxCellBytes = std::size_t{96} * 1024;  // 32,767 characters of up to 3 bytes
inline constexpr int kMaxSheetRow = 1'048'576;                        // what a spreadsheet has
inline constexpr int kMaxSheetColumn = 16'384;

// Panels are forecast and never stored, and are read piece by piece.
inline constexpr std::uint64_t kMaxPanelBytes = std::uint64_t{4} << 30U;  // 4 GiB, after unpacking
inline constexpr std::size_t kMaxPanelRows = 50'000'000;
inline constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;

}  // namespace tradewatch::intake
