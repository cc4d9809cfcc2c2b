#pragma once

#include "identify/data/data_set_builder.h"
#include "identify/sources/line_reader.h"

#include <optional>
#include <string>

namespace petze {

/// What a file says while it is read: its entries, its troubles, and what it tells of its date.
struct DataReading {
    DataSetBuilder& builder;
    DataTroubles& troubles;
    std::string stated{}; // the date that the file itself states, ISO
    std::string newest{}; // else the newest change in it: the file is of that day or later
};

/// Each reads a whole file of its form; what makes no sense is told with its line and passed over.
void read_rpsl(LineReader& lines, DataReading& reading);
void read_arin(LineReader& lines, DataReading& reading);
void read_delegated(LineReader& lines, DataReading& reading);
void read_iptoasn(LineReader& lines, DataReading& reading);
void read_pfx2as(LineReader& lines, DataReading& reading);
void read_as2org(LineReader& lines, DataReading& reading);
/// An XML document needs no lines.
void read_arin_xml(ByteSource& source, DataReading& reading);
/// Walks the tree; the file must be one, uncompressed (libmaxminddb maps it).
Result<void> read_mmdb(std::string const& path, DataReading& reading);

/// The one of those above that reads this form of text.
Result<void> read_text(DataFormat format, std::unique_ptr<ByteSource> source, DataReading& reading);

/// What a file is, by its first bytes, uncompressed: 64 KiB are enough.
DataFormat recognize_data(Bytes first);
inline constexpr std::size_t recognized_bytes = 64u << 10;

/// The number in "AS23724" or "23724".
std::optional<std::uint32_t> parse_system(std::string_view text);

} // namespace petze
