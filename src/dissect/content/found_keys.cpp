#include "dissect/content/layers.h"
#include "dissect/json/json.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <iterator>

namespace petze::content {

namespace {

/// What programs call a key that they send along, without "_" and "-", in small letters.
constexpr std::string_view key_names[] = {
    "key",        "aeskey",        "aes",          "secret",    "secretkey", "sessionkey",
    "encryptkey", "encryptionkey", "encryptedkey", "cipherkey", "datakey",   "cryptkey",
    "rc4key",     "symmetrickey",  "ck",           "sk",
};
constexpr std::string_view vector_names[] = {"iv", "aesiv", "vector", "initvector", "ivparameter"};

// The last member of "$.data.aes_key".
std::string plain_name(std::string_view path)
{
    auto const dot = path.rfind('.');
    std::string name;
    for (char const c : path.substr(dot == npos ? 0 : dot + 1))
        if (c != '_' && c != '-')
            name += to_lower(c);
    return name;
}

template<typename Names, typename Name>
bool is_among(Names const& names, Name const& name)
{
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool is_key_size(std::size_t size)
{
    return size == 16 || size == 24 || size == 32;
}

/// What a value may stand for: itself, hex, base64.
std::vector<std::vector<std::uint8_t>> meanings(std::string_view value, bool (*fits)(std::size_t))
{
    std::vector<std::vector<std::uint8_t>> out;
    auto const add = [&](std::optional<std::vector<std::uint8_t>> bytes) {
        if (bytes && fits(bytes->size()) && !is_among(out, *bytes))
            out.push_back(std::move(*bytes));
    };
    constexpr std::size_t longest = 64;
    if (value.size() > longest)
        return out;
    add(decode_hex(value));
    add(decode_base64(value));
    auto const bytes = as_bytes(value);
    add(std::vector<std::uint8_t>{bytes.begin(), bytes.end()});
    return out;
}

bool is_vector_size(std::size_t size)
{
    constexpr std::size_t block = 16;
    return size == block;
}

void keep(Scope& scope, std::string const& step, crypto::CipherKind const& cipher,
          std::vector<std::uint8_t> const& key, std::vector<std::uint8_t> const& vector)
{
    auto& keys = scope.layers.found_keys;
    bool const known = std::any_of(keys.begin(), keys.end(), [&](PayloadKey const& one) {
        return one.key == key && one.vector == vector && one.cipher.name == cipher.name;
    });
    if (known)
        return;
    if (keys.size() >= limits::found_keys) {
        scope.layers.tally.count("content: limit of keys found in the connection");
        return;
    }
    keys.push_back({step, cipher, key, vector});
}

// In the order in which programs get it wrong: no vector at all, the key as its own, zeros.
void keep_key(Scope& scope, std::string const& step, std::vector<std::uint8_t> const& key)
{
    constexpr std::size_t block = 16;
    struct Size {
        std::size_t bytes;
        crypto::CipherKind cbc, ecb;
    };
    static constexpr Size sizes[] = {{16, crypto::aes_128_cbc, crypto::aes_128_ecb},
                                     {24, crypto::aes_192_cbc, crypto::aes_192_ecb},
                                     {32, crypto::aes_256_cbc, crypto::aes_256_ecb}};
    auto const size = std::find_if(std::begin(sizes), std::end(sizes),
                                   [&](Size const& one) { return one.bytes == key.size(); });
    if (size == std::end(sizes))
        return;
    auto const& cbc = size->cbc;
    for (auto const& vector : scope.layers.found_vectors)
        keep(scope, step, cbc, key, vector);
    keep(scope, step, cbc, key, {});
    keep(scope, step, size->ecb, key, {});
    keep(scope, step, cbc, key, {key.begin(), key.begin() + block});
    keep(scope, step, cbc, key, std::vector<std::uint8_t>(block));
    keep(scope, step, crypto::rc4, key, {});
}

void keep_vector(Scope& scope, std::vector<std::uint8_t> const& vector)
{
    auto& vectors = scope.layers.found_vectors;
    if (vectors.size() >= limits::found_vectors || is_among(vectors, vector))
        return;
    vectors.push_back(vector);
    auto const keys = scope.layers.found_keys; // a copy: it grows
    for (auto const& key : keys)
        if (key.cipher.mode == crypto::Mode::cbc && key.vector.empty())
            keep(scope, key.step, key.cipher, key.key, vector);
}

// One look at the end of each member's name, so that most documents are read once.
bool names_a_key(std::string_view document)
{
    constexpr std::string_view ends[] = {"ey",  "EY", "ecret", "iv",    "IV",      "once",
                                         "aes", "ck", "sk",    "ector", "arameter"};
    for (auto at = document.find('"'); at != npos; at = document.find('"', at + 1)) {
        auto const next = document.find_first_not_of(" \t\r\n", at + 1);
        if (next == npos || document[next] != ':')
            continue;
        auto const before = document.substr(0, at);
        if (std::any_of(std::begin(ends), std::end(ends),
                        [&](std::string_view end) { return before.ends_with(end); }))
            return true;
    }
    return false;
}

class KeySink : public JsonSink {
public:
    explicit KeySink(Scope& scope)
        : m_scope(scope)
    {
    }
    bool take(JsonText const& text) override
    {
        if (text.kind == JsonText::Kind::text)
            find_key(m_scope, text.path, text.value);
        return true;
    }
    void skipped(std::size_t, std::size_t) override {}

private:
    Scope& m_scope;
};

} // namespace

void find_key(Scope& scope, std::string_view path, std::string_view value)
{
    auto const name = plain_name(path);
    constexpr std::size_t longest_nonce = 64;
    if (name == "nonce" && value.size() <= longest_nonce)
        scope.layers.nonce = value;
    if (is_among(vector_names, name))
        for (auto const& vector : meanings(value, is_vector_size))
            keep_vector(scope, vector);
    if (!is_among(key_names, name))
        return;
    auto const step = "found-key:" + readable(path);
    for (auto const& key : meanings(value, is_key_size))
        keep_key(scope, step, key);
}

void find_keys(Scope& scope, std::string& document)
{
    constexpr std::size_t longest = 64u << 10; // nobody hides a key in a book
    if (document.size() > longest || !names_a_key(document))
        return;
    KeySink sink{scope};
    read_json(document, Mend::no, sink);
}

} // namespace petze::content
