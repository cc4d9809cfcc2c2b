#pragma once

#include "base/tally.h"
#include "identify/data/data_set.h"

#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What was wrong with a file of data, with the lines of the first cases. What is good is used.
class DataTroubles {
public:
    struct Trouble {
        std::uint64_t line{};  // 0: the file as a whole
        std::string_view what; // a literal

        bool operator==(Trouble const&) const = default;
    };

    void tell(std::uint64_t line, std::string_view what);
    std::vector<Trouble> const& first() const { return m_first; }
    Tally const& all() const { return m_all; }
    std::uint64_t count() const { return m_count; }

private:
    std::vector<Trouble> m_first;
    Tally m_all;
    std::uint64_t m_count = 0;
};

/// Texts one behind the other, each kept once: u16 length, bytes. Offset 0 is the empty text.
class TextPool {
public:
    TextPool();
    std::uint32_t keep(std::string_view text);
    std::string_view at(std::uint32_t offset) const;
    std::string const& bytes() const { return m_bytes; }
    bool full() const { return m_full; }

private:
    void grow();

    std::string m_bytes;
    std::vector<std::uint32_t> m_slots; // offsets by hash; 0: free
    std::size_t m_count = 0;
    bool m_full = false;
};

/// Gathers what one file says, in the order in which it stands there, and puts it into the order
/// of the index.
class DataSetBuilder {
public:
    DataSetInfo info;

    /// Text of others: not UTF-8 is taken for Latin-1, control characters for blanks, and what is
    /// longer than a name may be is cut off.
    std::uint32_t keep(std::string_view text);
    std::string_view text(std::uint32_t offset) const { return m_texts.at(offset); }

    void add(AddressRange const& range, RangeFact const& fact, std::uint64_t line,
             DataTroubles& troubles);
    void add_system(SystemRow const& row) { m_systems.push_back(row); }
    void add_organisation(OrganisationRow const& row) { m_organisations.push_back(row); }
    /// After finish() too, for what is known only then.
    bool empty() const;
    std::size_t entries() const { return m_v4.size() + m_v6.size(); }

    /// Sorts, nests, and returns the set; it points into this builder, which must stay.
    DataSet finish(DataTroubles& troubles);

private:
    std::string m_cleaned;
    TextPool m_texts;
    std::vector<RowV4> m_v4;
    std::vector<RowV6> m_v6;
    std::vector<std::uint32_t> m_v4_samples;
    std::vector<std::array<std::uint8_t, 16>> m_v6_samples;
    std::vector<SystemRow> m_systems;
    std::vector<OrganisationRow> m_organisations;
};

/// "latin-1 or utf-8" to UTF-8, without control characters.
std::string clean_text(std::string_view text);

} // namespace petze
