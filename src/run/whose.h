#pragma once

#include "identify/endpoint.h"
#include "identify/operator/operator.h"
#include "run/data_folder.h"
#include "run/options.h"

#include <vector>

namespace petze {

/// Whose domains are whose, as the program itself knows it (data/operators.toml), and as the lists
/// say that lie in lists/ inside the folder of the attribution data, by name of file.
DomainKnowledge domain_knowledge(Options const& options);

/// Says of each endpoint who runs it, as of the day on which it was last seen where nothing else
/// was asked for.
void attribute_operators(std::vector<Endpoint>& endpoints, DomainKnowledge const& known);

/// Says of each endpoint who allocated, holds and announces its addresses, as of --as-of, else of
/// the day on which the last packet was seen. Before attribute_operators().
void attribute_addresses(std::vector<Endpoint>& endpoints, AddressData data,
                         Options const& options);

} // namespace petze
