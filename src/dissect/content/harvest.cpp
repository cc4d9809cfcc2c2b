#include "dissect/content/content.h"
#include "dissect/content/layers.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"

#include <algorithm>

namespace petze::content {

namespace {

/// A layer whose key the other side hands out in an answer, as base64 in JSON.
struct HarvestedLayer {
    std::string_view guard;  // before the document
    std::string_view member; // the end of the path of the key's text
    std::string_view step;   // of the path of what the key opens
    crypto::CipherKind cipher;
    std::string_view vector; // that every payload begins with; empty where each carries its own
};

constexpr HarvestedLayer harvested_layers[] = {
    // The account layer of Xiaomi's phones: what a login answers with encrypts the parameters of
    // the requests after it.
    {"&&&START&&&", ".ssecurity", "xiaomi-account", crypto::aes_128_cbc, "0102030405060708"},
};

PayloadKey payload_key_of(HarvestedLayer const& layer, Bytes key)
{
    auto const vector = as_bytes(layer.vector);
    return {std::string{layer.step},
            layer.cipher,
            {key.begin(), key.end()},
            {vector.begin(), vector.end()}};
}

bool is_kept(std::vector<PayloadKey> const& keys, PayloadKey const& one)
{
    return std::any_of(keys.begin(), keys.end(), [&](PayloadKey const& key) {
        return key.step == one.step && key.key == one.key;
    });
}

// The newest are worth most: a login is repeated because the last key is no longer in use.
void keep(Scope& scope, PayloadKey key)
{
    auto& keys = scope.layers.harvested;
    if (is_kept(keys, key))
        return;
    if (keys.size() >= limits::harvested_keys) {
        scope.layers.tally.count("content: limit of keys from answers");
        keys.erase(keys.begin());
    }
    keys.push_back(std::move(key));
}

} // namespace

void harvest_key(Scope& scope, std::string_view guard, std::string_view path,
                 std::string_view value)
{
    if (guard.empty() || scope.context.direction != Direction::to_client)
        return;
    for (auto const& layer : harvested_layers) {
        if (guard != layer.guard || !path.ends_with(layer.member))
            continue;
        auto key = decode_base64(value);
        if (!key || key->size() != layer.cipher.key_bytes)
            continue;
        keep(scope, payload_key_of(layer, *key));
        if (!scope.layers.uploads)
            continue;
        UploadPiece piece;
        piece.key = layer.step;
        piece.scheme = handed_key_scheme;
        piece.bytes = std::move(*key);
        (*scope.layers.uploads)(std::move(piece));
    }
}

// RC4 under the SHA-256 of key and nonce, as newer apps of Xiaomi's say it to io.mi.com; the first
// 1,024 bytes of the key stream are thrown away, or not.
std::vector<PayloadKey> keys_with_nonce(LayerContext const& layers)
{
    std::vector<PayloadKey> out;
    auto const nonce = decode_base64(layers.nonce);
    if (!nonce || nonce->empty())
        return out;
    for (auto const& handed : layers.harvested) {
        auto both = handed.key;
        both.insert(both.end(), nonce->begin(), nonce->end());
        auto const digest = sha256(both);
        for (auto const skipped : {PayloadKey::most_skipped, std::size_t{0}})
            out.push_back({handed.step, crypto::rc4, {digest.begin(), digest.end()}, {}, skipped});
    }
    return out;
}

} // namespace petze::content

namespace petze {

std::optional<PayloadKey> handed_key(std::string_view step, Bytes key)
{
    for (auto const& layer : content::harvested_layers)
        if (layer.step == step && layer.cipher.key_bytes == key.size())
            return content::payload_key_of(layer, key);
    return {};
}

} // namespace petze
