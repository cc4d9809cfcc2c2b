#include "identify/sources/data_file.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "identify/sources/dates.h"
#include "identify/sources/location.h"
#include "identify/sources/reading.h"

#include <algorithm>
#include <cstdio>

namespace petze {

namespace {

std::string file_name(std::string const& path)
{
    return path.substr(path.rfind('/') + 1);
}

// Of the file as it lies there, so that it can be compared with what the publisher says.
std::string hash_of(std::string const& path)
{
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> const file{std::fopen(path.c_str(), "re")};
    if (!file)
        return {};
    Sha256 hash;
    std::vector<std::uint8_t> block(limits::capture_block);
    while (auto const got = std::fread(block.data(), 1, block.size(), file.get()))
        hash.update(Bytes{block}.first(got));
    return to_hex(hash.digest());
}

void read_lines(DataFormat format, LineReader& lines, DataReading& reading)
{
    switch (format) {
    case DataFormat::rpsl:
        return read_rpsl(lines, reading);
    case DataFormat::arin:
        return read_arin(lines, reading);
    case DataFormat::delegated:
        return read_delegated(lines, reading);
    case DataFormat::iptoasn:
        return read_iptoasn(lines, reading);
    case DataFormat::pfx2as:
        return read_pfx2as(lines, reading);
    case DataFormat::as2org:
        return read_as2org(lines, reading);
    default:
        return;
    }
}

void date(ImportedFile& out, std::string const& path, DateHints const& hints,
          DataReading const& reading)
{
    auto const in_name = date_in(file_name(path)).value_or("");
    struct Way {
        std::string const& date;
        std::string_view name;
    };
    for (auto const& way :
         {Way{hints.given, "given"}, Way{reading.stated, "stated"}, Way{in_name, "name"},
          Way{reading.newest, "newest"}, Way{hints.modified, "modified"}})
        if (!way.date.empty()) {
            out.builder->info.as_of = way.date;
            out.dated_by = way.name;
            return;
        }
}

} // namespace

Result<void> read_text(DataFormat format, std::unique_ptr<ByteSource> source, DataReading& reading)
{
    if (format == DataFormat::arin_xml) {
        read_arin_xml(*source, reading);
        if (!source->flaw().empty())
            reading.troubles.tell(0, "compressed bytes are damaged or cut off");
        return {};
    }
    LineReader lines{std::move(source)};
    read_lines(format, lines, reading);
    if (!lines.flaw().empty())
        reading.troubles.tell(lines.number(), "compressed bytes are damaged or cut off");
    if (lines.trouble())
        return tl::make_unexpected(*lines.trouble());
    return {};
}

Result<ImportedFile> read_data_file(std::string const& path, DateHints const& dates)
{
    PETZE_TRY(auto source, open_source(path));
    std::vector<std::uint8_t> first(recognized_bytes);
    PETZE_TRY(auto const got, source->read(first));
    auto const seen = Bytes{first}.first(got);
    auto format = recognize_data(seen);
    bool const binary = std::find(seen.begin(), seen.end(), 0) != seen.end();
    ImportedFile out;
    out.builder = std::make_unique<DataSetBuilder>();
    DataReading reading{*out.builder, out.troubles};
    if (format == DataFormat::location) {
        PETZE_TRY(auto const location, LocationDatabase::open(path));
        location.read(reading);
    } else if (format == DataFormat::unknown && binary) {
        format = DataFormat::mmdb;
        PETZE_TRY_VOID(read_mmdb(path, reading));
    } else if (format != DataFormat::unknown) {
        PETZE_TRY_VOID(read_text(format, replayed(seen, std::move(source)), reading));
    } else {
        return error(path, "is no attribution data that is known (RPSL, ARIN bulk data, "
                           "delegated-extended, iptoasn, pfx2as, AS2Org, MMDB, libloc); check that "
                           "it is the file itself, not a page about it");
    }
    out.builder->info.format = format;
    if (out.builder->empty())
        return error(path, "holds no entry that can be used; download it again");
    out.builder->info.file = file_name(path);
    out.builder->info.sha256 = hash_of(path);
    date(out, path, dates, reading);
    out.set = out.builder->finish(out.troubles);
    return out;
}

} // namespace petze
