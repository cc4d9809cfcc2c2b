#include "conversation/link/wifi_network.h"

#include <openssl/evp.h>

#include <algorithm>
#include <optional>

namespace petze {

namespace {

constexpr std::size_t key_digits = 64, longest_name = 32, shortest_phrase = 8, longest_phrase = 63;

int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool is_key(std::string_view text)
{
    return text.size() == key_digits
           && std::ranges::all_of(text, [](char c) { return digit_of(c) >= 0; });
}

bool is_passphrase(std::string_view text)
{
    return text.size() >= shortest_phrase && text.size() <= longest_phrase
           && std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

// The message never repeats what may be a passphrase.
tl::unexpected<Error> refuse(char const* why)
{
    return error("--wifi", why);
}

} // namespace

Result<WifiNetwork> parse_wifi_network(std::string const& text)
{
    auto colon = text.find(':');
    if (colon == std::string::npos)
        return refuse("there is no colon in it; write it as SSID:PASSPHRASE");
    if (auto const last = text.rfind(':'); is_key(std::string_view{text}.substr(last + 1)))
        colon = last;
    WifiNetwork out;
    out.ssid = text.substr(0, colon);
    auto const secret = std::string_view{text}.substr(colon + 1);
    if (out.ssid.empty() || out.ssid.size() > longest_name)
        return refuse("the name before the colon must have 1 to 32 bytes");
    if (is_key(secret)) {
        for (std::size_t i = 0; i < out.master_key.size(); ++i)
            out.master_key[i] = static_cast<std::uint8_t>(digit_of(secret[2 * i]) << 4
                                                          | digit_of(secret[2 * i + 1]));
        return out;
    }
    if (!is_passphrase(secret))
        return refuse("the passphrase behind the colon must have 8 to 63 printable ASCII "
                      "characters, or be the key as 64 hex digits");
    constexpr int iterations = 4096;
    auto const name = as_bytes(out.ssid);
    if (PKCS5_PBKDF2_HMAC_SHA1(secret.data(), static_cast<int>(secret.size()), name.data(),
                               static_cast<int>(name.size()), iterations,
                               static_cast<int>(out.master_key.size()), out.master_key.data())
        != 1)
        return refuse("this machine's OpenSSL cannot derive the key from the passphrase");
    return out;
}

} // namespace petze
