#pragma once

#include <nghttp3/nghttp3.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Frames of HTTP/3 as text, with nghttp3's own encoder for the fields.
namespace petze::testing {

/// RFC 9000 §16, in the shortest form.
inline std::string quic_number(std::uint64_t value)
{
    int const length = value < 64 ? 0 : value < 16384 ? 1 : value < (1u << 30) ? 2 : 3;
    std::string out;
    for (int shift = ((1 << length) - 1) * 8; shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift);
    out[0] = static_cast<char>(out[0] | length << 6);
    return out;
}

/// RFC 9114 §7.1.
inline std::string http3_frame(std::uint64_t type, std::string_view payload)
{
    return quic_number(type) + quic_number(payload.size()) + std::string{payload};
}

/// The field sections of one side, with a dynamic table of 4096 bytes; what belongs on its encoder
/// stream is in `inserts` until somebody takes it.
class QpackEncoder {
public:
    QpackEncoder()
    {
        if (nghttp3_qpack_encoder_new(&m_encoder, 4096, nghttp3_mem_default()) != 0)
            throw std::runtime_error{"nghttp3_qpack_encoder_new"};
        nghttp3_qpack_encoder_set_max_dtable_capacity(m_encoder, 4096);
        nghttp3_qpack_encoder_set_max_blocked_streams(m_encoder, 100);
    }
    ~QpackEncoder() { nghttp3_qpack_encoder_del(m_encoder); }
    QpackEncoder(QpackEncoder const&) = delete;
    QpackEncoder& operator=(QpackEncoder const&) = delete;

    std::string section(std::int64_t stream,
                        std::vector<std::pair<std::string, std::string>> const& list)
    {
        auto fields = list;
        std::vector<nghttp3_nv> nvs;
        auto const bytes = [](std::string& text) {
            return reinterpret_cast<std::uint8_t*>(text.data());
        };
        for (auto& [name, value] : fields)
            nvs.push_back({bytes(name), bytes(value), name.size(), value.size(), 0});
        Buffer prefix, request, encoder;
        if (nghttp3_qpack_encoder_encode(m_encoder, &prefix.buffer, &request.buffer,
                                         &encoder.buffer, stream, nvs.data(), nvs.size())
            != 0)
            throw std::runtime_error{"nghttp3_qpack_encoder_encode"};
        inserts += encoder.text();
        return prefix.text() + request.text();
    }

    std::string inserts;

private:
    struct Buffer {
        Buffer() { nghttp3_buf_init(&buffer); }
        ~Buffer() { nghttp3_buf_free(&buffer, nghttp3_mem_default()); }
        Buffer(Buffer const&) = delete;
        Buffer& operator=(Buffer const&) = delete;
        std::string text() const
        {
            return {reinterpret_cast<char const*>(buffer.pos), nghttp3_buf_len(&buffer)};
        }
        nghttp3_buf buffer{};
    };

    nghttp3_qpack_encoder* m_encoder{};
};

} // namespace petze::testing
