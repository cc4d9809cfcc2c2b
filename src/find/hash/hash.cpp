#include "find/hash/hash.h"

#include "base/digest.h"

#include <string>

namespace petze {

HashValue hash_of(Hash hash, std::string_view text)
{
    switch (hash) {
    case Hash::md5:
        return md5(as_bytes(text));
    case Hash::sha1:
        return sha1(as_bytes(text));
    case Hash::sha256:
        return sha256(as_bytes(text));
    case Hash::sha512:
        return sha512(as_bytes(text));
    }
    return {};
}

HashValue hmac_of(Hash hash, std::string_view key, std::string_view text)
{
    std::string block{key}; // FIPS 180-4: SHA-512 takes 128 bytes at once, the others 64
    block.resize(hash == Hash::sha512 ? 128 : 64);
    if (key.size() > block.size()) {
        auto const shortened = hash_of(hash, key);
        std::fill(block.begin(), block.end(), '\0');
        auto const bytes = shortened.bytes();
        std::copy(bytes.begin(), bytes.end(), block.begin());
    }
    auto inner = block;
    for (auto& c : inner)
        c = static_cast<char>(c ^ 0x36);
    for (auto& c : block)
        c = static_cast<char>(c ^ 0x5c);
    auto const first = hash_of(hash, inner.append(text));
    return hash_of(hash, block.append(as_text(first.bytes())));
}

} // namespace petze
