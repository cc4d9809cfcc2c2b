#include "identify/online/iana_bootstrap.h"

#include <cstdlib>

namespace petze {

RdapBootstrap fetch_bootstrap(std::string_view file, Transport& transport, AnswerCache* cache,
                              std::string const& today)
{
    std::string url = "https://data.iana.org/rdap/";
    url += file;
    auto const read = [](std::string const& json) {
        return parse_bootstrap(json, BootstrapFrom::iana).value_or(RdapBootstrap{});
    };
    auto const kept = cache ? cache->find(url) : std::nullopt;
    if (kept && is_recent_answer(kept->day, today))
        return read(kept->body);
    auto const reply = transport.get(url);
    if (reply.trouble == OnlineReply::Trouble::none && reply.status == 200
        && parse_bootstrap(reply.body, BootstrapFrom::iana)) {
        if (cache)
            cache->keep(url, {today, reply.status, reply.body});
        return read(reply.body);
    }
    return kept ? read(kept->body) : RdapBootstrap{};
}

// A month is from one day to the same of the next, whatever its length.
bool is_recent_answer(std::string_view day, std::string_view today)
{
    auto const months = [](std::string_view date) {
        return std::strtol(std::string{date.substr(0, 4)}.c_str(), nullptr, 10) * 12
               + std::strtol(std::string{date.substr(5, 2)}.c_str(), nullptr, 10);
    };
    if (day.size() != 10 || today.size() != 10)
        return false;
    auto const apart = months(today) - months(day);
    return apart == 0 || (apart == 1 && today.substr(8) <= day.substr(8));
}

} // namespace petze
