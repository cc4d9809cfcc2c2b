#pragma once

#include "identify/registry/registries.h"
#include "identify/sources/reading.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace petze::testing {

/// What a text of some form says, and what was wrong with it.
struct Read {
    DataSetBuilder builder;
    DataTroubles troubles;
    DataReading reading{builder, troubles};
    DataSet set;

    explicit Read(std::string_view text)
    {
        builder.info.format = recognize_data(as_bytes(text));
        EXPECT_NE(builder.info.format, DataFormat::unknown);
        EXPECT_TRUE(read_text(builder.info.format, memory_source(as_bytes(text)), reading));
        set = builder.finish(troubles);
    }
    Read(Read const&) = delete;
    Read& operator=(Read const&) = delete;

    /// "range | subject | label | country | registry | flags" of the most specific network.
    std::string at(std::string const& address) const
    {
        auto const hit = set.find(Address::parse(address).value());
        if (!hit)
            return "-";
        std::string out = hit->range.text();
        for (auto const& text :
             {std::string{set.text(hit->fact.subject)}, std::string{set.text(hit->fact.label)},
              unpack_country(hit->fact.country),
              std::string{short_name(static_cast<Registry>(hit->fact.registry))},
              flags(hit->fact.flags)})
            out.append(" | ").append(text);
        for (auto& c : out)
            c = c == '\t' ? '/' : c;
        return out;
    }
    static std::string flags(std::uint8_t flags)
    {
        std::string out;
        for (auto const& [bit, letter] : {std::pair{RangeFact::assigned, 'a'},
                                          {RangeFact::placeholder, 'p'},
                                          {RangeFact::stub, 's'}})
            if ((flags & bit) != 0)
                out += letter;
        return out;
    }
    std::string trouble() const
    {
        std::string out;
        for (auto const& one : troubles.first())
            out += std::to_string(one.line) + ": " + std::string{one.what} + "\n";
        return out;
    }
};

} // namespace petze::testing
