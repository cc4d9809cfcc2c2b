#include "dissect/coding/decoders.h"

#include <brotli/decode.h>

namespace petze::decoders {

namespace {

class BrotliDecoder : public Decoder {
public:
    ~BrotliDecoder() override { BrotliDecoderDestroyInstance(m_state); }

    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        if (!m_state)
            return {.state = State::damaged};
        auto input = in.size();
        auto const* next_in = in.data();
        auto room = out.size();
        auto* next_out = out.data();
        auto const result =
            BrotliDecoderDecompressStream(m_state, &input, &next_in, &room, &next_out, nullptr);
        Step step{in.size() - input, out.size() - room, State::more};
        if (result == BROTLI_DECODER_RESULT_SUCCESS)
            step.state = State::end;
        else if (result == BROTLI_DECODER_RESULT_ERROR)
            step.state = State::damaged;
        return step;
    }
    bool complete() const override
    {
        return !m_state || !BrotliDecoderIsUsed(m_state) || BrotliDecoderIsFinished(m_state);
    }

private:
    BrotliDecoderState* m_state = BrotliDecoderCreateInstance(nullptr, nullptr, nullptr);
};

} // namespace

std::unique_ptr<Decoder> brotli()
{
    return std::make_unique<BrotliDecoder>();
}

} // namespace petze::decoders
