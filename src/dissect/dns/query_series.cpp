#include "dissect/dns/query_series.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

namespace petze::dns {

namespace {

struct Row {
    std::size_t name{};
    std::deque<std::string_view> labels{};
};
using Rows = std::vector<Row>;

std::deque<std::string_view> labels_of(std::string_view name)
{
    std::deque<std::string_view> labels;
    while (!name.empty()) {
        auto const end = std::min(name.find('.'), name.size());
        if (end > 0)
            labels.push_back(name.substr(0, end));
        name.remove_prefix(std::min(end + 1, name.size()));
    }
    return labels;
}

std::string_view last(Row const& row)
{
    return row.labels.empty() ? std::string_view{} : row.labels.back();
}
std::string_view first(Row const& row)
{
    return row.labels.empty() ? std::string_view{} : row.labels.front();
}

bool is_constant(Rows const& rows, std::string_view (*label)(Row const&))
{
    auto const same = label(rows.front());
    return !same.empty() && std::all_of(rows.begin(), rows.end(), [&](Row const& row) {
        return label(row) == same;
    });
}

/// What the sender calls the session, the kind of request, his own server.
void leave_out_constants(Rows& rows)
{
    while (is_constant(rows, last))
        for (auto& row : rows)
            row.labels.pop_back();
    while (is_constant(rows, first))
        for (auto& row : rows)
            row.labels.pop_front();
}

std::optional<std::uint64_t> number(std::string_view text, int base)
{
    constexpr std::size_t longest = 6;
    std::uint64_t value{};
    auto const [end, trouble] =
        std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || text.size() > longest || trouble != std::errc{}
        || end != text.data() + text.size())
        return {};
    return value;
}

/// "12" of "12-mzxw6"; nothing where there is no more of the label.
std::string_view number_before(std::string_view label)
{
    auto const end = label.find_first_not_of("0123456789");
    return end != npos && end > 0 && end + 1 < label.size()
                   && (label[end] == '-' || label[end] == '_')
               ? label.substr(0, end)
               : std::string_view{};
}

std::string_view first_if_more(Row const& row)
{
    return row.labels.size() < 2 ? std::string_view{} : row.labels.front();
}
std::string_view last_if_more(Row const& row)
{
    return row.labels.size() < 2 ? std::string_view{} : row.labels.back();
}
std::string_view before_first(Row const& row)
{
    return number_before(first(row));
}

/// Sorts by what counts the names; false where nothing is changed: some would be missing, or two
/// have the same number.
bool sort_by(Rows& rows, std::string_view (*label)(Row const&), int base)
{
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    order.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const value = number(label(rows[i]), base);
        if (!value)
            return false;
        order.emplace_back(*value, i);
    }
    std::sort(order.begin(), order.end());
    bool const twice =
        std::adjacent_find(order.begin(), order.end(),
                           [](auto const& a, auto const& b) { return a.first == b.first; })
        != order.end();
    if (twice || order.back().first - order.front().first >= 2 * rows.size())
        return false;
    Rows sorted;
    sorted.reserve(rows.size());
    for (auto const& [value, i] : order)
        sorted.push_back(std::move(rows[i]));
    rows = std::move(sorted);
    return true;
}

void put_in_order(Rows& rows)
{
    constexpr int decimal = 10, hex = 16;
    for (int const base : {decimal, hex}) {
        if (sort_by(rows, last_if_more, base)) {
            for (auto& row : rows)
                row.labels.pop_back();
            return;
        }
        if (sort_by(rows, first_if_more, base)) {
            for (auto& row : rows)
                row.labels.pop_front();
            return;
        }
    }
    if (sort_by(rows, before_first, decimal))
        for (auto& row : rows)
            row.labels.front().remove_prefix(before_first(row).size() + 1);
}

} // namespace

std::vector<NamedData> data_in_names(std::vector<std::string> const& names)
{
    constexpr std::size_t fewest = 2;
    if (names.size() < fewest)
        return {};
    Rows rows;
    rows.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        rows.push_back({i, labels_of(names[i])});
    leave_out_constants(rows);
    put_in_order(rows);
    leave_out_constants(rows);
    std::vector<NamedData> out;
    out.reserve(rows.size());
    for (auto const& row : rows) {
        std::string data;
        for (auto const label : row.labels)
            data += label;
        out.push_back({row.name, std::move(data)});
    }
    return out;
}

} // namespace petze::dns
