#pragma once

#include "identify/attribution/reason.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// One answer to "whose is it?" (the report has an Answer of its own), with its reason, where that
/// stands, and of which date it is.
struct Attributed {
    std::string name;
    std::string country{}; // ISO 3166-1 as the source says it; empty where it says none
    Reason because{};
    std::string
        source{}; // the data set, such as "APNIC WHOIS data"; a name, the same in each language
    std::string as_of{};    // ISO date of that data set
    std::string original{}; // the same name in its own script, where the source has both
    bool distant{};         // more than a year from the date that was asked about; report/ says so

    bool operator==(Attributed const&) const = default;
};

/// Who announces the address to the internet: the origin AS.
struct Network {
    std::uint32_t asn{};
    std::string name{};   // of the AS's organisation
    std::string prefix{}; // announced, or the largest block of the source around the address
    std::string country{};
    std::string source{};
    std::string as_of{};
    bool hosting{}; // a cloud, hoster or CDN: says little about who operates the service
    std::optional<Reason> because_hosting{};
    bool distant{};

    bool operator==(Network const&) const = default;
};

/// Sources that say different things: told, never averaged.
struct Disagreement {
    struct Saying {
        std::string source, as_of, value;

        bool operator==(Saying const&) const = default;
    };
    std::string_view about;      // a literal: "registry", "holder", "asn", "country", "operator";
                                 // the text `disagreement.<about>` of the catalogue names it
    std::vector<Saying> sayings; // at least two

    bool operator==(Disagreement const&) const = default;
};

/// The three answers for an address or a name, none of which stands for another: who allocated the
/// block, who holds it, who operates the service there. An answer that is not known is absent, and
/// `remarks` say why, where that can be said.
struct Attribution {
    std::optional<Attributed> registry;  // identify/attribution/attributor.h
    std::optional<Attributed> holder;    // likewise
    std::optional<Attributed> operator_; // from what the capture proves
    std::optional<Network> network;
    std::vector<std::string_view> roles{}; // what the operator's names here are known for, of
                                           // operator_roles (identify/operator/known_domains.h)
    std::vector<Disagreement> disagreements;
    /// What else the reader must know: "allocated by CNNIC; that says nothing about …", "holder not
    /// registered", "contacted without any name", "not proven by this capture".
    std::vector<Reason> remarks;
    std::string asked; // ISO date for which it was asked; empty: the newest data

    bool operator==(Attribution const&) const = default;
};

} // namespace petze
