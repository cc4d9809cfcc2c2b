#include "dissect/coding/decoders.h"

#include "base/byte_reader.h"

#include <algorithm>
#include <snappy.h>

namespace petze {

namespace decoders {

namespace {

/// Its framing format (framing_format.txt): chunks of 64 KiB at most.
class SnappyDecoder : public Decoder {
public:
    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        Step step;
        while (true) {
            m_plain.drain(out, step);
            if (!m_plain.is_over())
                return step; // no more room
            auto const wanted = m_held.size() < header_bytes ? header_bytes : header_bytes + m_size;
            auto const count = std::min(wanted - m_held.size(), in.size() - step.taken);
            m_held += as_text(in.subspan(step.taken, count));
            step.taken += count;
            if (m_held.size() < wanted)
                return step;
            if (!m_header_read)
                read_header();
            bool const whole = m_held.size() == header_bytes + m_size;
            if (m_size > largest || (whole && !unpack())) {
                step.state = State::damaged;
                return step;
            }
        }
    }
    bool complete() const override { return m_begun && m_held.empty(); }

private:
    static constexpr std::size_t header_bytes = 4;
    static constexpr std::size_t checksum_bytes = 4;
    static constexpr std::size_t largest = 128u << 10;
    static constexpr std::size_t largest_plain = 64u << 10;

    void read_header()
    {
        ByteReader in{as_bytes(m_held), ByteOrder::little};
        m_type = in.u8();
        m_size = in.u24();
        m_header_read = true;
    }

    bool unpack()
    {
        constexpr std::uint8_t compressed = 0;
        constexpr std::uint8_t stored = 1;
        constexpr std::uint8_t may_be_skipped = 0x80;
        auto chunk = std::string_view{m_held}.substr(header_bytes);
        m_plain.bytes.clear();
        m_plain.at = 0;
        if (m_type == compressed || m_type == stored) {
            chunk.remove_prefix(std::min(checksum_bytes, chunk.size()));
            std::size_t size = 0;
            if (m_type == stored) {
                m_plain.bytes.assign(chunk.begin(), chunk.end());
            } else {
                if (!snappy::GetUncompressedLength(chunk.data(), chunk.size(), &size)
                    || size > largest_plain)
                    return false;
                m_plain.bytes.resize(size);
                if (!snappy::RawUncompress(chunk.data(), chunk.size(),
                                           reinterpret_cast<char*>(m_plain.bytes.data()))) {
                    m_plain.bytes.clear();
                    return false;
                }
            }
        } else if (m_type < may_be_skipped) {
            return false;
        }
        m_begun = true;
        m_held.clear();
        m_header_read = false;
        m_size = 0;
        return true;
    }

    std::string m_held; // a chunk, not whole yet
    bool m_header_read = false;
    bool m_begun = false;
    std::uint8_t m_type = 0;
    std::size_t m_size = 0;
    Unpacked m_plain;
};

} // namespace

std::unique_ptr<Decoder> snappy()
{
    return std::make_unique<SnappyDecoder>();
}

} // namespace decoders

std::optional<std::vector<std::uint8_t>> undo_raw_snappy(Bytes packed, std::size_t most)
{
    auto const text = as_text(packed);
    std::size_t size = 0;
    if (!::snappy::GetUncompressedLength(text.data(), text.size(), &size) || size > most
        || size == 0 || !::snappy::IsValidCompressedBuffer(text.data(), text.size()))
        return {};
    std::vector<std::uint8_t> plain(size);
    if (!::snappy::RawUncompress(text.data(), text.size(), reinterpret_cast<char*>(plain.data())))
        return {};
    return plain;
}

} // namespace petze
