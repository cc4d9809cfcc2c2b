#pragma once

#include "dissect/archive/archive.h"

#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

namespace petze::testing {

/// Keeps what an archive's reader tells: "name = data" for each entry, " (not whole)" behind it.
class ArchiveRecorder : public ArchiveHandler {
public:
    bool entry_begins(std::string_view name) override
    {
        m_entry = std::string{name} + " = ";
        return true;
    }
    void entry_data(Bytes piece) override { m_entry += as_text(piece); }
    void entry_ends(bool whole) override
    {
        lines.push_back(m_entry + (whole ? "" : " (not whole)"));
    }
    void outside(Bytes piece) override { other += as_text(piece); }
    void trouble(std::string_view what) override { troubles.emplace_back(what); }
    bool unpacked(std::size_t, std::uint64_t made, std::uint64_t) override { return made < most; }

    std::vector<std::string> lines;
    std::string other;
    std::vector<std::string> troubles;
    std::uint64_t most = 1u << 20;

private:
    std::string m_entry;
};

/// Feeds an archive in pieces; the first byte says of what length, and whether one is missing.
template<typename Reader>
void feed(Reader& reader, ArchiveRecorder&, Bytes bytes)
{
    if (bytes.empty())
        return;
    std::size_t const cut = bytes.front() % 128 + 1;
    bool const gap = bytes.front() >= 128;
    bytes = bytes.subspan(1);
    for (std::size_t at = 0; at < bytes.size(); at += cut) {
        auto const piece = bytes.subspan(at, std::min(cut, bytes.size() - at));
        if (gap && at / cut == 3)
            reader.gap();
        else if constexpr (std::is_void_v<decltype(reader.take(piece))>)
            reader.take(piece);
        else if (!reader.take(piece))
            return;
    }
    reader.finish();
}

} // namespace petze::testing
