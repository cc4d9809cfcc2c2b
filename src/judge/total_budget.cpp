#include "judge/total_budget.h"

#include "base/tally.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

// Of these nothing can have left, or what can is part of the bound. All else that was counted
// might stand for bytes that were neither searched nor measured.
bool hides_nothing(std::string_view kind)
{
    constexpr std::array<std::string_view, 9> kinds{
        "content: opaque bits inside opened layers",
        "content: opaque bytes inside opened layers",
        "content: opaque inside an opened layer",
        "tls: no key",
        "tls: malformed certificate",
        "tls: compressed certificate that does not open",
        "link: ARP, holds no IP",
        "capture: limit of named apps",
        "capture: malformed name of an app"};
    constexpr std::array<std::string_view, 3> layers{"evidence: ", "report: ", "patterns: "};
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end()
           || std::any_of(layers.begin(), layers.end(),
                          [&](std::string_view layer) { return kind.starts_with(layer); });
}

std::vector<std::string_view> reasons(std::vector<ByteBudget> const& budgets,
                                      Recorded const& recorded)
{
    std::vector<std::string_view> out;
    if (std::any_of(budgets.begin(), budgets.end(),
                    [](ByteBudget const& one) { return one.one_sided; }))
        out.emplace_back("unbounded.one_sided");
    if (recorded.device_guessed && recorded.other_devices_flows > 0)
        out.emplace_back("unbounded.devices");
    auto const rows = recorded.unread.rows();
    if (recorded.findings_not_told > 0
        || std::any_of(rows.begin(), rows.end(),
                       [](Tally::Row const& row) { return !hides_nothing(row.kind); }))
        out.emplace_back("unbounded.unread");
    return out;
}

} // namespace

TotalBudget total_budget(std::vector<ByteBudget> const& budgets,
                         std::vector<SizedItem> const& items,
                         std::map<std::string, std::set<std::string>> const& left,
                         Recorded const& recorded)
{
    TotalBudget out;
    for (auto const& one : budgets) {
        out.max_bytes += one.max_bytes;
        out.most_at_one = std::max(out.most_at_one, one.max_bytes);
    }
    out.unbounded = reasons(budgets, recorded);
    std::map<std::string_view, CategoryBudget> categories;
    for (auto const& item : items) {
        auto [at, fresh] = categories.try_emplace(
            item.category, CategoryBudget{item.category, Departure::possible, item.least_bytes});
        auto& category = at->second;
        ++category.items;
        category.least_bytes = std::min(category.least_bytes, item.least_bytes);
        category.most_bytes = std::max(category.most_bytes, item.least_bytes);
        auto const found = left.find(item.category);
        bool const has_left = found != left.end() && found->second.contains(item.item);
        bool const is_too_big =
            item.least_bytes > out.max_bytes && item.least_bytes >= least_told_bytes;
        if (!has_left && is_too_big && out.unbounded.empty())
            ++category.excluded;
    }
    for (auto& [name, category] : categories) {
        if (left.contains(category.category))
            category.departure = Departure::proven;
        else if (category.excluded == category.items)
            category.departure = Departure::excluded;
        out.categories.push_back(std::move(category));
    }
    return out;
}

} // namespace petze
