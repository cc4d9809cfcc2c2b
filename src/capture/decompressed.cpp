#include "base/byte_reader.h"
#include "capture/compressed.h"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <array>
#include <memory>

namespace petze {

namespace {

class Gzip : public Compressed {
public:
    explicit Gzip(std::unique_ptr<ByteSource> inner)
        : Compressed(std::move(inner))
    {
        constexpr int gzip_only = 16 + MAX_WBITS;
        if (inflateInit2(&m_stream, gzip_only) != Z_OK)
            fail("capture: gzip stream cannot be undone");
    }
    ~Gzip() override { inflateEnd(&m_stream); }
    Gzip(Gzip const&) = delete;
    Gzip& operator=(Gzip const&) = delete;

    Result<std::size_t> read(std::span<std::uint8_t> into) override
    {
        m_stream.next_out = into.data();
        m_stream.avail_out = static_cast<uInt>(into.size());
        while (m_stream.avail_out > 0 && ok()) {
            if (m_stream.avail_in == 0 && !m_output_waits) {
                PETZE_TRY(auto const bytes, more());
                if (bytes.empty()) {
                    if (m_inside)
                        fail("capture: gzip stream is cut off");
                    break;
                }
                m_stream.next_in = const_cast<Bytef*>(bytes.data()); // zlib only reads it
                m_stream.avail_in = static_cast<uInt>(bytes.size());
            }
            step();
        }
        return into.size() - m_stream.avail_out;
    }

private:
    void step()
    {
        m_inside = true;
        auto const status = inflate(&m_stream, Z_NO_FLUSH);
        if (status == Z_STREAM_END) { // RFC 1952 §2.2: another member may follow
            m_inside = false;
            inflateReset(&m_stream);
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            fail("capture: gzip stream is damaged");
        }
        m_output_waits = m_inside && m_stream.avail_out == 0;
    }

    z_stream m_stream{};
    bool m_inside = false;       // of a member that has not ended
    bool m_output_waits = false; // zlib may hold bytes that the caller had no room for
};

class Zstd : public Compressed {
public:
    explicit Zstd(std::unique_ptr<ByteSource> inner)
        : Compressed(std::move(inner))
        , m_context(ZSTD_createDCtx())
    {
    }
    ~Zstd() override { ZSTD_freeDCtx(m_context); }
    Zstd(Zstd const&) = delete;
    Zstd& operator=(Zstd const&) = delete;

    Result<std::size_t> read(std::span<std::uint8_t> into) override
    {
        ZSTD_outBuffer out{into.data(), into.size(), 0};
        while (out.pos < out.size && ok()) {
            if (m_in.pos == m_in.size && !m_output_waits) {
                PETZE_TRY(auto const bytes, more());
                m_in = {bytes.data(), bytes.size(), 0};
                if (bytes.empty()) {
                    if (m_inside)
                        fail("capture: zstd stream is cut off");
                    break;
                }
            }
            step(out);
        }
        return out.pos;
    }

private:
    // One block for each call, and its header for another: libzstd forgets what it wrote in a call
    // that fails, so that a damaged block would take whole ones before it along.
    void step(ZSTD_outBuffer& out)
    {
        constexpr std::size_t block_header = 3; // RFC 8878 §3.1.1.2; the hint includes the next
        auto const part = m_hint > block_header ? m_hint - block_header : m_hint;
        auto const end = m_output_waits ? m_in.pos : std::min(m_in.size, m_in.pos + part);
        ZSTD_inBuffer in{m_in.src, end, m_in.pos};
        auto const hint = ZSTD_decompressStream(m_context, &out, &in);
        if (ZSTD_isError(hint) != 0)
            return fail(ZSTD_getErrorCode(hint) == ZSTD_error_frameParameter_windowTooLarge
                            ? "capture: zstd stream needs a window of more than 128 MB"
                            : "capture: zstd stream is damaged");
        m_in.pos = in.pos;
        m_inside = hint != 0; // RFC 8878 §3: after a whole frame another may follow
        m_hint = std::max<std::size_t>(hint, 1);
        m_output_waits = m_inside && out.pos == out.size;
    }

    ZSTD_DCtx* m_context;
    ZSTD_inBuffer m_in{nullptr, 0, 0};
    std::size_t m_hint = 1;      // of libzstd's: so many bytes it can use next
    bool m_inside = false;       // of a frame that has not ended
    bool m_output_waits = false; // libzstd may hold bytes that the caller had no room for
};

// RFC 1952 §2.3.1, with the only method that there is: deflate.
bool begins_like_gzip(Bytes bytes)
{
    return bytes.size() >= 3 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8;
}

// RFC 8878 §3.1.1, or the skippable frame of §3.1.2 with which pzstd begins.
bool begins_like_zstd(Bytes bytes)
{
    auto const magic = ByteReader{bytes, ByteOrder::little}.u32();
    return magic == 0xfd2fb528 || (magic & 0xfffffff0) == 0x184d2a50;
}

// Section 2.1.1.1. The last two of its six bytes are compared by liblzma.
bool begins_like_xz(Bytes bytes)
{
    return ByteReader{bytes}.u32() == 0xfd377a58;
}

} // namespace

Result<std::unique_ptr<ByteSource>> decompressed(std::unique_ptr<ByteSource> inner)
{
    std::array<std::uint8_t, 4> first{};
    PETZE_TRY(auto const got, inner->read(first));
    auto const seen = Bytes{first}.first(got);
    auto whole = replayed(seen, std::move(inner));
    if (begins_like_gzip(seen))
        return std::make_unique<Gzip>(std::move(whole));
    if (begins_like_zstd(seen))
        return std::make_unique<Zstd>(std::move(whole));
    if (begins_like_xz(seen))
        return make_xz_source(std::move(whole));
    return whole;
}

} // namespace petze
