#pragma once

#include "dissect/archive/archive.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace petze {

/// Whether content that begins like this may be a tar archive; less than 262 bytes say little.
bool begins_as_tar(Bytes first);

/// Reads an archive as it comes: POSIX ustar and pax (IEEE 1003.1, "pax"), GNU's long names.
class TarReader {
public:
    explicit TarReader(ArchiveHandler& handler)
        : m_handler(handler)
    {
    }
    TarReader(TarReader const&) = delete;
    TarReader& operator=(TarReader const&) = delete;

    /// False where the first header is none: what was taken so far comes back from held().
    bool take(Bytes piece);
    std::string const& held() const { return m_held; }
    /// A first header has been read.
    bool is_sure() const { return m_state != State::first; }
    /// Bytes are missing: what follows is told as outside.
    void gap();
    void finish();

private:
    enum class State : std::uint8_t { first, header, data, name, padding, lost };

    bool take_header();
    void begin_entry();
    void end_entry(bool whole);

    ArchiveHandler& m_handler;
    State m_state = State::first;
    std::string m_held;     // of a header
    std::string m_name;     // of the entry at hand
    std::string m_long;     // that GNU's or pax's own entry gave for the next one
    std::uint64_t m_left{}; // of the data
    std::size_t m_padding{};
    bool m_in_entry = false;
    bool m_is_pax = false;
};

} // namespace petze
