#include "find/hash/salted_finder.h"

#include "base/text.h"
#include "conversation/host.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace petze {

namespace {

constexpr std::size_t shortest_salt = 4, longest_salt = 64;
constexpr std::size_t forms_each = 3;
constexpr std::size_t suspects_kept = 4;

/// What programs put between a value and a salt.
constexpr std::array<std::string_view, 6> separators{"", ":", "|", "-", "_", "&"};
constexpr std::size_t hashes_each = separators.size() * 2 + 4; // an HMAC is four of them

std::optional<Hash> hash_of_size(std::size_t size)
{
    for (auto hash : hashes)
        if (size_of(hash) == size)
            return hash;
    return {};
}

// A word without blanks: most fields are none, or are short.
bool is_token(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// By its length in hex, then in base64 with or without padding.
bool may_be_hex(std::size_t size)
{
    return size % 2 == 0 && hash_of_size(size / 2);
}
bool may_be_base64(std::string_view text)
{
    while (text.ends_with('='))
        text.remove_suffix(1);
    constexpr std::size_t group_bits = 6;
    return hash_of_size(text.size() * group_bits / 8).has_value();
}

} // namespace

SaltedForms::SaltedForms(Needles const& needles)
{
    constexpr std::size_t usual_forms = 64, most_hashes = 60'000;
    for (std::uint32_t index = 0; index < needles.searched.size(); ++index) {
        auto const& needle = needles.searched[index];
        for (std::size_t i = 0; needle.own && i < std::min(needle.hashed.size(), forms_each); ++i) {
            m_forms.push_back({index, needle.hashed[i]});
            m_texts.insert(needle.hashed[i]);
        }
    }
    m_most_hashes = most_hashes * usual_forms / std::max(usual_forms, m_forms.size());
}

SaltedFinder::SaltedFinder(SaltedForms const& forms, Needles const& needles,
                           std::function<void(Finding&&)>& findings)
    : m_forms(forms)
    , m_needles(needles.searched)
    , m_findings(findings)
{
}

void SaltedFinder::take(Field const& field)
{
    auto const text = field.value;
    constexpr std::size_t longest = 128; // SHA-512 in hex
    if (m_forms.forms().empty() || text.size() < shortest_salt || text.size() > longest
        || !is_token(text))
        return;
    // Hashes of two of the values are known beforehand (digest_maker.cpp).
    if (text.size() <= longest_salt && !m_forms.contains(text)) {
        std::string const salt{text};
        for (auto& suspect : m_suspects)
            compare(suspect, salt);
        std::erase_if(m_suspects, [](Suspect& suspect) { return --suspect.left == 0; });
        if (m_salts.size() == neighbours)
            m_salts.pop_front();
        m_salts.push_back(salt);
    }
    if (may_be_hex(text.size()))
        if (auto digest = decode_hex(text)) {
            add(field, "hex", std::move(*digest));
            return;
        }
    if (may_be_base64(text))
        if (auto digest = decode_base64(text); digest && hash_of_size(digest->size()))
            add(field, text.find_first_of("-_") == npos ? "base64" : "base64url",
                std::move(*digest));
}

void SaltedFinder::add(Field const& field, std::string_view step, std::vector<std::uint8_t> digest)
{
    Suspect suspect{std::move(digest),
                    path_of(field.origin),
                    {field.frames},
                    field.context.direction,
                    normal_host(field.context.hostname)};
    suspect.path.emplace_back(step);
    bool const own_salt = !m_salts.empty() && m_salts.back() == field.value;
    for (std::size_t i = 0; i + (own_salt ? 1 : 0) < m_salts.size(); ++i)
        compare(suspect, m_salts[i]);
    if (m_suspects.size() == suspects_kept)
        m_suspects.pop_front();
    m_suspects.push_back(std::move(suspect));
}

void SaltedFinder::compare(Suspect const& suspect, std::string const& salt)
{
    auto const hash = hash_of_size(suspect.digest.size());
    auto const is_it = [&](HashValue const& value) {
        auto const bytes = value.bytes();
        return std::equal(bytes.begin(), bytes.end(), suspect.digest.begin(), suspect.digest.end());
    };
    auto const is_made_of = [&](std::string_view first, std::string_view between,
                                std::string_view last) {
        m_joined = first;
        return is_it(hash_of(*hash, m_joined.append(between).append(last)));
    };
    std::string const name{name_of(*hash)};
    for (auto const& [needle, text] : m_forms.forms()) {
        if (m_hashes + hashes_each > m_forms.most_hashes()) {
            ++m_given_up;
            return;
        }
        m_hashes += hashes_each;
        if (is_it(hmac_of(*hash, salt, text)))
            tell(suspect, needle, {"hmac:" + name});
        for (auto const separator : separators)
            if (is_made_of(salt, separator, text) || is_made_of(text, separator, salt))
                tell(suspect, needle, {name, "salted"});
    }
}

void SaltedFinder::tell(Suspect const& suspect, std::uint32_t needle,
                        std::vector<std::string> const& steps)
{
    auto const& owner = m_needles[needle];
    auto path = suspect.path;
    path.insert(path.end(), steps.begin(), steps.end());
    auto key = owner.item + '\n' + suspect.hostname + '\n';
    key += name_of(suspect.direction);
    for (auto const& step : path)
        key.append(1, '\n').append(step);
    auto const [told, is_new] = m_told.try_emplace(std::move(key), ItemCount{owner.item, 0});
    ++told->second.occurrences;
    if (!is_new)
        return;
    Finding finding;
    finding.category = owner.category;
    finding.item = owner.item;
    finding.match = Match::hashed;
    finding.hostname = suspect.hostname;
    finding.direction = suspect.direction;
    finding.path = std::move(path);
    finding.frames = suspect.frames;
    finding.value = owner.value;
    // All of a digest agrees, one of at most so many that were made.
    finding.chance = std::exp2(-8.0 * static_cast<double>(suspect.digest.size()))
                     * static_cast<double>(m_forms.most_hashes());
    m_findings(std::move(finding));
}

std::vector<ItemCount> SaltedFinder::counts() const
{
    std::vector<ItemCount> out;
    out.reserve(m_told.size());
    for (auto const& [key, count] : m_told)
        out.push_back(count);
    return out;
}

} // namespace petze
