#include "dissect/content/layers.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace petze::content {

namespace {

using Room = std::array<std::uint8_t, xor_bytes>;

class XorLayer : public ContentDissector {
public:
    XorLayer(Scope& scope, Origin const* origin, std::vector<std::uint8_t> key)
        : m_key(std::move(key))
        , m_step("xor:" + to_hex(m_key))
        , m_node{origin, m_step}
        , m_inner(make_layer(scope, &m_node, {}))
        , m_as_it_is(make_raw_layer(scope, origin))
    {
    }

    void take(Bytes piece) override
    {
        m_as_it_is->take(piece);
        Room room;
        while (!piece.empty()) {
            auto const count = std::min(piece.size(), room.size());
            for (std::size_t i = 0; i < count; ++i)
                room[i] = piece[i] ^ m_key[m_at++ % m_key.size()];
            m_inner->take(Bytes{room}.first(count));
            piece = piece.subspan(count);
        }
    }
    // How many bytes are missing is not known: a key of several may not fit any more.
    void gap() override
    {
        m_as_it_is->gap();
        m_inner->gap();
    }
    void finish() override
    {
        m_as_it_is->finish();
        m_inner->finish();
    }

private:
    std::vector<std::uint8_t> m_key;
    std::string m_step;
    Origin m_node;
    Layer m_inner;
    Layer m_as_it_is; // the key is a guess: what is no document is not lost
    std::size_t m_at = 0;
};

} // namespace

Layer make_xor_layer(Scope& scope, Origin const* origin, std::vector<std::uint8_t> key)
{
    return std::make_unique<XorLayer>(scope, origin, std::move(key));
}

bool tell_xored(Scope& scope, std::string_view sealed, Origin const* origin, Place const& place)
{
    auto key = xor_key_of(as_bytes(sealed));
    if (key.empty() || !scope.may_open(origin))
        return false;
    auto const layer = make_xor_layer(scope, origin, std::move(key));
    hand_on(sealed, place, scope, *layer);
    layer->finish();
    return true;
}

} // namespace petze::content
