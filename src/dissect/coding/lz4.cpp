#include "dissect/coding/decoders.h"

#include "base/byte_reader.h"

#include <algorithm>
#include <lz4.h>
#include <lz4frame.h>

namespace petze::decoders {

namespace {

/// The frames of lz4(1) (lz4_Frame_format.md), several after each other.
class FrameDecoder : public Decoder {
public:
    FrameDecoder()
    {
        m_ready = !LZ4F_isError(LZ4F_createDecompressionContext(&m_context, LZ4F_VERSION));
    }
    ~FrameDecoder() override { LZ4F_freeDecompressionContext(m_context); }

    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        if (in.empty() && m_between)
            return {};
        constexpr std::uint8_t first_of_frame = 0x04;
        constexpr std::uint8_t skippable = 0x50;
        if (m_between && in[0] != first_of_frame && (in[0] & 0xf0) != skippable)
            return {.state = State::end};
        if (!m_ready)
            return {.state = State::damaged};
        auto made = out.size();
        auto taken = in.size();
        auto const hint = LZ4F_decompress(m_context, out.data(), &made, in.data(), &taken, nullptr);
        Step step{taken, made, State::more};
        if (LZ4F_isError(hint))
            step.state = State::damaged;
        m_between = hint == 0;
        return step;
    }
    bool complete() const override { return m_between; }

private:
    LZ4F_dctx* m_context = nullptr;
    bool m_ready = false;
    bool m_between = false; // a frame has ended; another may follow
};

/// The blocks that Java programs write (LZ4BlockOutputStream of lz4-java): a magic, a token, two
/// lengths and a checksum before each.
class BlockDecoder : public Decoder {
public:
    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        Step step;
        while (true) {
            m_plain.drain(out, step);
            if (!m_plain.is_over())
                return step; // no more room
            auto const wanted =
                m_held.size() < header_bytes ? header_bytes : header_bytes + m_packed;
            auto const count = std::min(wanted - m_held.size(), in.size() - step.taken);
            m_held += as_text(in.subspan(step.taken, count));
            step.taken += count;
            if (m_held.size() < wanted)
                return step;
            bool const good =
                m_held.size() == header_bytes && !m_header_read ? read_header() : unpack();
            if (!good) {
                step.state = State::damaged;
                return step;
            }
            if (m_ended) {
                step.state = State::end;
                return step;
            }
        }
    }
    bool complete() const override { return m_ended; }

private:
    static constexpr std::size_t header_bytes = 21;
    static constexpr std::size_t largest = 4u << 20;

    bool read_header()
    {
        constexpr std::string_view magic = "LZ4Block";
        ByteReader in{as_bytes(m_held), ByteOrder::little};
        bool const is_block = as_text(in.take(magic.size())) == magic;
        m_method = in.u8() & 0xf0;
        m_packed = in.u32();
        m_size = in.u32();
        m_header_read = true;
        m_ended = is_block && m_size == 0 && m_packed == 0;
        return is_block && m_packed <= largest && m_size <= largest && (m_packed > 0 || m_ended);
    }

    bool unpack()
    {
        constexpr std::uint8_t stored = 0x10;
        auto const packed = std::string_view{m_held}.substr(header_bytes);
        m_plain.bytes.resize(m_size);
        m_plain.at = 0;
        if (m_method == stored) {
            m_plain.bytes.assign(packed.begin(), packed.end());
        } else {
            auto const made =
                LZ4_decompress_safe(packed.data(), reinterpret_cast<char*>(m_plain.bytes.data()),
                                    static_cast<int>(packed.size()), static_cast<int>(m_size));
            m_plain.bytes.resize(static_cast<std::size_t>(std::max(made, 0)));
            if (made < 0)
                return false;
        }
        m_held.clear();
        m_header_read = false;
        m_packed = 0;
        return true;
    }

    std::string m_held; // a block, not whole yet
    bool m_header_read = false;
    bool m_ended = false;
    std::uint8_t m_method = 0;
    std::size_t m_packed = 0;
    std::size_t m_size = 0;
    Unpacked m_plain;
};

/// One of the two, by the first byte.
class Lz4Decoder : public Decoder {
public:
    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        if (!m_decoder && in.empty())
            return {};
        if (!m_decoder && in[0] == 'L')
            m_decoder = std::make_unique<BlockDecoder>();
        else if (!m_decoder)
            m_decoder = std::make_unique<FrameDecoder>();
        return m_decoder->decode(in, out);
    }
    bool complete() const override { return m_decoder && m_decoder->complete(); }

private:
    std::unique_ptr<Decoder> m_decoder;
};

} // namespace

std::unique_ptr<Decoder> lz4()
{
    return std::make_unique<Lz4Decoder>();
}

} // namespace petze::decoders
