#include "report/pcapng.h"

#include <algorithm>

namespace petze::pcapng {

namespace {

// §11.1
constexpr std::uint32_t section_header = 0x0a0d0d0a;
constexpr std::uint32_t interface_description = 1;
constexpr std::uint32_t enhanced_packet = 6;
constexpr std::uint32_t decryption_secrets = 10;

constexpr std::uint32_t tls_key_log = 0x544c534b; // §4.7

// §3.5, §4.2
constexpr std::uint16_t end_of_options = 0;
constexpr std::uint16_t opt_comment = 1;
constexpr std::uint16_t if_tsresol = 9;

constexpr std::size_t longest_option = 0xffff;

void put16(std::string& out, std::uint16_t value)
{
    out += static_cast<char>(value & 0xff);
    out += static_cast<char>(value >> 8);
}

void put32(std::string& out, std::uint32_t value)
{
    put16(out, static_cast<std::uint16_t>(value & 0xffff));
    put16(out, static_cast<std::uint16_t>(value >> 16));
}

void put_padded(std::string& out, std::string_view bytes)
{
    out += bytes;
    out.append((4 - bytes.size() % 4) % 4, '\0');
}

void put_option(std::string& out, std::uint16_t code, std::string_view value)
{
    value = value.substr(0, longest_option);
    put16(out, code);
    put16(out, static_cast<std::uint16_t>(value.size()));
    put_padded(out, value);
}

void put_comment(std::string& out, std::string_view comment)
{
    if (comment.empty())
        return;
    put_option(out, opt_comment, comment);
    put_option(out, end_of_options, {});
}

/// §3.1: the length of a block stands at both of its ends, and is known at the second.
class Block {
public:
    Block(std::string& out, std::uint32_t type)
        : m_out(out)
        , m_begin(out.size())
    {
        put32(out, type);
        put32(out, 0);
    }
    ~Block()
    {
        auto const length = static_cast<std::uint32_t>(m_out.size() - m_begin + 4);
        put32(m_out, length);
        std::copy(m_out.end() - 4, m_out.end(),
                  m_out.begin() + static_cast<std::ptrdiff_t>(m_begin + 4));
    }
    Block(Block const&) = delete;
    Block& operator=(Block const&) = delete;

private:
    std::string& m_out;
    std::size_t m_begin;
};

} // namespace

void append_section(std::string& out, std::string_view comment)
{
    Block const block{out, section_header};
    put32(out, 0x1a2b3c4d); // byte-order magic
    put16(out, 1);          // version 1.0
    put16(out, 0);
    put32(out, 0xffffffff); // length of the section: not given
    put32(out, 0xffffffff);
    put_comment(out, comment);
}

void append_interface(std::string& out, LinkType link)
{
    Block const block{out, interface_description};
    put16(out, link);
    put16(out, 0);
    put32(out, 0); // no snaplen
    put_option(out, if_tsresol, "\x09");
    put_option(out, end_of_options, {});
}

void append_secrets(std::string& out, std::string_view secrets)
{
    Block const block{out, decryption_secrets};
    put32(out, tls_key_log);
    put32(out, static_cast<std::uint32_t>(secrets.size()));
    put_padded(out, secrets);
}

void append_packet(std::string& out, std::uint32_t interface, Frame const& frame,
                   std::string_view comment)
{
    auto const bytes = as_text(frame.bytes).substr(0, longest_packet);
    auto const captured = static_cast<std::uint32_t>(bytes.size());
    auto const time = static_cast<std::uint64_t>(frame.stamp.time_ns);
    Block const block{out, enhanced_packet};
    put32(out, interface);
    put32(out, static_cast<std::uint32_t>(time >> 32));
    put32(out, static_cast<std::uint32_t>(time & 0xffffffff));
    put32(out, captured);
    put32(out, std::max(frame.wire_length, captured));
    put_padded(out, bytes);
    put_comment(out, comment);
}

} // namespace petze::pcapng
