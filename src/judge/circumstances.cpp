#include "judge/circumstances.h"

#include "find/profile/profile.h"

#include <algorithm>
#include <array>
#include <utility>

namespace petze {

namespace {

constexpr std::int64_t aftermath_ns = 30'000'000'000;

// [consent] backups are written as people say them, in the plural.
std::string_view category_of(std::string_view written)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> names{
        {{"photos", "photo"},
         {"contacts", "contact"},
         {"messages", "message"},
         {"sms", "message"},
         {"calendars", "calendar"},
         {"locations", "location"},
         {"app", "apps"},
         {"wifi", "ssid"}}};
    auto const* const found = std::find_if(names.begin(), names.end(),
                                           [&](auto const& pair) { return pair.first == written; });
    return found == names.end() ? written : found->second;
}

bool lies_under(std::string_view host, std::string_view domain)
{
    return !domain.empty() && host.ends_with(domain)
           && (host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.');
}

} // namespace

Circumstances Circumstances::of(Profile const& profile)
{
    Circumstances out;
    for (auto const& period : profile.activities)
        out.in_use.push_back({period.from_ns, period.to_ns});
    std::sort(out.in_use.begin(), out.in_use.end(), [](Period const& a, Period const& b) {
        return std::pair{a.from_ns, a.to_ns} < std::pair{b.from_ns, b.to_ns};
    });
    std::vector<Period> apart;
    for (auto const& period : out.in_use) {
        if (!apart.empty() && period.from_ns <= apart.back().to_ns)
            apart.back().to_ns = std::max(apart.back().to_ns, period.to_ns);
        else
            apart.push_back(period);
    }
    out.in_use = std::move(apart);
    for (auto const& written : profile.consent_backups)
        out.backups.emplace_back(category_of(written));
    out.services = profile.consent_services;
    out.knows_consent = profile.consent_given;
    return out;
}

bool Circumstances::is_in_use(std::int64_t time_ns) const
{
    return std::any_of(in_use.begin(), in_use.end(), [&](Period const& period) {
        return period.from_ns <= time_ns && time_ns - aftermath_ns <= period.to_ns;
    });
}

bool Circumstances::backs_up(std::string_view category) const
{
    return std::find(backups.begin(), backups.end(), category) != backups.end();
}

std::string_view Circumstances::service_of(std::string_view host) const
{
    auto const found = std::find_if(services.begin(), services.end(),
                                    [&](std::string const& one) { return lies_under(host, one); });
    return found == services.end() ? std::string_view{} : std::string_view{*found};
}

} // namespace petze
