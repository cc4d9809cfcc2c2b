#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

struct Profile;

/// What the owner says of how the phone was used and what is switched on.
struct Circumstances {
    struct Period {
        std::int64_t from_ns{}, to_ns{};
    };
    std::vector<Period> in_use;        // by begin, without overlaps
    std::vector<std::string> backups;  // categories of data that are backed up: "photo", …
    std::vector<std::string> services; // domains
    bool knows_consent{};              // the profile has [consent]

    static Circumstances of(Profile const& profile);

    bool knows_use() const { return !in_use.empty(); }
    /// Whether somebody used the phone then, or half a minute before: what they did may still run.
    bool is_in_use(std::int64_t time_ns) const;
    bool backs_up(std::string_view category) const;
    /// The domain switched on that this host lies under; empty where there is none.
    std::string_view service_of(std::string_view host) const;
};

} // namespace petze
