#include "dissect/http2/hpack.h"

#include "base/limits.h"
#include "dissect/http2/hpack_block.h"

#include <nghttp2/nghttp2.h>

#include <array>
#include <string>

namespace petze::http2 {

namespace {

// RFC 7541 §6.3, a table of 64 KiB, which browsers ask for: whoever joins late has not seen it.
constexpr std::array<std::uint8_t, 4> usual_table{0x3f, 0xe1, 0xff, 0x03};

std::string text_of(std::uint8_t const* data, std::size_t size)
{
    return std::string{as_text({data, size})};
}

} // namespace

void HpackDecoder::Deleter::operator()(nghttp2_hd_inflater* inflater) const
{
    nghttp2_hd_inflate_del(inflater);
}

HpackDecoder::HpackDecoder() = default;
HpackDecoder::~HpackDecoder() = default;
HpackDecoder::HpackDecoder(HpackDecoder&&) noexcept = default;
HpackDecoder& HpackDecoder::operator=(HpackDecoder&&) noexcept = default;

void HpackDecoder::lose()
{
    m_inflater.reset();
    m_lost = true;
}

bool HpackDecoder::begin()
{
    nghttp2_hd_inflater* made = nullptr;
    if (nghttp2_hd_inflate_new(&made) != 0)
        return false;
    m_inflater.reset(made);
    nghttp2_hd_inflate_change_table_size(made, limits::hpack_table_bytes);
    nghttp2_nv field;
    int flags = 0;
    return nghttp2_hd_inflate_hd2(made, &field, &flags, usual_table.data(), usual_table.size(), 0)
           == static_cast<ssize_t>(usual_table.size());
}

HpackDecoder::Outcome HpackDecoder::decode(Bytes block, bool whole, HeaderLines& out)
{
    if (!m_inflater && !begin())
        return Outcome::malformed;
    if (!m_lost)
        return inflate(block, whole, out);
    auto const known = nghttp2_hd_inflate_get_num_table_entries(m_inflater.get());
    auto const mended = mend_block(block, known);
    auto const outcome = inflate(mended.bytes, whole, out);
    return outcome == Outcome::whole && mended.unknown > 0 ? Outcome::in_part : outcome;
}

HpackDecoder::Outcome HpackDecoder::inflate(Bytes block, bool whole, HeaderLines& out)
{
    std::size_t kept = 0;
    auto outcome = Outcome::whole;
    for (std::size_t at = 0;;) {
        nghttp2_nv field;
        int flags = 0;
        auto const used = nghttp2_hd_inflate_hd2(m_inflater.get(), &field, &flags,
                                                 block.data() + at, block.size() - at, whole);
        auto const begin = at;
        if (used > 0)
            at += static_cast<std::size_t>(used);
        if (used >= 0 && (flags & NGHTTP2_HD_INFLATE_EMIT) != 0) {
            kept += field.namelen + field.valuelen;
            if (out.lines.size() < limits::http_headers && kept <= limits::http_header_bytes)
                out.lines.push_back({text_of(field.name, field.namelen),
                                     text_of(field.value, field.valuelen), begin, at});
            else
                outcome = Outcome::over_limit;
            continue;
        }
        if (used >= 0 && (flags & NGHTTP2_HD_INFLATE_FINAL) != 0) {
            nghttp2_hd_inflate_end_headers(m_inflater.get());
            return outcome;
        }
        if (used < 0 || at >= block.size()) { // malformed, or cut off inside a field
            lose();
            return Outcome::malformed;
        }
    }
}

} // namespace petze::http2
