#include "dissect/content/content.h"
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
    return (layers.payload_keys && !layers.payload_keys->empty()) || !layers.harvested.empty()
           || !layers.found_keys.empty();
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

// How well what came out is known: a vector that is none spoils the first block of CBC, and may
// still leave it text.
std::size_t certainty(std::vector<std::uint8_t> const& clear)
{
    auto const text = trim(as_text(clear));
    bool const is_json = text.starts_with("{\"") || text.starts_with("[{")
                         || text.starts_with("[\"") || text.starts_with("{}");
    bool const is_known = is_json || coding_of(clear) || file_type_of(clear);
    constexpr std::size_t of_the_known = std::size_t{1} << 40;
    return clear.size() + (is_known ? of_the_known : 0);
}

// Which cipher and vector a key is meant for is guessed: what opens best is right.
std::optional<Opened> open_best(std::vector<PayloadKey> const& keys, Bytes sealed,
                                LayerContext& layers)
{
    std::optional<Opened> best;
    for (auto const& key : keys)
        if (auto opened = open_with({key}, sealed, layers);
            opened && (!best || certainty(opened->clear) > certainty(best->clear)))
            best = std::move(opened);
    return best;
}

std::optional<Opened> open_sealed(Bytes sealed, LayerContext& layers)
{
    if (layers.payload_keys)
        if (auto opened = open_with(*layers.payload_keys, sealed, layers))
            return opened;
    if (auto opened = open_with(layers.harvested, sealed, layers))
        return opened;
    if (!layers.nonce.empty())
        if (auto opened = open_with(keys_with_nonce(layers), sealed, layers))
            return opened;
    // Guesses: each costs more than its bytes, so that a long connection does not wait for them.
    constexpr std::uint64_t cost_of_guess = 2048;
    layers.payload_work += layers.found_keys.size() * cost_of_guess;
    return open_best(layers.found_keys, sealed, layers);
}

void tell_opened(Scope& scope, Opened const& opened, Origin const* origin, Place const& place)
{
    Origin const node{origin, opened.step};
    auto const layer = make_layer(scope, &node, {});
    auto const within = place.part(opened.offset, opened.clear.size(), opened.size);
    hand_on(as_text(opened.clear), within, scope, *layer);
    layer->finish();
}

bool tell_with_keys(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
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

// A login and what it encrypts go to different hosts: who sees all conversations may know the key.
// What looks like hex is somebody's hash far more often.
void pass_on(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    constexpr std::size_t shortest = 24, longest = 64u << 10, block = 16;
    auto& layers = scope.layers;
    if (!layers.uploads || text.size() < shortest || text.size() > longest
        || layers.sealed_passed >= limits::sealed_texts)
        return;
    auto const bytes = decode_base64(text);
    bool const has_size = bytes && (bytes->size() % block == 0 || !layers.nonce.empty());
    if (!has_size || decode_hex(text) || !looks_random(*bytes) || begins_as_text(*bytes))
        return;
    if (++layers.sealed_passed == limits::sealed_texts)
        layers.tally.count("content: limit of sealed texts");
    auto const frames = place.frames();
    UploadPiece piece;
    piece.key = name_of(scope.context.direction);
    piece.scheme = sealed_text_scheme;
    piece.part_name = layers.nonce;
    piece.offset = frames.first;
    piece.bytes.assign(text.begin(), text.end());
    piece.carried = {frames.capture, frames.last, layers.data.time_ns};
    piece.hostname = scope.context.hostname;
    piece.path = path_of(origin);
    (*layers.uploads)(std::move(piece));
}

} // namespace

bool may_be_sealed(Scope const& scope, Bytes first)
{
    constexpr std::size_t looked_at = 64;
    return scope.layers.fields.searches() && has_keys(scope.layers) && looks_random(first)
           && !begins_as_text(first.first(std::min(first.size(), looked_at)));
}

bool tell_unlocked(Scope& scope, std::string_view sealed, Origin const* origin, Place const& place)
{
    auto const opened = open_sealed(as_bytes(sealed), scope.layers);
    if (opened)
        tell_opened(scope, *opened, origin, place);
    return opened.has_value();
}

bool tell_sealed(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    if (text.size() < shortest_payload || !scope.layers.fields.searches())
        return false;
    if (has_keys(scope.layers) && scope.may_open(origin)
        && tell_with_keys(scope, text, origin, place))
        return true;
    pass_on(scope, text, origin, place);
    return false;
}

} // namespace petze::content
