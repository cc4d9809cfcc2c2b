#pragma once

#include "base/byte_reader.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// Builders of capture files for tests, in either byte order: pcap and pcapng as their
/// specifications describe them, with every length right. Tests of damage damage what these make.
namespace petze::testing {

using Buffer = std::vector<std::uint8_t>;

/// A number of so many bytes.
inline void put(Buffer& out, ByteOrder order, std::uint64_t value, unsigned width)
{
    for (unsigned i = 0; i < width; ++i) {
        auto const shift = 8 * (order == ByteOrder::little ? i : width - 1 - i);
        out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}
inline void put(Buffer& out, Bytes bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}
inline void pad(Buffer& out)
{
    out.resize((out.size() + 3) & ~std::size_t{3});
}

/// draft-ietf-opsawg-pcap.
class PcapFile {
public:
    struct Header {
        ByteOrder order = ByteOrder::little;
        std::uint32_t magic = 0xa1b2c3d4;
        std::uint16_t minor = 4;
        std::uint32_t snap_length = 262144;
        std::uint32_t link = 1;
    };

    PcapFile()
        : PcapFile(Header{})
    {
    }
    explicit PcapFile(Header const& header)
        : m_order(header.order)
    {
        put(m_bytes, m_order, header.magic, 4);
        put(m_bytes, m_order, 2, 2);
        put(m_bytes, m_order, header.minor, 2);
        put(m_bytes, m_order, 0, 8);
        put(m_bytes, m_order, header.snap_length, 4);
        put(m_bytes, m_order, header.link, 4);
    }

    PcapFile& packet(Bytes bytes, std::uint32_t seconds = 0, std::uint32_t fraction = 0,
                     std::optional<std::uint32_t> wire_length = {})
    {
        put(m_bytes, m_order, seconds, 4);
        put(m_bytes, m_order, fraction, 4);
        put(m_bytes, m_order, bytes.size(), 4);
        put(m_bytes, m_order, wire_length.value_or(static_cast<std::uint32_t>(bytes.size())), 4);
        put(m_bytes, bytes);
        return *this;
    }

    Buffer const& bytes() const { return m_bytes; }

private:
    ByteOrder m_order;
    Buffer m_bytes;
};

/// draft-ietf-opsawg-pcapng; begins with a section header.
class PcapngFile {
public:
    explicit PcapngFile(ByteOrder order = ByteOrder::little, Buffer const& options = {})
        : m_order(order)
    {
        section(order, options);
    }

    PcapngFile& section(ByteOrder order, Buffer const& options = {})
    {
        m_order = order;
        Buffer body;
        put(body, order, 0x1a2b3c4d, 4);
        put(body, order, 1, 2);
        put(body, order, 0, 2);
        put(body, order, ~std::uint64_t{0}, 8);
        put(body, options);
        return block(0x0a0d0d0a, body);
    }

    PcapngFile& interface(std::uint16_t link, Buffer const& options = {},
                          std::uint32_t snap_length = 0)
    {
        Buffer body;
        put(body, m_order, link, 2);
        put(body, m_order, 0, 2);
        put(body, m_order, snap_length, 4);
        put(body, options);
        return block(1, body);
    }

    PcapngFile& enhanced(std::uint32_t interface, std::uint64_t time, Bytes packet,
                         Buffer const& options = {}, std::optional<std::uint32_t> wire_length = {})
    {
        Buffer body;
        put(body, m_order, interface, 4);
        return timed(6, body, time, packet, options, wire_length);
    }

    PcapngFile& obsolete(std::uint16_t interface, std::uint64_t time, Bytes packet,
                         Buffer const& options = {})
    {
        Buffer body;
        put(body, m_order, interface, 2);
        put(body, m_order, 0xffff, 2); // drops: not known
        return timed(2, body, time, packet, options, {});
    }

    PcapngFile& simple(Bytes packet, std::uint32_t wire_length)
    {
        Buffer body;
        put(body, m_order, wire_length, 4);
        put(body, packet);
        return block(3, body);
    }

    PcapngFile& secrets(std::string_view text, std::uint32_t type = 0x544c534b)
    {
        Buffer body;
        put(body, m_order, type, 4);
        put(body, m_order, text.size(), 4);
        put(body, as_bytes(text));
        return block(0x0a, body);
    }

    /// Of any type; padded, with its length at both ends.
    PcapngFile& block(std::uint32_t type, Buffer body)
    {
        pad(body);
        auto const length = body.size() + 12;
        put(m_bytes, m_order, type, 4);
        put(m_bytes, m_order, length, 4);
        put(m_bytes, body);
        put(m_bytes, m_order, length, 4);
        return *this;
    }

    /// For the options of a block that is added in this byte order.
    Buffer option(std::uint16_t code, Bytes value) const
    {
        Buffer out;
        put(out, m_order, code, 2);
        put(out, m_order, value.size(), 2);
        put(out, value);
        pad(out);
        return out;
    }

    ByteOrder order() const { return m_order; }
    Buffer const& bytes() const { return m_bytes; }

private:
    PcapngFile& timed(std::uint32_t type, Buffer& body, std::uint64_t time, Bytes packet,
                      Buffer const& options, std::optional<std::uint32_t> wire_length)
    {
        put(body, m_order, time >> 32, 4);
        put(body, m_order, time & 0xffffffff, 4);
        put(body, m_order, packet.size(), 4);
        put(body, m_order, wire_length.value_or(static_cast<std::uint32_t>(packet.size())), 4);
        put(body, packet);
        pad(body);
        put(body, options);
        return block(type, body);
    }

    ByteOrder m_order;
    Buffer m_bytes;
};

} // namespace petze::testing
