#include "identify/data/data_index.h"

#include "base/byte_reader.h"
#include "base/limits.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace petze {

namespace {

constexpr std::string_view magic = "petzedat";
constexpr std::uint32_t version = 1;
constexpr std::size_t alignment = 8;
constexpr std::size_t longest_text = 0xffff;

void append_number(std::string& out, std::uint64_t value, std::size_t width)
{
    for (std::size_t i = 0; i < width; ++i, value >>= 8)
        out += static_cast<char>(value & 0xff);
}

void append_text(std::string& out, std::string_view text)
{
    text = text.substr(0, longest_text);
    append_number(out, text.size(), 2);
    out += text;
}

std::size_t aligned(std::size_t offset)
{
    return (offset + alignment - 1) / alignment * alignment;
}

// magic, version, number of sets, bytes of the file; then of each set its texts and, for each
// section, where it begins and how long it is.
std::string header(std::vector<DataSet> const& sets, std::size_t sections_begin)
{
    std::string out{magic};
    append_number(out, version, 4);
    append_number(out, sets.size(), 4);
    auto offset = sections_begin;
    std::string table;
    for (auto const& set : sets) {
        append_number(table, static_cast<std::uint8_t>(set.info.format), 1);
        for (auto const* text :
             {&set.info.source, &set.info.as_of, &set.info.file, &set.info.sha256})
            append_text(table, *text);
        for (auto const& section : set.sections) {
            append_number(table, offset, 8);
            append_number(table, section.size(), 8);
            offset = aligned(offset + section.size());
        }
    }
    append_number(out, offset, 8);
    return out + table;
}

Result<std::vector<DataSet>> read_sets(Bytes bytes, std::string const& name)
{
    auto const broken = [&](char const* why) {
        return error(name, std::string{"is no index that can be used ("} + why
                               + "); import the data again with petze data import");
    };
    ByteReader in{bytes, ByteOrder::little};
    if (as_text(in.take(magic.size())) != magic)
        return broken("it does not begin like one");
    if (in.u32() != version)
        return broken("another version of Petze wrote it");
    auto const count = in.u32();
    if (in.u64() != bytes.size())
        return broken("it is cut off, or longer than it was written");
    if (count > limits::data_sets)
        return broken("more data sets than there can be");
    std::vector<DataSet> sets;
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        DataSet set;
        auto const format = in.u8();
        set.info.format =
            format < data_format_count ? static_cast<DataFormat>(format) : DataFormat::unknown;
        for (auto* text : {&set.info.source, &set.info.as_of, &set.info.file, &set.info.sha256})
            *text = as_text(in.take(in.u16()));
        for (std::size_t section = 0; section < DataSet::section_count; ++section) {
            auto const offset = in.u64();
            auto const size = in.u64();
            if (offset > bytes.size() || size > bytes.size() - offset
                || size % DataSet::row_bytes.at(section) != 0)
                return broken("a section lies outside of it");
            set.sections.at(section) = bytes.subspan(offset, size);
        }
        sets.push_back(std::move(set));
    }
    if (!in.ok())
        return broken("its table is cut off");
    return sets;
}

} // namespace

class DataIndex::Mapping {
public:
    Mapping(void* begin, std::size_t size)
        : m_begin(begin)
        , m_size(size)
    {
    }
    ~Mapping() { ::munmap(m_begin, m_size); }
    Mapping(Mapping const&) = delete;
    Mapping& operator=(Mapping const&) = delete;

    Bytes bytes() const { return {static_cast<std::uint8_t const*>(m_begin), m_size}; }

private:
    void* m_begin;
    std::size_t m_size;
};

DataIndex::DataIndex() = default;
DataIndex::~DataIndex() = default;
DataIndex::DataIndex(DataIndex&&) noexcept = default;
DataIndex& DataIndex::operator=(DataIndex&&) noexcept = default;

Result<DataIndex> DataIndex::of_bytes(Bytes bytes, std::string const& name)
{
    DataIndex index;
    PETZE_TRY(index.m_sets, read_sets(bytes, name));
    return index;
}

Result<DataIndex> DataIndex::open(std::string const& path)
{
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR))
        return DataIndex{};
    struct stat status {};
    if (descriptor < 0 || ::fstat(descriptor, &status) != 0) {
        auto const number = errno;
        if (descriptor >= 0)
            ::close(descriptor);
        return error(path, std::string{"cannot be read ("} + std::strerror(number)
                               + "); change its permissions, or name another folder with --data");
    }
    auto const size = static_cast<std::size_t>(status.st_size);
    void* begin = S_ISREG(status.st_mode) && size > 0
                      ? ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0)
                      : MAP_FAILED;
    ::close(descriptor);
    if (begin == MAP_FAILED)
        return error(path, "is no index that can be used (it is empty, or no file); import the "
                           "data again with petze data import");
    DataIndex index;
    index.m_mapping = std::make_unique<Mapping>(begin, size);
    PETZE_TRY(index.m_sets, read_sets(index.m_mapping->bytes(), path));
    return index;
}

Result<void> write_index(std::vector<DataSet> const& sets, ByteSink const& sink)
{
    auto offset = aligned(header(sets, 0).size());
    auto head = header(sets, offset);
    head.resize(offset, '\0');
    PETZE_TRY_VOID(sink(head));
    for (auto const& set : sets)
        for (auto const& section : set.sections) {
            PETZE_TRY_VOID(sink(as_text(section)));
            PETZE_TRY_VOID(
                sink(std::string_view{"\0\0\0\0\0\0\0", aligned(section.size()) - section.size()}));
        }
    return {};
}

} // namespace petze
