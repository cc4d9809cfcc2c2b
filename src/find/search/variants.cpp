#include "find/search/variants.h"

#include "base/text.h"
#include "find/search/byte_classes.h"
#include "find/search/region.h"

#include <algorithm>
#include <tuple>

namespace petze {

namespace {

Variants::Variant::Script script_of(std::string_view steps)
{
    using Script = Variants::Variant::Script;
    if (steps == "utf-16le")
        return Script::utf16le;
    if (steps == "utf-16be")
        return Script::utf16be;
    if (steps == "hex")
        return Script::hex;
    return steps == "base64" ? Script::base64 : Script::text;
}

constexpr std::uint64_t key_of(std::uint64_t window, std::size_t window_class)
{
    return window | std::uint64_t{window_class + 1} << 56;
}

constexpr std::uint64_t window_in(std::uint64_t key)
{
    return key & 0x00ffffffffffffff;
}

// Of none where the key is of none.
constexpr std::size_t class_in(std::uint64_t key)
{
    return static_cast<std::size_t>(key >> 56) - 1;
}

} // namespace

/// A variant at one of its windows.
struct Variants::Entry {
    std::uint64_t key{};
    std::uint32_t variant{};
    std::uint16_t head{};
    std::uint8_t shift{};
    std::uint8_t window_class{};
    bool caseless{};
    bool of_text{}; // its region
    std::string_view text;

