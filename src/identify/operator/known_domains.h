#pragma once

#include "base/result.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace petze {

/// What a domain is known for. Each has words in the catalogue: `role.<role>`.
inline constexpr std::array operator_roles{
    std::string_view{"account"},
    std::string_view{"ads"},
    std::string_view{"analytics"},
    std::string_view{"attribution"},
    std::string_view{"backup"},
    std::string_view{"call_log_backup"},
    std::string_view{"cdn"},
    std::string_view{"configuration"},
    std::string_view{"connectivity_check"},
    std::string_view{"contact_backup"},
    std::string_view{"crash_reports"},
    std::string_view{"dns"},
    std::string_view{"file_backup"},
    std::string_view{"find_device"},
    std::string_view{"hosting"},
    std::string_view{"location"},
    std::string_view{"message_backup"},
    std::string_view{"messaging"},
    std::string_view{"note_backup"},
    std::string_view{"payment"},
    std::string_view{"photo_backup"},
    std::string_view{"push"},
    std::string_view{"security"},
    std::string_view{"services"}, // several, or none that is known
    std::string_view{"social"},
    std::string_view{"store"},
    std::string_view{"telemetry"},
    std::string_view{"time"},
    std::string_view{"update"},
    std::string_view{"video"},
    std::string_view{"wifi_backup"},
};

/// The role of that name in operator_roles; empty where there is none.
std::string_view operator_role(std::string_view name);

/// Whether others run their services behind such a name: then it says nothing about who they are.
constexpr bool is_for_rent(std::string_view role)
{
    return role == "hosting" || role == "cdn";
}

/// Whose domains are known to be whose, out of one collection: our own table, or a list that the
/// user supplies. A domain stands for everything under it.
class KnownDomains {
public:
    struct Owner {
        std::string name;    // empty: the list says what it is for, not whose it is
        std::string country; // ISO 3166-1; may be empty
    };
    struct Source {
        std::string title, date; // ISO date, or the part of it that is known
    };
    /// What is known of one domain; views into the collection.
    struct Entry {
        std::string_view domain; // the row that fitted: "micloud.xiaomi.net"
        std::string_view owner, country;
        std::string_view role; // of operator_roles; may be empty
        std::string_view source, as_of;
    };

    /// `role` is of operator_roles or empty; a domain that is there already stays as it is.
    bool add(std::string domain, std::string_view role, std::uint32_t owner, std::uint32_t source);
    std::uint32_t add_owner(Owner owner);
    std::uint32_t add_source(Source source);

    /// The longest domain that the host is, or lies under.
    std::optional<Entry> find(std::string_view host) const;
    /// Whether somebody of that name lets others run services on their machines: "Akamai".
    bool rents_out(std::string_view owner) const;

    std::size_t size() const { return m_rows.size(); }
    template<typename Visit>
    void each(Visit visit) const
    {
        for (auto const& [domain, row] : m_rows)
            visit(entry(domain, row));
    }

private:
    struct Row {
        std::string_view role;
        std::uint32_t owner{}, source{};
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const
        {
            return std::hash<std::string_view>{}(name);
        }
    };

    Entry entry(std::string_view domain, Row const& row) const;

    std::unordered_map<std::string, Row, Hash, std::equal_to<>> m_rows;
    std::vector<Owner> m_owners;
    std::vector<Source> m_sources;
    std::set<std::uint32_t> m_landlords; // owners of names that are for rent
};

/// Reads data/operators.toml; `path` is for what is said of errors.
Result<KnownDomains> parse_operators(std::string_view toml, std::string const& path);

} // namespace petze
