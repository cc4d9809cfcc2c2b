#include "dissect/archive/tar.h"

#include "base/text.h"

#include <algorithm>
#include <optional>

namespace petze {

namespace {

constexpr std::size_t block_bytes = 512;
constexpr std::size_t size_at = 124;
constexpr std::size_t size_bytes = 12;
constexpr std::size_t checksum_at = 148;
constexpr std::size_t checksum_bytes = 8;
constexpr std::size_t type_at = 156;
constexpr std::size_t magic_at = 257;
constexpr std::size_t prefix_at = 345;
constexpr std::size_t prefix_bytes = 155;
constexpr std::size_t name_bytes = 100;
constexpr std::size_t longest_name = 64u << 10;
constexpr std::string_view magic = "ustar";

std::string_view zero_ended(std::string_view text)
{
    return text.substr(0, std::min(text.find('\0'), text.size()));
}

/// Octal digits; GNU writes large numbers in base 256, told by the highest bit.
std::optional<std::uint64_t> number(std::string_view field)
{
    std::uint64_t value = 0;
    if ((field.front() & 0x80) != 0) {
        constexpr std::size_t lower = 8;
        for (char const c : field.substr(field.size() - lower))
            value = value << 8 | static_cast<std::uint8_t>(c);
        return value >> 62 == 0 ? std::optional{value} : std::nullopt;
    }
    for (char const c : trim(zero_ended(field))) {
        if (c < '0' || c > '7')
            return {};
        value = value << 3 | static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

bool is_header(std::string_view block)
{
    auto const told = number(block.substr(checksum_at, checksum_bytes));
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < block.size(); ++i)
        sum += i >= checksum_at && i < checksum_at + checksum_bytes
                   ? std::uint8_t{' '} // as the standard counts its own field
                   : static_cast<std::uint8_t>(block[i]);
    return told && *told == sum && block.substr(magic_at).starts_with(magic);
}

// "30 path=a/very/long/name\n" among records of that kind.
std::string_view pax_path(std::string_view records)
{
    constexpr std::string_view key = " path=";
    auto const found = records.find(key);
    if (found == npos)
        return {};
    records.remove_prefix(found + key.size());
    return records.substr(0, std::min(records.find('\n'), records.size()));
}

} // namespace

bool begins_as_tar(Bytes first)
{
    auto const text = as_text(first);
    if (text.size() >= magic_at + magic.size())
        return text.substr(magic_at).starts_with(magic);
    // A name, and zeros behind it up to where the name may end.
    auto const name = zero_ended(text.substr(0, name_bytes));
    auto const zeros = text.substr(0, name_bytes).substr(name.size());
    auto const is_printable = [](char c) { return c >= ' ' || c < 0; };
    return text.size() >= 32 && !name.empty() && zeros.size() >= 4
           && std::all_of(name.begin(), name.end(), is_printable)
           && std::all_of(zeros.begin(), zeros.end(), [](char c) { return c == '\0'; });
}

bool TarReader::take(Bytes piece)
{
    while (!piece.empty()) {
        std::size_t count = piece.size();
        switch (m_state) {
        case State::first:
        case State::header:
            count = std::min(count, block_bytes - m_held.size());
            m_held += as_text(piece.first(count));
            if (m_held.size() == block_bytes && !take_header())
                return false;
            break;
        case State::name:
        case State::data:
            count = static_cast<std::size_t>(std::min<std::uint64_t>(count, m_left));
            if (m_state == State::name && m_long.size() < longest_name)
                m_long += as_text(piece.first(count));
            m_handler.entry_data(piece.first(count));
            m_left -= count;
            if (m_left == 0)
                end_entry(true);
            break;
        case State::padding:
            count = std::min(count, m_padding);
            m_padding -= count;
            if (m_padding == 0)
                m_state = State::header;
            break;
        case State::lost:
            m_handler.outside(piece);
            break;
        }
        piece = piece.subspan(count);
    }
    return true;
}

bool TarReader::take_header()
{
    if (is_header(m_held)) {
        begin_entry();
        return true;
    }
    if (m_state == State::first) {
        m_state = State::lost;
        return false; // the caller takes what is held
    }
    bool const is_end = m_held.find_first_not_of('\0') == npos; // a block of zeros
    if (!is_end) {
        m_handler.trouble("tar: no header where one should begin");
        m_state = State::lost;
        m_handler.outside(as_bytes(m_held));
    }
    m_held.clear();
    return true;
}

void TarReader::begin_entry()
{
    std::string_view const header{m_held};
    auto const type = header[type_at];
    auto const prefix = zero_ended(header.substr(prefix_at, prefix_bytes));
    auto const name = zero_ended(header.substr(0, name_bytes));
    // GNU's own magic has a blank, and other things where the prefix would be.
    bool const is_posix = header[magic_at + magic.size()] == '\0';
    m_name = prefix.empty() || !is_posix ? std::string{name}
                                         : std::string{prefix}.append("/").append(name);
    bool const is_name = type == 'L' || type == 'x';
    if (!is_name && !m_long.empty())
        m_name = m_long;
    m_long.clear();
    m_is_pax = type == 'x';
    constexpr std::string_view without_data = "123456"; // links, devices, folders
    auto const size = without_data.find(type) == npos ? number(header.substr(size_at, size_bytes))
                                                      : std::optional<std::uint64_t>{0};
    m_held.clear();
    m_left = size.value_or(0);
    m_padding = static_cast<std::size_t>((block_bytes - m_left % block_bytes) % block_bytes);
    m_in_entry = true;
    m_handler.entry_begins(m_name);
    m_state = is_name ? State::name : State::data;
    if (m_left == 0)
        end_entry(true);
}

void TarReader::end_entry(bool whole)
{
    m_handler.entry_ends(whole);
    m_in_entry = false;
    if (m_state == State::name)
        m_long = std::string{m_is_pax ? pax_path(m_long) : zero_ended(m_long)};
    m_state = m_padding > 0 ? State::padding : State::header;
}

void TarReader::gap()
{
    if (m_in_entry)
        end_entry(false);
    if (!m_held.empty())
        m_handler.outside(as_bytes(m_held));
    m_held.clear();
    m_state = State::lost;
}

void TarReader::finish()
{
    if (m_in_entry)
        end_entry(false);
    if (m_state == State::header && !m_held.empty())
        m_handler.outside(as_bytes(m_held));
    if (m_state != State::first)
        m_held.clear();
}

} // namespace petze