    std::string_view before() const { return text.substr(0, head); }
    // Neighbours: first those of one window, then those of one group.
    bool operator<(Entry const& other) const
    {
        auto const numbers = [](Entry const& e) {
            return std::tuple{e.key, e.caseless, e.shift, e.head};
        };
        if (auto const a = numbers(*this), b = numbers(other); a != b)
            return a < b;
        auto const order = text.compare(other.text);
        return order != 0 ? order < 0 : variant < other.variant;
    }
    bool same_group(Entry const& other) const
    {
        return key == other.key && caseless == other.caseless && shift == other.shift
               && before() == other.before();
    }
};

Variants::Variants(Needles const& needles, Profile const& profile)
{
    collect(needles, profile);
    arrange(entries(needles));
}

void Variants::collect(Needles const& needles, Profile const& profile)
{
    for (std::uint32_t index = 0; index < needles.searched.size(); ++index) {
        auto const& needle = needles.searched[index];
        if (needle.photo != Needle::none)
            m_variants.push_back(
                {profile.photos[needle.photo].bytes, {}, index, false, false, false});
        for (auto const& spelling : needle.spellings) {
            auto bytes = as_bytes(spelling.bytes);
            if (spelling.caseless)
                bytes = as_bytes(m_lowered.emplace_back(lower(spelling.bytes)));
            if (bytes.size() < least_spelling_bytes)
                continue;
            m_variants.push_back(
                {bytes, spelling.steps, index,
                 spelling.placement == Placement::standalone || spelling.bits < standalone_bits,
                 spelling.caseless, spelling.placement == Placement::whole,
                 script_of(spelling.steps), spelling.before, spelling.behind});
        }
    }
}

std::vector<Variants::Entry> Variants::entries(Needles const& needles)
{
    auto const is_photo = [&](Variant const& variant) {
        return needles.searched[variant.needle].photo != Needle::none;
    };
    CommonBytes common;
    for (auto const& variant : m_variants)
        if (!is_photo(variant))
            common.add(as_text(variant.bytes), variant.needle);
    std::vector<Entry> out;
    out.reserve(m_variants.size() * probe_stride);
    for (std::uint32_t index = 0; index < m_variants.size(); ++index) {
        auto const& variant = m_variants[index];
        auto const text = as_text(variant.bytes);
        auto const window_class = window_class_of(text.size());
        auto const region = is_photo(variant) ? 0 : choose_region(text, window_class, common);
        m_reach = std::max(m_reach, region + region_bytes(window_class));
        auto const around = variant.bytes.subspan(region, region_bytes(window_class));
        bool const of_text = std::none_of(around.begin(), around.end(), is_binary);
        for (std::size_t shift = 0; shift < probe_stride; ++shift) {
            auto const window =
                window_of(folded_case(eight_bytes(variant.bytes, region + shift)), window_class);
            out.push_back(
                {key_of(window, window_class), index, static_cast<std::uint16_t>(region + shift),
                 static_cast<std::uint8_t>(shift), static_cast<std::uint8_t>(window_class),
                 variant.caseless, of_text, text});
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

void Variants::arrange(std::vector<Entry> const& entries)
{
    std::vector<Slot> places;
    Entry const* before = nullptr;
    m_order.reserve(entries.size());
    for (auto const& entry : entries) {
        auto const index = static_cast<std::uint32_t>(m_order.size());
        m_order.push_back(entry.variant);
        if (!before || !entry.same_group(*before)) {
            auto const group = static_cast<std::uint32_t>(m_groups.size());
            m_groups.push_back(
                {index, index, entry.head, entry.shift, entry.window_class, true, entry.caseless});
            if (!before || entry.key != before->key) {
                places.push_back({entry.key, group, group});
                ++m_windows[entry.window_class];
            }
            ++places.back().last_group;
        }
        if (entry.of_text && !places.back().of_text) {
            places.back().of_text = true;
            ++m_text_windows[entry.window_class];
        }
        ++m_groups.back().last;
        auto const& variant = m_variants[entry.variant];
        m_groups.back().standalone &= variant.standalone && variant.script == Variant::Script::text;
        before = &entry;
    }
    index(places);
}

Variants::Variants(Needles const& needles, Profile const& profile, ArchiveReader& in)
{
    collect(needles, profile);
    m_order = in.values<std::uint32_t>();
    auto const groups = in.count();
    m_groups.reserve(groups);
    for (std::size_t i = 0; i < groups && in.ok(); ++i) {
        auto& group = m_groups.emplace_back();
        group.first = in.value<std::uint32_t>();
        group.last = in.value<std::uint32_t>();
        group.head = in.value<std::uint16_t>();
        group.shift = in.value<std::uint8_t>();
        group.window_class = in.value<std::uint8_t>();
        group.standalone = in.value<std::uint8_t>() != 0;
        group.caseless = in.value<std::uint8_t>() != 0;
    }
    auto const places = in.count();
    std::vector<Slot> slots;
    slots.reserve(places);
    for (std::size_t i = 0; i < places && in.ok(); ++i) {
        auto& slot = slots.emplace_back();
        slot.key = in.value<std::uint64_t>();
        slot.first_group = in.value<std::uint32_t>();
        slot.last_group = in.value<std::uint32_t>();
        slot.of_text = in.value<std::uint8_t>() != 0;
    }
    m_windows = in.value<Counts>();
    m_text_windows = in.value<Counts>();
    m_reach = in.value<std::size_t>();
    if (!in.ok())
        slots.clear();
    index(slots);
}

void Variants::save(ArchiveWriter& out) const
{
    out.values(m_order);
    out.value(m_groups.size());
    for (auto const& group : m_groups) {
        out.value(group.first);
        out.value(group.last);
        out.value(group.head);
        out.value(group.shift);
        out.value(group.window_class);
        out.value(std::uint8_t{group.standalone});
        out.value(std::uint8_t{group.caseless});
    }
    auto const used = [](Slot const& slot) { return slot.key != 0; };
    out.value(static_cast<std::size_t>(std::count_if(m_slots.begin(), m_slots.end(), used)));
    for (auto const& slot : m_slots)
        if (used(slot)) {
            out.value(slot.key);
            out.value(slot.first_group);
            out.value(slot.last_group);
            out.value(std::uint8_t{slot.of_text});
        }
    out.value(m_windows);
    out.value(m_text_windows);
    out.value(m_reach);
}

void Variants::index(std::vector<Slot> const& places)
{
    m_slots.resize(std::bit_ceil(places.size() * 2 + 1));
    for (auto const& place : places) {
        auto at = scattered(place.key) >> 20 & (m_slots.size() - 1);
        while (m_slots[at].key != 0)
            at = (at + 1) & (m_slots.size() - 1);
        m_slots[at] = place;
    }
}

std::span<Variants::Group const> Variants::groups(std::uint64_t window,
                                                  std::size_t window_class) const
{
    auto const key = key_of(window, window_class);
    auto at = scattered(key) >> 20 & (m_slots.size() - 1);
    while (m_slots[at].key != 0 && m_slots[at].key != key)
        at = (at + 1) & (m_slots.size() - 1);
    auto const& slot = m_slots[at];
    return std::span{m_groups}.subspan(slot.first_group, slot.last_group - slot.first_group);
}

void Variants::each_window(std::size_t window_class, bool of_text, WindowSink sink) const
{
    for (auto const& slot : m_slots)
        if (class_in(slot.key) == window_class && (slot.of_text || !of_text))
            sink(window_in(slot.key));
}

} // namespace petze
