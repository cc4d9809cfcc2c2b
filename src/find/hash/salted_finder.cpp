#include "find/hash/salted_finder.h"

#include "base/text.h"
#include "conversation/host.h"
#include "find/hash/md5_lanes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace petze {

namespace {

constexpr std::size_t shortest_salt = 4;
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

// What a field of HTTP says of the message around it: RFC 9110 sections 7.6.1, 8 and 12.5, RFC
// 9112 section 6.1.
bool is_about_message(Field const& field)
{
    auto const step = field.origin ? field.origin->step : std::string_view{};
    auto const at = step.rfind("header:");
    if (at == npos)
        return false;
    auto const name = lower(step.substr(at + std::string_view{"header:"}.size()));
    return name.starts_with("accept") || name.starts_with("content-") || name == "connection"
           || name == "transfer-encoding";
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

// Its first and last bytes, as a hash.
std::uint64_t ends_of(std::string_view text)
{
    auto const bytes = as_bytes(text);
    constexpr std::size_t each = sizeof(std::uint64_t);
    auto const last = eight_bytes(bytes, text.size() - std::min(text.size(), each));
    return scattered(scattered(eight_bytes(bytes, 0)) ^ last ^ text.size());
}

std::size_t longest_form(std::span<SaltedForms::Form const> forms)
{
    std::size_t out = 0;
    for (auto const& form : forms)
        out = std::max(out, form.text.size());
    return out;
}

/// RFC 2104 with MD5, whose key is shorter than a block.
class HmacMd5 {
public:
    explicit HmacMd5(std::string_view key)
    {
        std::array<std::uint8_t, Md5Lanes::block_bytes> inner{}, outer{};
        std::copy(key.begin(), key.end(), inner.begin());
        outer = inner;
        for (auto& c : inner)
            c ^= 0x36;
        for (auto& c : outer)
            c ^= 0x5c;
        Md5Lanes lanes;
        lanes.add_block(inner);
        lanes.add_block(outer);
        lanes.run();
        m_inner = lanes.state(0);
        m_outer = lanes.state(1);
    }

    /// Of the forms, which there are lanes for.
    void run(Md5Lanes& lanes, std::span<SaltedForms::Form const> forms) const
    {
        Md5Lanes within;
        for (auto const& form : forms)
            within.add({form.text}, m_inner, Md5Lanes::block_bytes);
        within.run();
        for (std::size_t lane = 0; lane < forms.size(); ++lane) {
            auto const digest = within.digest(lane);
            lanes.add({as_text(digest)}, m_outer, Md5Lanes::block_bytes);
        }
        lanes.run();
    }

private:
    Md5Lanes::State m_inner{}, m_outer{};
};

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
    m_filter.reserve(m_texts.size());
    for (auto const text : m_texts)
        m_filter.add(ends_of(text));
}

bool SaltedForms::contains(std::string_view text) const
{
    return m_filter.has(ends_of(text)) && m_texts.contains(text);
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
    bool const may_be_salt =
        text.size() <= longest_salt && !m_forms.contains(text) && !is_about_message(field);
    if (may_be_salt)
        take_salt(text, field.context.direction);
    if (may_be_hex(text.size()))
        if (auto digest = decode_hex(text)) {
            add(field, "hex", std::move(*digest), may_be_salt);
            return;
        }
    if (may_be_base64(text))
        if (auto digest = decode_base64(text); digest && hash_of_size(digest->size()))
            add(field, text.find_first_of("-_") == npos ? "base64" : "base64url",
                std::move(*digest), may_be_salt);
}

void SaltedFinder::take_salt(std::string_view text, Direction direction)
{
    // What the other side says may be a challenge when it comes before, not behind.
    std::erase_if(m_suspects, [&](Suspect& suspect) {
        if (suspect.direction != direction)
            return false;
        compare(suspect, text);
        return --suspect.left == 0;
    });
    auto& salt = m_salts[m_salts_seen++ % neighbours];
    std::copy(text.begin(), text.end(), salt.characters.begin());
    salt.size = text.size();
}

void SaltedFinder::add(Field const& field, std::string_view step, std::vector<std::uint8_t> digest,
                       bool is_newest_salt)
{
    Suspect suspect{std::move(digest),
                    path_of(field.origin),
                    {field.frames},
                    field.context.direction,
                    normal_host(field.context.hostname)};
    suspect.path.emplace_back(step);
    auto const last = m_salts_seen - (is_newest_salt ? 1u : 0u);
    for (auto i = m_salts_seen - std::min(m_salts_seen, neighbours); i < last; ++i)
        compare(suspect, m_salts[i % neighbours].text());
    if (m_suspects.size() == suspects_kept)
        m_suspects.pop_front();
    m_suspects.push_back(std::move(suspect));
}

// As many of them as the bound allows, from the first on.
std::span<SaltedForms::Form const> SaltedFinder::affordable_forms()
{
    auto const forms = std::span{m_forms.forms()};
    auto const left = (m_forms.most_hashes() - m_hashes) / hashes_each;
    m_given_up += left < forms.size() ? 1u : 0u;
    auto const count = std::min(left, forms.size());
    m_hashes += count * hashes_each;
    return forms.first(count);
}

void SaltedFinder::compare(Suspect const& suspect, std::string_view salt)
{
    auto const hash = hash_of_size(suspect.digest.size());
    auto const forms = affordable_forms();
    if (forms.empty())
        return;
    if (hash == Hash::md5 && salt.size() + longest_form(forms) < Md5Lanes::longest)
        return compare_md5(suspect, salt, forms);
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
    for (auto const& [needle, text] : forms) {
        if (is_it(hmac_of(*hash, salt, text)))
            tell(suspect, needle, {"hmac:" + name});
        for (auto const separator : separators)
            if (is_made_of(salt, separator, text) || is_made_of(text, separator, salt))
                tell(suspect, needle, {name, "salted"});
    }
}

// Sixteen at a time: by far the most that looks like a hash has the length of this one.
void SaltedFinder::compare_md5(Suspect const& suspect, std::string_view salt,
                               std::span<SaltedForms::Form const> forms)
{
    Md5Lanes lanes;
    std::array<std::uint32_t, Md5Lanes::lanes> needles{};
    auto const run = [&] {
        lanes.run();
        for (std::size_t lane = 0; lane < lanes.size(); ++lane)
            if (lanes.is(lane, suspect.digest))
                tell(suspect, needles[lane], {"md5", "salted"});
        lanes.clear();
    };
    for (auto const& [needle, text] : forms)
        for (auto const separator : separators) {
            needles[lanes.size()] = needles[lanes.size() + 1] = needle;
            lanes.add({salt, separator, text});
            lanes.add({text, separator, salt});
            if (lanes.full())
                run();
        }
    run();
    HmacMd5 const hmac{salt};
    for (; !forms.empty(); forms = forms.subspan(std::min(forms.size(), Md5Lanes::lanes))) {
        auto const some = forms.first(std::min(forms.size(), Md5Lanes::lanes));
        hmac.run(lanes, some);
        for (std::size_t lane = 0; lane < some.size(); ++lane)
            if (lanes.is(lane, suspect.digest))
                tell(suspect, some[lane].needle, {"hmac:md5"});
        lanes.clear();
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
