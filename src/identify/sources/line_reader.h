#pragma once

#include "capture/byte_source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// The lines of a source, without their ends (LF or CR LF). A view is valid until the next call.
class LineReader {
public:
    explicit LineReader(std::unique_ptr<ByteSource> source);

    std::optional<std::string_view> next();
    /// Of the line that next() gave, from 1.
    std::uint64_t number() const { return m_number; }
    /// Whether that line was longer than the bound, and is cut off.
    bool was_cut() const { return m_cut; }
    /// What ended the reading before its time: the disk, or compressed bytes that are damaged.
    std::optional<Error> const& trouble() const { return m_trouble; }
    std::string_view flaw() const { return m_source->flaw(); }

private:
    bool fill();
    std::string_view finished(std::string_view line);

    std::unique_ptr<ByteSource> m_source;
    std::vector<std::uint8_t> m_block;
    std::string_view m_rest; // of m_block, not given out yet
    std::string m_carried;   // of a line that goes on in the next block
    std::uint64_t m_number = 0;
    bool m_cut = false;
    std::optional<Error> m_trouble;
};

} // namespace petze
