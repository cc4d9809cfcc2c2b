#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What could not be read and why, and which limits were hit: kinds with counts. A kind has the
/// form "layer: reason", such as "tcp: segment cut by snaplen"; few kinds, never the wire's words.
/// One for each stage that runs alone; merged at the end.
class Tally {
public:
    struct Row {
        std::string kind;
        std::uint64_t count{};

        bool operator==(Row const&) const = default;
    };

    void count(std::string_view kind, std::uint64_t times = 1)
    {
        for (auto& row : m_rows)
            if (row.kind == kind) {
                row.count += times;
                return;
            }
        m_rows.push_back({std::string{kind}, times});
    }

    void merge(Tally const& other)
    {
        for (auto const& row : other.m_rows)
            count(row.kind, row.count);
    }

    /// Sorted by kind, so that the order in which things went wrong does not matter.
    std::vector<Row> rows() const
    {
        auto sorted = m_rows;
        std::sort(sorted.begin(), sorted.end(),
                  [](Row const& a, Row const& b) { return a.kind < b.kind; });
        return sorted;
    }

private:
    std::vector<Row> m_rows;
};

} // namespace petze
