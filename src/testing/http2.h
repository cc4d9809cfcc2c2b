#pragma once

#include <nghttp2/nghttp2.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Frames of HTTP/2 as text, with nghttp2's own encoder for the fields.
namespace petze::testing {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// RFC 9113 §4.1.
inline std::string http2_frame(int type, int flags, std::uint32_t stream, std::string_view payload)
{
    std::string out;
    for (int shift = 16; shift >= 0; shift -= 8)
        out += static_cast<char>(payload.size() >> shift);
    out += static_cast<char>(type);
    out += static_cast<char>(flags);
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>(stream >> shift);
    return out += payload;
}

/// The field blocks of one direction, with a dynamic table of their own.
class HpackEncoder {
public:
    HpackEncoder()
    {
        if (nghttp2_hd_deflate_new(&m_deflater, 4096) != 0)
            throw std::runtime_error{"nghttp2_hd_deflate_new"};
    }
    ~HpackEncoder() { nghttp2_hd_deflate_del(m_deflater); }
    HpackEncoder(HpackEncoder const&) = delete;
    HpackEncoder& operator=(HpackEncoder const&) = delete;

    std::string block(HeaderList list)
    {
        std::vector<nghttp2_nv> fields;
        auto const bytes = [](std::string& text) {
            return reinterpret_cast<std::uint8_t*>(text.data());
        };
        for (auto& [name, value] : list)
            fields.push_back({bytes(name), bytes(value), name.size(), value.size(), 0});
        std::string out(nghttp2_hd_deflate_bound(m_deflater, fields.data(), fields.size()), '\0');
        auto const size =
            nghttp2_hd_deflate_hd(m_deflater, bytes(out), out.size(), fields.data(), fields.size());
        if (size < 0)
            throw std::runtime_error{"nghttp2_hd_deflate_hd"};
        out.resize(static_cast<std::size_t>(size));
        return out;
    }

private:
    nghttp2_hd_deflater* m_deflater{};
};

} // namespace petze::testing
