#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <optional>

namespace petze {

/// Where and why untrusted bytes stopped making sense.
struct Flaw {
    std::string_view what; // a string literal, such as "truncated"
    std::size_t offset{};

    bool operator==(Flaw const&) const = default;
};

/// What could be read, and what was wrong with the rest. A flaw never discards the value:
/// a phone number is leaked even if the packet after it is cut off.
template<typename T>
struct Decoded {
    T value;
    std::optional<Flaw> flaw;
};

/// The order in which a number's bytes stand.
enum class ByteOrder { big, little };

/// A cursor over untrusted bytes; network byte order unless told otherwise.
///
/// Reading past the end yields zero or an empty view and records the first flaw; every later
/// read then fails too. A decoder therefore reads straight down the page, and asks once, at
/// the end. Loops over counts that came from the wire must test ok().
class ByteReader {
public:
    explicit ByteReader(Bytes bytes, ByteOrder order = ByteOrder::big)
        : m_bytes(bytes)
        , m_order(order)
    {
    }

    std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u24() { return static_cast<std::uint32_t>(number(3)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    std::uint64_t u64() { return number(8); }

    Bytes take(std::size_t count)
    {
        if (count > remaining())
            fail("truncated");
        if (!ok())
            return {};
        auto const taken = m_bytes.subspan(m_offset, count);
        m_offset += count;
        return taken;
    }
    void skip(std::size_t count) { take(count); }
    Bytes rest() { return take(remaining()); }

    /// What the next read would see; never fails, and may be shorter than asked for.
    Bytes peek(std::size_t count) const
    {
        return ok() ? m_bytes.subspan(m_offset, count < remaining() ? count : remaining())
                    : Bytes{};
    }

    /// Declares the bytes malformed here. Only the first flaw is kept.
    void fail(std::string_view what)
    {
        if (!m_flaw)
            m_flaw = Flaw{what, m_offset};
    }

    bool ok() const { return !m_flaw; }
    std::size_t offset() const { return m_offset; }
    std::size_t remaining() const { return m_bytes.size() - m_offset; }
    std::optional<Flaw> flaw() const { return m_flaw; }

private:
    std::uint64_t number(std::size_t width)
    {
        auto const bytes = take(width);
        std::uint64_t value = 0;
        if (m_order == ByteOrder::big)
            for (auto byte : bytes)
                value = value << 8 | byte;
        else
            for (std::size_t i = bytes.size(); i > 0; --i)
                value = value << 8 | bytes[i - 1];
        return value;
    }

    Bytes m_bytes;
    ByteOrder m_order;
    std::size_t m_offset = 0;
    std::optional<Flaw> m_flaw;
};

} // namespace petze
