#include "dissect/upload/upload_teller.h"

#include <algorithm>
#include <utility>

namespace petze {

UploadPiece piece_of(UploadPlace&& place)
{
    UploadPiece piece;
    piece.key = std::move(place.key);
    piece.scheme = place.scheme;
    piece.part = place.part;
    piece.part_name = std::move(place.part_name);
    piece.offset = place.offset;
    piece.total = place.total;
    piece.is_last = place.is_last;
    piece.is_held = place.is_held;
    return piece;
}

UploadTeller::UploadTeller(LayerContext& layers, UploadPiece&& begin)
    : m_layers(layers)
    , m_next(std::move(begin))
{
    send({}); // it may hold something that is told before there is much of it
}

void UploadTeller::send(UploadPiece&& piece) const
{
    piece.key = m_next.key;
    piece.scheme = m_next.scheme;
    piece.part = m_next.part;
    piece.part_name = m_next.part_name;
    piece.is_held = m_next.is_held;
    piece.offset = m_next.offset;
    piece.total = m_next.total;
    piece.is_last = m_next.is_last;
    piece.hostname = m_next.hostname;
    piece.path = m_next.path;
    piece.content_type = m_next.content_type;
    piece.content_encoding = m_next.content_encoding;
    piece.filename = m_next.filename;
    (*m_layers.uploads)(std::move(piece));
}

void UploadTeller::take(Bytes piece)
{
    constexpr std::size_t at_once = 16u << 10; // few packets, and few events
    if (m_lost)
        return;
    auto const& now = m_layers.data;
    if (m_next.bytes.empty()) {
        m_next.carried = now;
    } else if (now.capture == m_next.carried.capture) {
        auto const first = std::min(m_next.carried.first_frame(), now.first_frame());
        auto const last = std::max(m_next.carried.frame, now.frame);
        m_next.carried = {now.capture, last, now.time_ns, static_cast<std::uint32_t>(last - first)};
    } else {
        flush();
        m_next.carried = now;
    }
    m_next.bytes.insert(m_next.bytes.end(), piece.begin(), piece.end());
    if (m_next.bytes.size() >= at_once)
        flush();
}

void UploadTeller::gap()
{
    flush();
    m_lost = true;
}

void UploadTeller::flush()
{
    if (m_next.bytes.empty())
        return;
    UploadPiece piece;
    piece.bytes = std::exchange(m_next.bytes, {});
    piece.carried = m_next.carried;
    auto const size = piece.bytes.size();
    send(std::move(piece));
    m_next.offset += size;
}

void UploadTeller::finish(bool complete)
{
    flush();
    UploadPiece piece;
    piece.part_over = true;
    piece.part_whole = complete && !m_lost;
    send(std::move(piece));
}

} // namespace petze
