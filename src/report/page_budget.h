#pragma once

#include "report/page.h"

#include <array>

namespace petze::page {

/// The scale on which sizes stand beside what stayed closed: each step is ten times the one before.
class SizeAxis {
public:
    /// From one byte to the power of ten above all that is to be shown.
    static SizeAxis of(Answer const& answer);

    unsigned decades() const { return m_decades; }
    /// 0 at one byte and below, 1 at the end.
    double place(std::uint64_t bytes) const;

private:
    explicit SizeAxis(unsigned decades)
        : m_decades(decades)
    {
    }

    unsigned m_decades;
};

/// Of the ledger's rows those whose items have a size, the smallest first.
std::vector<LedgerRow> sized(std::vector<LedgerRow> rows);
/// What is known of a kind of data at one receiver: a number of receiver_states.
std::size_t state_of(std::string const& category, ByteBudget const& budget);
inline constexpr std::array<std::string_view, 4> receiver_states{"proven", "possible", "excluded",
                                                                 "not_searched"};

} // namespace petze::page
