#include "find/name_parts.h"

#include "base/limits.h"
#include "base/text.h"
#include "find/field_key.h"
#include "find/notation/letter_case.h"

#include <algorithm>

namespace petze {

namespace {

/// How many fields may lie between the two.
constexpr std::uint64_t reach = 12;

std::vector<FrameRange> frames_of(FrameRange const& a, FrameRange const& b)
{
    if (a.capture != b.capture)
        return {a, b};
    return {{a.capture, std::min(a.first, b.first), std::max(a.last, b.last)}};
}

} // namespace

NameParts::NameParts(Needles const& needles)
{
    for (std::uint32_t i = 0; i < needles.searched.size(); ++i) {
        auto const& needle = needles.searched[i];
        auto const name = lower_letters(trim(needle.value));
        auto const first = name.substr(0, name.find(' '));
        auto const last = name.substr(name.rfind(' ') + 1);
        if (needle.kind != ValueKind::name || first.size() == name.size() || first == last
            || information_bits(first, ValueKind::name) + information_bits(last, ValueKind::name)
                   < searchable_bits)
            continue;
        for (auto const* part : {&first, &last}) {
            if (part->empty() || part->size() > longest)
                continue;
            m_parts[*part].push_back({i, part == &last});
            m_sizes[static_cast<unsigned char>(part->front())].set(part->size());
        }
    }
}

std::span<NameParts::Part const> NameParts::whose(std::string_view text) const
{
    if (text.empty() || text.size() > longest
        || !m_sizes[static_cast<unsigned char>(to_lower(text.front()))].test(text.size()))
        return {};
    auto const known = m_parts.find(lower_letters(text));
    return known == m_parts.end() ? std::span<Part const>{} : known->second;
}

NamePartsFinder::NamePartsFinder(NameParts const& parts, Needles const& needles,
                                 std::function<void(Finding&&)>& findings)
    : m_parts(parts)
    , m_needles(needles)
    , m_told(findings, limits::findings)
{
}

void NamePartsFinder::take(Field const& field)
{
    ++m_fields;
    auto const parts = m_parts.whose(trim(field.value));
    if (parts.empty())
        return;
    std::erase_if(m_halves, [&](Half const& half) { return m_fields - half.field > reach; });
    auto const where = key_of(field.origin).where();
    for (auto const& part : parts) {
        auto const other = std::find_if(m_halves.begin(), m_halves.end(), [&](Half const& half) {
            return half.part.needle == part.needle && half.part.is_last != part.is_last
                   && half.where == where;
        });
        if (other == m_halves.end())
            continue;
        auto const& needle = m_needles.searched[part.needle];
        m_told.tell({needle.category, needle.item, Match::exact, needle.value, {}}, field,
                    frames_of(other->frames, field.frames));
    }
    constexpr std::size_t most = 64; // people with the same names
    for (auto const& part : parts)
        if (m_halves.size() < most)
            m_halves.push_back({part, where, m_fields, field.frames});
}

} // namespace petze
