#pragma once

#include "report/answer.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What of one kind was found going one way.
struct KindFound {
    std::string kind;                    // a category; "message_address": a message's other party
    std::set<std::string> items;         // a contact counts once, whichever parts of it were found
    std::vector<std::uint32_t> evidence; // numbers
    std::vector<std::string> endpoints;  // ids, gravest first
    std::uint64_t occurrences{};
    bool readable_on_the_way{}; // at least one of them
};

/// What an endpoint got.
struct EndpointFound {
    std::vector<std::uint32_t> evidence; // numbers; what came from there is among them
    std::set<std::string> items;         // sent there
};

/// The figures that several parts of a report name, added up once.
struct Overview {
    explicit Overview(Answer const& answer);

    std::vector<KindFound> sent;     // of items of the profile, gravest first
    std::vector<KindFound> inside;   // the same, sent no further than the phone's own network
    std::vector<KindFound> came;     // the same, towards the phone
    std::vector<KindFound> patterns; // sent; look like personal values, but are nobody's known
    std::map<std::string, EndpointFound, std::less<>> by_endpoint;
    std::set<std::string> items_sent;
    std::vector<std::string> addresses; // that items were sent to, as text, in order of evidence
    bool only_in_background{};          // activities are given, and none covers any of it

    std::vector<Endpoint const*> outside; // endpoints beyond the phone's own network
    std::uint64_t connections{};
    std::uint64_t sent_bytes{}, sent_opened{}, sent_closed{}; // payload of the transport
    std::uint64_t came_bytes{}, came_opened{}, came_closed{};

    KindFound const* find(std::string_view kind) const;
};

/// How grave it is that data of this kind left, 0 gravest.
std::size_t gravity(std::string_view kind);

} // namespace petze
