#include "dissect/content/layers.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <bitset>

namespace petze::content {

namespace {

/// Content that a key opened.
struct Opened {
    std::string step; // a copy: what is inside may bring more keys
    std::vector<std::uint8_t> clear;
    std::size_t offset{}; // in what was sealed
    std::size_t size{};   // of that
};

bool has_keys(LayerContext const& layers)
{
    return (layers.payload_keys && !layers.payload_keys->empty()) || !layers.harvested.empty();
}

// Encrypted bytes are as different from each other as they can be. Of 256 at random there are 162
// different ones; a quarter of what can be expected also suits blocks that repeat.
bool looks_random(Bytes bytes)
{
    constexpr std::size_t looked_at = 256;
    constexpr std::size_t share = 8;
    bytes = bytes.first(std::min(bytes.size(), looked_at));
    std::bitset<256> seen;
    for (auto const byte : bytes)
        seen.set(byte);
    return seen.count() >= bytes.size() / share;
}

// Whether a cipher without a tag has given what somebody would encrypt.
bool is_recognised(Bytes bytes, Part part)
{
    if (part == Part::beginning ? begins_as_text(bytes) : is_text(bytes))
        return true;
    if (coding_of(bytes))
        return true;
    // A frame of MP3 is known by eleven bits: chance gives that too often.
    auto const* type = file_type_of(bytes);
    return type && (type->extension != "mp3" || as_text(bytes).starts_with("ID3"));
}

std::optional<Opened> open_with(std::vector<PayloadKey> const& keys, Bytes sealed,
                                LayerContext& layers)
{
    for (auto const& key : keys) {
        if (layers.payload_work > limits::payload_work_bytes) {
            layers.tally.count("content: limit of work with payload keys");
            return {};
        }
        if (auto clear = open_payload(key, sealed, is_recognised, layers.payload_work))
            return Opened{key.step, std::move(*clear), carried_bytes(key), sealed.size()};
    }
    return {};
}

std::optional<Opened> open_sealed(Bytes sealed, LayerContext& layers)
{
    if (layers.payload_keys)
        if (auto opened = open_with(*layers.payload_keys, sealed, layers))
            return opened;
    return open_with(layers.harvested, sealed, layers);
}

void tell_opened(Scope& scope, Opened const& opened, Origin const* origin, Place const& place)
{
    Origin const node{origin, opened.step};
    auto const layer = make_layer(scope, &node, {});
    auto const within = place.part(opened.offset, opened.clear.size(), opened.size);
    hand_on(as_text(opened.clear), within, scope, *layer);
    layer->finish();
}

class SealedLayer : public ContentDissector {
public:
    SealedLayer(Scope& scope, Origin const* origin, Layer otherwise)
        : m_scope(scope)
        , m_origin(origin)
        , m_kept(scope.layers)
        , m_otherwise(std::move(otherwise))
    {
    }

    void take(Bytes piece) override
    {
        if (!m_settled) {
            auto const kept = m_kept.grow(piece.size());
            m_marks.add(m_sealed.size(), m_scope.layers.data);
            m_sealed += as_text(piece.first(kept));
            piece = piece.subspan(kept);
            if (piece.empty())
                return;
            settle();
        }
        m_otherwise->take(piece);
    }
    void gap() override
    {
        settle();
        m_otherwise->gap();
    }
    void finish() override
    {
        if (!m_settled)
            if (auto const opened = open_sealed(as_bytes(m_sealed), m_scope.layers)) {
                tell_opened(m_scope, *opened, m_origin, {&m_marks, 0, m_sealed.size()});
                return;
            }
        settle();
        m_otherwise->finish();
    }

private:
    // It is not to be opened, or not any more.
    void settle()
    {
        if (m_settled)
            return;
        m_settled = true;
        hand_on(m_sealed, {&m_marks, 0, m_sealed.size()}, m_scope, *m_otherwise);
        m_sealed = {};
        m_marks.clear();
        m_kept.clear();
    }

    Scope& m_scope;
    Origin const* m_origin;
    std::string m_sealed;
    Marks m_marks;
    Kept m_kept;
    Layer m_otherwise;
    bool m_settled = false;
};

} // namespace

bool may_be_sealed(Scope const& scope, Bytes first)
{
    constexpr std::size_t looked_at = 64;
    return scope.layers.fields.searches() && has_keys(scope.layers) && looks_random(first)
           && !begins_as_text(first.first(std::min(first.size(), looked_at)));
}

Layer make_sealed_layer(Scope& scope, Origin const* origin, Layer otherwise)
{
    return std::make_unique<SealedLayer>(scope, origin, std::move(otherwise));
}

bool tell_sealed(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    if (text.size() < shortest_payload || !scope.layers.fields.searches() || !has_keys(scope.layers)
        || !scope.may_open(origin))
        return false;
    auto const tell = [&](std::optional<Opened> const& opened, Origin const* node) {
        if (!opened)
            return false;
        scope.tell(text, origin, place.frames());
        tell_opened(scope, *opened, node, place);
        return true;
    };
    if (may_be_sealed(scope, as_bytes(text)))
        return tell(open_sealed(as_bytes(text), scope.layers), origin);
    auto const body = trim(text);
    for (auto const coding : {Coding::hex, Coding::base64}) { // all hex is base64 as well
        auto const bytes = coding == Coding::hex ? decode_hex(body) : decode_base64(body);
        if (!bytes || !may_be_sealed(scope, *bytes))
            continue;
        Origin const node{origin, name_of(coding)};
        if (tell(open_sealed(*bytes, scope.layers), &node))
            return true;
    }
    return false;
}

} // namespace petze::content
