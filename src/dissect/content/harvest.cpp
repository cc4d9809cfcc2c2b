#include "dissect/content/layers.h"

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
        auto const vector = as_bytes(layer.vector);
        keep(scope, {std::string{layer.step},
                     layer.cipher,
                     std::move(*key),
                     {vector.begin(), vector.end()}});
    }
}

} // namespace petze::content
