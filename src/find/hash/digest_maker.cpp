#include "find/hash/digest_maker.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

// "16-digit MD5" of Chinese software: 64 bits. So many of them keep an accident below one in a
// million over 2^40 bytes, since each must stand as a word of its own.
constexpr std::size_t most_standalone = 134;

/// What programs put between two values.
constexpr std::array<std::string_view, 12> separators{"",  "-", "_", ":", "|", ",",
                                                      "&", ";", " ", "#", ".", "/"};

/// One row for each function of functions. The inner one is written in hex.
struct Twice {
    Hash hash;
    std::string_view name;
};
constexpr Twice twice[] = {{Hash::md5, "md5 hex md5"},
                           {Hash::sha1, "sha1 hex sha1"},
                           {Hash::sha256, "sha256 hex sha256"},
                           {Hash::sha512, "sha512 hex sha512"}};

std::string upper_hex(Bytes bytes)
{
    auto digits = to_hex(bytes);
    for (auto& c : digits)
        c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    return digits;
}

bool run_together(std::string const& text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        auto const letter = to_lower(c);
        return is_digit(c) || (letter >= 'a' && letter <= 'z');
    });
}

// Some of the forms, by turns of those with separators and those without.
std::vector<std::string const*> joined_forms(std::vector<std::string> const& forms,
                                             std::size_t most)
{
    std::array<std::vector<std::string const*>, 2> kinds;
    for (auto const& form : forms)
        kinds[run_together(form) ? 1 : 0].push_back(&form);
    std::vector<std::string const*> out;
    for (std::size_t i = 0; i < forms.size() && out.size() < most; ++i)
        for (auto const& kind : kinds)
            if (i < kind.size() && out.size() < most)
                out.push_back(kind[i]);
    return out;
}

class Maker {
public:
    explicit Maker(Needles const& needles)
        : m_needles(needles.searched)
    {
    }

    WantedDigests make()
    {
        for (bool const own : {true, false})
            for (std::uint32_t index = 0; index < m_needles.size(); ++index)
                if (m_needles[index].own == own)
                    for (auto const& text : m_needles[index].hashed)
                        add(index, text);
        join();
        return std::move(m_out);
    }

private:
    void add(HashValue const& value, std::uint32_t needle, std::string_view function,
             bool standalone = false)
    {
        if (take_of(m_left, 1))
            m_out.digests.push_back({value, {needle, needle}, function, {}, standalone});
    }

    bool take_of(std::size_t& left, std::size_t count)
    {
        bool const enough = left >= count;
        m_out.limited |= !enough;
        left -= enough ? count : 0;
        return enough;
    }

    void add(std::uint32_t needle, std::string_view text)
    {
        bool const own = m_needles[needle].own;
        for (auto hash : hashes)
            add(hash_of(hash, text), needle, name_of(hash));
        if (own && m_standalone < most_standalone) {
            std::array<std::uint8_t, 8> middle{};
            auto const whole = hash_of(Hash::md5, text);
            std::copy_n(whole.bytes().begin() + 4, middle.size(), middle.begin());
            add(middle, needle, "md5-16", true);
            ++m_standalone;
        }
        if (m_needles[needle].category == "message" || m_needles[needle].category == "calendar")
            return; // texts: nobody hashes these twice
        for (auto const& [hash, name] : twice) {
            auto const inner = hash_of(hash, text);
            add(hash_of(hash, to_hex(inner.bytes())), needle, name);
            if (own)
                add(hash_of(hash, upper_hex(inner.bytes())), needle, name);
        }
    }

    // How many notations of each identifier take part: all, as far as the bound allows.
    std::size_t forms(std::size_t identifiers) const
    {
        auto const pairs = identifiers * identifiers * separators.size() * hashes.size();
        std::size_t count = 4;
        while (count > 1 && 2 * pairs * count * count > limits::joined_digests)
            --count;
        return count;
    }

    void join()
    {
        std::vector<std::uint32_t> own;
        for (std::uint32_t index = 0; index < m_needles.size(); ++index)
            if (m_needles[index].own && !m_needles[index].hashed.empty())
                own.push_back(index);
        auto const most = forms(own.size());
        for (auto a : own)
            for (auto b : own)
                for (auto separator : separators) {
                    if (a == b || m_needles[a].item == m_needles[b].item)
                        continue;
                    if (m_left_joined == 0) {
                        m_out.limited = true;
                        return;
                    }
                    join(a, b, separator, most);
                }
    }

    void join(std::uint32_t a, std::uint32_t b, std::string_view separator, std::size_t most)
    {
        auto const& step = *m_out.joined.emplace_back(std::make_unique<std::string const>(
            "joined:" + m_needles[a].item + std::string{separator} + m_needles[b].item));
        auto const rights = joined_forms(m_needles[b].hashed, most);
        for (auto const* left : joined_forms(m_needles[a].hashed, most))
            for (auto const* right : rights) {
                auto const text = *left + std::string{separator} + *right;
                for (auto hash : hashes)
                    if (take_of(m_left_joined, 2)) // of either
                        m_out.digests.push_back(
                            {hash_of(hash, text), {a, b}, name_of(hash), step, false});
            }
    }

    std::vector<Needle> const& m_needles;
    WantedDigests m_out;
    std::size_t m_standalone = 0;
    std::size_t m_left = limits::digests;
    std::size_t m_left_joined = limits::joined_digests;
};

} // namespace

WantedDigests wanted_digests(Needles const& needles)
{
    return Maker{needles}.make();
}

} // namespace petze
