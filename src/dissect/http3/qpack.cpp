#include "dissect/http3/qpack.h"

#include "base/limits.h"

#include <nghttp3/nghttp3.h>

#include <algorithm>
#include <string>
#include <vector>

namespace petze::http3 {

namespace {

constexpr std::uint64_t usual_capacity = 65536;

/// One field, whose buffers are counted references.
struct Field {
    Field() = default;
    ~Field()
    {
        if (!there)
            return;
        nghttp3_rcbuf_decref(nv.name);
        nghttp3_rcbuf_decref(nv.value);
    }
    Field(Field const&) = delete;
    Field& operator=(Field const&) = delete;

    static std::string text(nghttp3_rcbuf const* buffer)
    {
        auto const bytes = nghttp3_rcbuf_get_buf(buffer);
        return std::string{as_text({bytes.base, bytes.len})};
    }

    nghttp3_qpack_nv nv{};
    bool there = false;
};

struct ContextDeleter {
    void operator()(nghttp3_qpack_stream_context* context) const
    {
        nghttp3_qpack_stream_context_del(context);
    }
};
using Context = std::unique_ptr<nghttp3_qpack_stream_context, ContextDeleter>;

Context make_context()
{
    nghttp3_qpack_stream_context* made = nullptr;
    if (nghttp3_qpack_stream_context_new(&made, 0, nghttp3_mem_default()) != 0)
        return {};
    return Context{made};
}

} // namespace

void QpackDecoder::Deleter::operator()(nghttp3_qpack_decoder* decoder) const
{
    nghttp3_qpack_decoder_del(decoder);
}

QpackDecoder::QpackDecoder()
    : m_capacity(usual_capacity)
{
}
QpackDecoder::~QpackDecoder() = default;

void QpackDecoder::announce(std::uint64_t capacity)
{
    capacity = std::min<std::uint64_t>(capacity, limits::qpack_table_bytes);
    if (capacity == m_capacity || m_fed)
        return;
    m_capacity = capacity;
    m_decoder.reset(); // it knows nothing yet
}

bool QpackDecoder::begin()
{
    if (m_decoder)
        return true;
    nghttp3_qpack_decoder* made = nullptr;
    constexpr std::size_t blocked_streams = limits::http_streams;
    if (nghttp3_qpack_decoder_new(&made, m_capacity, blocked_streams, nghttp3_mem_default()) != 0)
        return false;
    m_decoder.reset(made);
    return true;
}

bool QpackDecoder::take_inserts(Bytes piece)
{
    m_has_stream = m_fed = true;
    if (m_lost || !begin())
        return false;
    auto const used =
        nghttp3_qpack_decoder_read_encoder(m_decoder.get(), piece.data(), piece.size());
    if (used < 0)
        give_up();
    else
        drain();
    return !m_lost;
}

// nghttp3 refuses everything after its first error; a new decoder reads what needs no table.
void QpackDecoder::give_up()
{
    m_decoder.reset();
    m_lost = true;
}

std::uint64_t QpackDecoder::inserts() const
{
    return m_decoder ? nghttp3_qpack_decoder_get_icnt(m_decoder.get()) : 0;
}

QpackDecoder::Outcome QpackDecoder::decode(Bytes section, bool whole, HeaderLines& out)
{
    auto const context = make_context();
    if (!begin() || !context)
        return Outcome::malformed;
    std::size_t kept = 0;
    auto outcome = Outcome::whole;
    for (std::size_t at = 0;;) {
        Field field;
        std::uint8_t flags = 0;
        auto const begin = at;
        auto const used = nghttp3_qpack_decoder_read_request(m_decoder.get(), context.get(),
                                                             &field.nv, &flags, section.data() + at,
                                                             section.size() - at, whole ? 1 : 0);
        if (used < 0) {
            give_up();
            return Outcome::malformed;
        }
        at += static_cast<std::size_t>(used);
        if ((flags & NGHTTP3_QPACK_DECODE_FLAG_BLOCKED) != 0) {
            m_required = nghttp3_qpack_stream_context_get_ricnt(context.get());
            return m_lost ? Outcome::missing : Outcome::blocked;
        }
        if ((flags & NGHTTP3_QPACK_DECODE_FLAG_EMIT) != 0) {
            field.there = true;
            auto name = Field::text(field.nv.name);
            auto value = Field::text(field.nv.value);
            kept += name.size() + value.size();
            if (out.lines.size() < limits::http_headers && kept <= limits::http_header_bytes)
                out.lines.push_back({std::move(name), std::move(value), begin, at});
            else
                outcome = Outcome::over_limit;
        } else if ((flags & NGHTTP3_QPACK_DECODE_FLAG_FINAL) != 0) {
            drain();
            return outcome;
        } else if (at >= section.size()) { // cut off inside a field
            return Outcome::malformed;
        }
    }
}

// What it would answer on its own stream (RFC 9204 §4.4) is nobody's here, and must not pile up.
void QpackDecoder::drain()
{
    auto const length = nghttp3_qpack_decoder_get_decoder_streamlen(m_decoder.get());
    if (length == 0)
        return;
    std::vector<std::uint8_t> unused(length);
    nghttp3_buf buffer{unused.data(), unused.data() + length, unused.data(), unused.data()};
    nghttp3_qpack_decoder_write_decoder(m_decoder.get(), &buffer);
}

} // namespace petze::http3
