#include "capture/compressed.h"

#include <lzma.h>

namespace petze {

namespace {

class Xz : public Compressed {
public:
    explicit Xz(std::unique_ptr<ByteSource> inner)
        : Compressed(std::move(inner))
    {
        if (lzma_stream_decoder(&m_stream, limits::xz_memory, LZMA_CONCATENATED) != LZMA_OK)
            fail("capture: xz stream is damaged");
    }
    ~Xz() override { lzma_end(&m_stream); }
    Xz(Xz const&) = delete;
    Xz& operator=(Xz const&) = delete;

    Result<std::size_t> read(std::span<std::uint8_t> into) override
    {
        m_stream.next_out = into.data();
        m_stream.avail_out = into.size();
        while (m_stream.avail_out > 0 && ok() && !m_ended) {
            if (m_stream.avail_in == 0 && !m_input_ended) {
                PETZE_TRY(auto const bytes, more());
                m_stream.next_in = bytes.data();
                m_stream.avail_in = bytes.size();
                m_input_ended = bytes.empty();
            }
            step();
        }
        return into.size() - m_stream.avail_out;
    }

private:
    void step()
    {
        switch (lzma_code(&m_stream, m_input_ended ? LZMA_FINISH : LZMA_RUN)) {
        case LZMA_OK:
            break;
        case LZMA_STREAM_END:
            m_ended = true;
            break;
        case LZMA_BUF_ERROR: // The input has ended and the stream has not.
            fail("capture: xz stream is cut off");
            break;
        case LZMA_MEMLIMIT_ERROR:
            fail("capture: xz stream needs more than 128 MB");
            break;
        default:
            fail("capture: xz stream is damaged");
            break;
        }
    }

    lzma_stream m_stream = LZMA_STREAM_INIT;
    bool m_input_ended = false;
    bool m_ended = false;
};

} // namespace

std::unique_ptr<ByteSource> make_xz_source(std::unique_ptr<ByteSource> inner)
{
    return std::make_unique<Xz>(std::move(inner));
}

} // namespace petze
