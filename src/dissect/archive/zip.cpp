#include "dissect/archive/zip.h"

#include "base/byte_reader.h"
#include "dissect/coding/coding.h"

#include <algorithm>

namespace petze {

namespace {

using namespace std::string_view_literals;

constexpr auto local_mark = "PK\x03\x04"sv;      // 4.3.7
constexpr auto descriptor_mark = "PK\x07\x08"sv; // 4.3.9
constexpr auto directory_mark = "PK\x01\x02"sv;  // 4.3.12
constexpr auto end_mark = "PK\x05\x06"sv;        // 4.3.16
constexpr auto end64_mark = "PK\x06\x06"sv;      // 4.3.14
constexpr auto locator_mark = "PK\x06\x07"sv;    // 4.3.15
constexpr std::size_t mark_bytes = 4;
constexpr std::size_t local_bytes = 30;
constexpr std::size_t directory_bytes = 46;
constexpr std::size_t end_bytes = 22;
constexpr std::size_t room_bytes = 16u << 10;

constexpr std::uint16_t encrypted = 0x0001;
constexpr std::uint16_t size_follows = 0x0008;
constexpr std::uint16_t stored = 0;
constexpr std::uint16_t deflated = 8;
constexpr std::uint32_t in_extra_field = 0xffffffff;
constexpr std::uint16_t zip64_extra = 0x0001;

// 4.5.3: the size before packing, where it did not fit, then that after it.
std::uint64_t zip64_size(Bytes extra, bool after_other)
{
    ByteReader in{extra, ByteOrder::little};
    while (in.remaining() >= 4) {
        auto const id = in.u16();
        auto const size = in.u16();
        ByteReader field{in.take(std::min<std::size_t>(size, in.remaining())), ByteOrder::little};
        if (id != zip64_extra)
            continue;
        if (after_other)
            field.skip(8);
        auto const found = field.u64();
        return field.ok() ? found : 0;
    }
    return 0;
}

} // namespace

ZipReader::ZipReader(ArchiveHandler& handler)
    : m_handler(handler)
{
}

ZipReader::~ZipReader() = default;

void ZipReader::take(Bytes piece)
{
    m_held += as_text(piece);
    while (m_at < m_held.size() && work()) {
    }
    m_held.erase(0, m_at);
    m_at = 0;
}

void ZipReader::gap()
{
    if (m_in_entry)
        end_entry(false);
    m_handler.outside(as_bytes(held()));
    m_held.clear();
    m_at = 0;
    m_state = State::searching;
}

void ZipReader::finish()
{
    if (m_in_entry) {
        m_handler.trouble("zip: cut off");
        end_entry(false);
    } else if (!held().empty()) {
        m_handler.trouble("zip: cut off");
        m_handler.outside(as_bytes(held()));
    }
    m_held.clear();
    m_at = 0;
}

// Returns false where more bytes are needed.
bool ZipReader::work()
{
    switch (m_state) {
    case State::header:
        return take_header();
    case State::counted:
        take_counted();
        return true;
    case State::packed:
        take_packed();
        return true;
    case State::searching:
        return take_searching();
    }
    return false;
}

bool ZipReader::take_header()
{
    auto const text = held();
    if (text.size() < mark_bytes)
        return false;
    auto const mark = text.substr(0, mark_bytes);
    if (mark == local_mark)
        return take_local();
    if (mark == directory_mark)
        return take_directory();
    if (mark == end_mark)
        return take_end();
    if (mark == descriptor_mark) { // the checksum and two sizes, of four bytes or eight
        constexpr std::size_t narrow = 16;
        constexpr std::size_t wide = 24;
        if (text.size() < wide + 2 && !text.substr(std::min(narrow, text.size())).starts_with("PK"))
            return false;
        drop(text.substr(narrow).starts_with("PK") ? narrow : wide);
        return true;
    }
    if (mark == locator_mark || mark == end64_mark) {
        auto const size = mark == locator_mark ? 20u : 56u;
        if (text.size() < size)
            return false;
        drop(size);
        return true;
    }
    lose("zip: no header where one should begin");
    return true;
}

bool ZipReader::take_local()
{
    auto const text = held();
    if (text.size() < local_bytes)
        return false;
    ByteReader in{as_bytes(text), ByteOrder::little};
    in.skip(26);
    std::size_t const name = in.u16();
    std::size_t const extra = in.u16();
    auto const size = local_bytes + name + extra;
    if (text.size() < size)
        return false;
    std::string const head{text.substr(0, size)};
    drop(size);
    return begin_entry(as_bytes(head), std::string_view{head}.substr(local_bytes, name));
}

bool ZipReader::begin_entry(Bytes header, std::string_view name)
{
    ByteReader in{header, ByteOrder::little};
    in.skip(6);
    auto const flags = in.u16();
    auto const method = in.u16();
    in.skip(8); // time, date, checksum
    std::uint64_t packed = in.u32();
    auto const plain = in.u32();
    auto const extra = header.subspan(local_bytes + name.size());
    if (packed == in_extra_field)
        packed = zip64_size(extra, plain == in_extra_field);
    m_taken = m_made = 0;
    m_in_entry = true;
    bool const wanted = m_handler.entry_begins(name);
    bool const readable = (flags & encrypted) == 0 && (method == stored || method == deflated);
    m_whole = readable && wanted;
    if ((flags & encrypted) != 0)
        m_handler.trouble("zip: encrypted");
    else if (!readable)
        m_handler.trouble("zip: unknown compression");
    if (readable && wanted && method == deflated) {
        m_decoder = make_raw_inflater();
        m_state = State::packed;
    } else if ((flags & size_follows) != 0 && packed == 0) {
        m_state = State::searching; // only the next header shows where it ends
    } else {
        m_left = packed;
        m_state = State::counted;
        if (m_left == 0)
            end_entry(m_whole);
    }
    return true;
}

void ZipReader::take_counted()
{
    auto const count = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, held().size()));
    m_handler.entry_data(as_bytes(held().substr(0, count)));
    drop(count);
    m_left -= count;
    if (m_left == 0)
        end_entry(m_whole);
}

