#include "dissect/coding/decoders.h"

#include <zstd.h>

namespace petze::decoders {

namespace {

// RFC 9659 §3: a content coding uses windows of at most 8 MB.
constexpr int window_log_most = 23;

class ZstdDecoder : public Decoder {
public:
    ZstdDecoder()
    {
        if (m_stream)
            ZSTD_DCtx_setParameter(m_stream, ZSTD_d_windowLogMax, window_log_most);
    }
    ~ZstdDecoder() override { ZSTD_freeDStream(m_stream); }

    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        if (!m_stream)
            return {.state = State::damaged};
        if (m_between && !in.empty() && m_begun && !begins_frame(in[0]))
            return {.state = State::end};
        if (m_between && in.empty())
            return {};
        m_begun = true;
        ZSTD_inBuffer input{in.data(), in.size(), 0};
        ZSTD_outBuffer output{out.data(), out.size(), 0};
        auto const hint = ZSTD_decompressStream(m_stream, &output, &input);
        if (ZSTD_isError(hint))
            return {input.pos, output.pos, State::damaged};
        m_between = hint == 0;
        return {input.pos, output.pos, State::more};
    }
    bool complete() const override { return m_between; }

private:
    // RFC 8878 §3.1.1 and §3.1.2, little-endian: 0xFD2FB528, and skippable 0x184D2A50 to 5F.
    static bool begins_frame(std::uint8_t first) { return first == 0x28 || first >> 4 == 5; }

    ZSTD_DStream* m_stream = ZSTD_createDStream();
    bool m_between = true;
    bool m_begun = false;
};

} // namespace

std::unique_ptr<Decoder> zstd()
{
    return std::make_unique<ZstdDecoder>();
}

} // namespace petze::decoders
