#include "find/search/needles.h"

#include <utility>

namespace petze {

namespace {

void save(Spelling const& spelling, ArchiveWriter& out)
{
    out.text(spelling.bytes);
    out.value(std::uint8_t{spelling.caseless});
    out.value(spelling.bits);
    out.text(spelling.steps);
    out.value(spelling.placement);
    out.value(spelling.before);
    out.value(spelling.behind);
}

Spelling restore_spelling(ArchiveReader& in, KeptWords& words)
{
    Spelling out;
    out.bytes = in.text();
    out.caseless = in.value<std::uint8_t>() != 0;
    out.bits = in.value<double>();
    out.steps = words.keep(in.text());
    out.placement = in.value<Placement>();
    out.before = in.value<WrappedEdge>();
    out.behind = in.value<WrappedEdge>();
    return out;
}

void save(Needle const& needle, ArchiveWriter& out)
{
    out.text(needle.item);
    out.text(needle.category);
    out.text(needle.value);
    out.value(needle.spellings.size());
    for (auto const& spelling : needle.spellings)
        save(spelling, out);
    out.value(needle.kind);
    out.value(needle.hashed.size());
    for (auto const& text : needle.hashed)
        out.text(text);
    out.value(std::uint8_t{needle.own});
    out.value(needle.photo);
}

Needle restore_needle(ArchiveReader& in, KeptWords& words)
{
    Needle out;
    out.item = in.text();
    out.category = in.text();
    out.value = in.text();
    auto const spellings = in.count();
    for (std::size_t i = 0; i < spellings && in.ok(); ++i)
        out.spellings.push_back(restore_spelling(in, words));
    out.kind = in.value<ValueKind>();
    auto const hashed = in.count();
    for (std::size_t i = 0; i < hashed && in.ok(); ++i)
        out.hashed.emplace_back(in.text());
    out.own = in.value<std::uint8_t>() != 0;
    out.photo = in.value<std::uint32_t>();
    return out;
}

} // namespace

void save(Needles const& needles, ArchiveWriter& out)
{
    out.value(needles.searched.size());
    for (auto const& needle : needles.searched)
        save(needle, out);
    out.value(needles.rows.size());
    for (auto const& row : needles.rows) {
        out.text(row.category);
        for (auto const number : {row.items, row.too_short, row.smallest_bytes, row.largest_bytes})
            out.value(number);
    }
    out.value(needles.too_short.size());
    for (auto const& item : needles.too_short)
        out.text(item);
}

Needles restore_needles(ArchiveReader& in, KeptWords& words)
{
    Needles out;
    auto const searched = in.count();
    for (std::size_t i = 0; i < searched && in.ok(); ++i)
        out.searched.push_back(restore_needle(in, words));
    auto const rows = in.count();
    for (std::size_t i = 0; i < rows && in.ok(); ++i) {
        auto& row = out.rows.emplace_back();
        row.category = in.text();
        for (auto* number : {&row.items, &row.too_short, &row.smallest_bytes, &row.largest_bytes})
            *number = in.value<std::uint64_t>();
    }
    auto const too_short = in.count();
    for (std::size_t i = 0; i < too_short && in.ok(); ++i)
        out.too_short.emplace_back(in.text());
    return in.ok() ? std::move(out) : Needles{};
}

} // namespace petze
