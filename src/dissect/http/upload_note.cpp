#include "dissect/http/upload_note.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/coding/coding.h"
#include "dissect/http/upload_readers.h"

#include <array>
#include <utility>

namespace petze::http {

namespace {

/// Answers are packed now and then.
std::string unpacked(std::string_view body)
{
    auto const coding = coding_of(as_bytes(body));
    if (!coding)
        return std::string{body};
    auto const decoder = make_decoder(*coding);
    std::array<std::uint8_t, 4096> room{};
    std::string out;
    auto in = as_bytes(body);
    while (!in.empty() && out.size() < limits::upload_list_bytes) {
        auto const step = decoder->decode(in, room);
        out += as_text(Bytes{room}.first(step.made));
        in = in.subspan(step.taken);
        if (step.state != Decoder::State::more || (step.taken == 0 && step.made == 0))
            break;
    }
    return out;
}

} // namespace

UploadNote::UploadNote(LayerContext& layers, UploadPlace place)
    : m_layers(layers)
    , m_place(std::move(place))
    , m_body(layers.held)
{
}

void UploadNote::take(Bytes piece)
{
    if (m_is_too_long)
        return;
    m_is_too_long = m_body.size() + piece.size() > limits::upload_list_bytes
                    || piece.size() > m_layers.held.room();
    if (m_is_too_long) {
        m_layers.tally.count("upload: limit upload_list_bytes");
        return;
    }
    m_body.add(piece);
}

void UploadNote::finish()
{
    if (m_is_too_long)
        return;
    auto const body = unpacked(m_body.take());
    UploadPiece piece;
    piece.key = m_place.key;
    piece.scheme = m_place.scheme;
    if (m_place.lists_parts) {
        piece.closes = true;
        piece.order = upload_readers::read_block_list(body);
    } else {
        piece.renamed_to = upload_readers::read_dropbox_key(body);
    }
    if (piece.closes || !piece.renamed_to.empty())
        (*m_layers.uploads)(std::move(piece));
}

void name_by_packet(UploadPlace& place, Stamp const& stamp, std::uint64_t stream)
{
    if (!place.is_nameless)
        return;
    for (auto const number : {std::uint64_t{stamp.capture}, std::uint64_t{stamp.frame}, stream})
        place.key.append("\n").append(std::to_string(number));
}

} // namespace petze::http
