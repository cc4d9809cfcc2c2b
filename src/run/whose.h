#pragma once

#include "identify/endpoint.h"
#include "identify/operator/operator.h"
#include "run/data_folder.h"
#include "run/online.h"
#include "run/options.h"

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace petze {

/// Whose domains are whose, as the program itself knows it (data/operators.toml), and as the lists
/// say that lie in lists/ inside the folder of the attribution data, by name of file.
DomainKnowledge domain_knowledge(Options const& options);
/// The files of these lists, by name.
std::vector<std::filesystem::path> list_files(Options const& options);

/// Says whose one endpoint after another is, as of --as-of, else of the day on which the last
/// packet of the recording was seen. Nothing is said of the phone's own network.
class Whose {
public:
    /// `endpoints` are all of the recording: registries are asked on line about those that got
    /// most, where --online was given.
    static Result<Whose> open(AddressData data, std::vector<Endpoint> const& endpoints,
                              Options const& options);

    /// Who allocated, holds and announces its addresses, and who runs it.
    void attribute(Endpoint& endpoint) const;
    /// Who runs it alone: what it is known for. Costs little.
    void attribute_operator(Endpoint& endpoint) const;

private:
    Whose(Attributor addresses, DomainKnowledge domains);

    Attributor m_addresses;
    DomainKnowledge m_domains;
    std::unique_ptr<Online> m_online; // null without --online
    std::set<std::string> m_asked_online;
};

} // namespace petze