void ZipReader::take_packed()
{
    if (!m_room)
        m_room = std::make_unique_for_overwrite<std::uint8_t[]>(room_bytes);
    std::span<std::uint8_t> const room{m_room.get(), room_bytes};
    while (true) {
        auto const step = m_decoder->decode(as_bytes(held()), room);
        drop(step.taken);
        m_taken += step.taken;
        m_made += step.made;
        if (step.made > 0)
            m_handler.entry_data(room.first(step.made));
        if (step.state == Decoder::State::end) {
            end_entry(true);
            return;
        }
        if (step.state == Decoder::State::damaged) {
            lose("zip: damaged");
            return;
        }
        if (!m_handler.unpacked(step.made, m_made, m_taken)) {
            lose("zip: limit inflated");
            return;
        }
        bool const idle = step.taken == 0 && step.made == 0;
        if (idle || (held().empty() && step.made < room_bytes)) {
            if (!held().empty())
                lose("zip: damaged"); // it wants nothing of what is there
            return;
        }
    }
}

// Up to the next header; false where the last bytes may be its beginning.
bool ZipReader::take_searching()
{
    auto const text = held();
    std::size_t at = 0;
    while ((at = text.find("PK", at)) != std::string_view::npos) {
        auto const mark = text.substr(at, mark_bytes);
        if (mark.size() < mark_bytes)
            break;
        if (mark == local_mark || mark == directory_mark || mark == end_mark
            || mark == descriptor_mark)
            break;
        ++at;
    }
    auto count = std::min(at, text.size());
    bool const found = count + mark_bytes <= text.size() && at != std::string_view::npos;
    if (!found && at == std::string_view::npos && text.ends_with('P'))
        --count;
    auto const before = as_bytes(text.substr(0, count));
    if (m_in_entry && !before.empty())
        m_handler.entry_data(before);
    else if (!before.empty())
        m_handler.outside(before);
    drop(count);
    if (!found)
        return false;
    if (m_in_entry)
        end_entry(m_whole);
    m_state = State::header;
    return true;
}

bool ZipReader::take_directory()
{
    auto const text = held();
    if (text.size() < directory_bytes)
        return false;
    ByteReader in{as_bytes(text), ByteOrder::little};
    in.skip(28);
    std::size_t const name = in.u16();
    std::size_t const extra = in.u16();
    std::size_t const comment = in.u16();
    auto const size = directory_bytes + name + extra + comment;
    if (text.size() < size)
        return false;
    if (comment > 0)
        m_handler.outside(as_bytes(text.substr(size - comment, comment)));
    drop(size);
    return true;
}

bool ZipReader::take_end()
{
    auto const text = held();
    if (text.size() < end_bytes)
        return false;
    ByteReader in{as_bytes(text), ByteOrder::little};
    in.skip(20);
    std::size_t const comment = in.u16();
    if (text.size() < end_bytes + comment)
        return false;
    if (comment > 0)
        m_handler.outside(as_bytes(text.substr(end_bytes, comment)));
    drop(end_bytes + comment);
    return true;
}

void ZipReader::end_entry(bool whole)
{
    m_handler.entry_ends(whole);
    m_in_entry = false;
    m_decoder.reset();
    m_state = State::header;
}

void ZipReader::lose(std::string_view why)
{
    m_handler.trouble(why);
    if (m_in_entry)
        end_entry(false);
    m_decoder.reset();
    m_state = State::searching;
    // Where this is no header, the search must not find it again.
    if (!held().empty()) {
        m_handler.outside(as_bytes(held().substr(0, 1)));
        drop(1);
    }
}

} // namespace petze
