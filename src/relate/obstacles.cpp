#include "relate/obstacles.h"

#include <algorithm>

namespace petze {

std::vector<std::int64_t> PartyInState::starts(std::string const& category) const
{
    std::vector<std::int64_t> all;
    for (auto const* receiver : receivers) {
        auto const& contacts = receiver->contacts;
        if (category.empty()) {
            all.insert(all.end(), contacts.starts_ns.begin(), contacts.starts_ns.end());
            continue;
        }
        auto const sent = contacts.sent_ns.find(category);
        if (sent != contacts.sent_ns.end())
            all.insert(all.end(), sent->second.begin(), sent->second.end());
    }
    return distinct_starts(std::move(all));
}

Obstacle obstacle_to_seeing(PartyInState const& silent, std::string const& category)
{
    if (silent.state->hours() <= 0)
        return Obstacle::no_time;
    if (category.empty())
        return Obstacle::none;
    if (!silent.state->profile.contains(category))
        return Obstacle::not_looked_for;
    bool const may_be_there =
        std::any_of(silent.receivers.begin(), silent.receivers.end(),
                    [&](auto const* receiver) { return receiver->possible.contains(category); });
    return may_be_there ? Obstacle::closed : Obstacle::none;
}

} // namespace petze
