#pragma once

#include "identify/attribution/attribution.h"
#include "identify/data/data_index.h"
#include "identify/sources/location.h"

#include <optional>
#include <string>
#include <vector>

namespace petze {

/// Answers who allocated, who holds and who announces an address, out of the imported data sets,
/// libloc's database where one is installed, and the tables of the program. Of several imports of
/// one kind, the one nearest to the date asked about counts.
class Attributor {
public:
    /// `asked` is an ISO date, or empty for the newest data. `installed` may hold nothing.
    Attributor(DataIndex index, std::optional<LocationDatabase> installed, std::string asked);

    /// registry, holder, network, with remarks and disagreements; nothing of the operator.
    Attribution attribute(Address const& address) const;
    /// Of an endpoint with several addresses: what holds of the first, and a remark where others
    /// have other holders.
    Attribution attribute(std::vector<Address> const& addresses) const;

    std::string const& asked() const { return m_asked; }
    /// What the answers were taken from, for the report: format, source, date, file, hash.
    std::vector<DataSetInfo> used() const;

private:
    /// The sets that count for the date, of one family.
    struct Chosen {
        std::vector<DataSet const*> holders, delegated, networks;
    };

    DataIndex m_index;
    Chosen m_v4, m_v6; // into m_index
    std::vector<DataSet const*> m_systems, m_organisations;
    std::optional<LocationDatabase> m_installed;
    std::string m_asked;
};

} // namespace petze
