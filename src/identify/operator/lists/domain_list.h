#pragma once

#include "identify/operator/known_domains.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// A list of domains that the user supplies, in one of the forms that others publish.
struct DomainList {
    enum class Format { tracker_radar, disconnect, exodus, adblock, hosts };

    Format format{};
    KnownDomains domains;
    std::string date{};                 // ISO, as the list itself says; empty where it says none
    std::uint64_t left_out{};           // entries that name no domain alone: a path, an expression
    std::vector<std::uint64_t> lines{}; // of the first of these, in lists made of lines
    bool cut_off{};                     // more domains than are kept of one list
};

/// "DuckDuckGo Tracker Radar", "hosts list": the same in each language.
std::string_view name_of(DomainList::Format format);

/// Reads a list, its form recognised by content: Tracker Radar (entity_map.json, domain_map.json,
/// tds.json, one domain's file), Disconnect (services.json, entities.json), Exodus (trackers),
/// Adblock-style filters, hosts files and plain lists of domains. Nothing where it is none of
/// these. `file` and, where the list says no date, `modified` name the source in answers.
std::optional<DomainList> parse_domain_list(std::string_view bytes, std::string const& file,
                                            std::string const& modified);

/// How a list may add to what it knows.
class ListBuilder {
public:
    ListBuilder(DomainList& list, std::string const& file, std::string const& date);

    /// `owner` may be empty; `domain` is put into the form in which names are compared.
    void add(std::string_view domain, std::string_view owner, std::string_view role);
    void leave_out(std::uint64_t line = 0);

private:
    DomainList& m_list;
    std::uint32_t m_source;
    std::string m_last_owner;
    std::uint32_t m_owner;
};

/// The two kinds of form; false where it is none that is known.
bool read_json_list(std::string_view bytes, DomainList& list, std::string const& file,
                    std::string const& date);
bool read_line_list(std::string_view bytes, DomainList& list, std::string const& file,
                    std::string const& date);

} // namespace petze
