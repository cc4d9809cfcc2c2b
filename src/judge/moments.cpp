#include "judge/moments.h"

#include "find/profile/profile.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace petze {

std::vector<Moment> moments_of(Profile const& profile, std::vector<SizedItem> const& items)
{
    std::map<std::string, std::int64_t, std::less<>> times;
    for (std::size_t i = 0; i < profile.messages.size(); ++i)
        if (auto const time = profile.messages[i].time_ns; time != 0)
            times.emplace("messages/" + std::to_string(i), time);
    for (auto const& photo : profile.photos)
        if (photo.taken_ns != 0)
            times.emplace(photo.item, photo.taken_ns);
    std::vector<Moment> out;
    for (auto const& item : items)
        if (auto const time = times.find(item.item); time != times.end())
            out.push_back({time->second, item.category, item.item, item.least_bytes});
    std::stable_sort(out.begin(), out.end(),
                     [](Moment const& a, Moment const& b) { return a.time_ns < b.time_ns; });
    return out;
}

} // namespace petze
