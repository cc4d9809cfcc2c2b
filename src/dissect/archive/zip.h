#pragma once

#include "dissect/archive/archive.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace petze {

class Decoder;

/// Reads an archive as it comes (APPNOTE.TXT 6.3.10): by the header before each entry; the
/// directory at its end says the same again, and only what it adds is told.
class ZipReader {
public:
    explicit ZipReader(ArchiveHandler& handler);
    ~ZipReader();
    ZipReader(ZipReader const&) = delete;
    ZipReader& operator=(ZipReader const&) = delete;

    void take(Bytes piece);
    /// Bytes are missing: what follows is read from the next header on.
    void gap();
    void finish();

private:
    enum class State : std::uint8_t { header, counted, packed, searching };

    bool work();
    bool take_header();
    bool take_local();
    bool take_directory();
    bool take_end();
    bool begin_entry(Bytes header, std::string_view name);
    void take_counted();
    void take_packed();
    bool take_searching();
    void end_entry(bool whole);
    void lose(std::string_view why);
    std::string_view held() const { return std::string_view{m_held}.substr(m_at); }
    void drop(std::size_t count) { m_at += count; }

    ArchiveHandler& m_handler;
    State m_state = State::header;
    std::string m_held;
    std::size_t m_at = 0; // of it is done
    std::uint64_t m_left = 0;
    bool m_in_entry = false;
    bool m_whole = true;
    std::unique_ptr<Decoder> m_decoder;
    std::unique_ptr<std::uint8_t[]> m_room;
    std::uint64_t m_taken = 0; // of the entry
    std::uint64_t m_made = 0;
};

} // namespace petze
