#include "relate/remarks.h"

#include "base/text.h"

#include <algorithm>
#include <cstdlib>

namespace petze {

namespace {

// No phone that anybody compares today was recorded before: a clock that was never set.
constexpr std::int64_t year_2000_ns = 946'684'800 * ns_per_second;

bool is_seen(StateCapture const& capture)
{
    return capture.packets > 0;
}

bool is_of_calendar(StateCapture const& capture)
{
    return capture.first_ns >= year_2000_ns;
}

void about_captures(PhoneState const& state, std::vector<Reason>& out)
{
    if (std::none_of(state.captures.begin(), state.captures.end(), is_seen))
        out.push_back({"empty_state", {{"state", state.name}}});
    else if (state.hours() <= 0)
        out.push_back({"no_time", {{"state", state.name}}});
    for (auto const& capture : state.captures) {
        bool const alone = state.captures.size() == 1;
        if (!is_seen(capture) && !alone)
            out.push_back({"empty_capture", {{"state", state.name}, {"capture", capture.name}}});
        if (is_seen(capture) && !is_of_calendar(capture))
            out.push_back({"no_calendar", {{"state", state.name}, {"capture", capture.name}}});
    }
}

void about_clocks(PhoneState const& state, std::vector<Reason>& out)
{
    constexpr std::int64_t much = 60 * ns_per_second;
    for (auto const& capture : state.captures) {
        if (!capture.clock || std::abs(capture.clock->offset_ns) < much)
            continue;
        auto const is_behind = capture.clock->offset_ns > 0;
        out.push_back(
            {is_behind ? "clock_behind" : "clock_ahead",
             {{"state", state.name},
              {"capture", capture.name},
              {"offset", std::to_string(std::abs(capture.clock->offset_ns) / ns_per_second)},
              {"answers", std::to_string(capture.clock->answers)}}});
    }
}

void about_phone(PhoneState const& state, std::vector<Reason>& out)
{
    if (!state.profile_given)
        out.push_back({"no_profile", {{"state", state.name}}});
    if (!state.device_guessed && state.receivers.empty() && state.others_flows > 0)
        out.push_back({"phone_not_seen",
                       {{"state", state.name}, {"flows", std::to_string(state.others_flows)}}});
    if (state.is_cut)
        out.push_back({"cut", {{"state", state.name}}});
}

/// Once for each recording that stands in a state twice, or in two.
void about_same_captures(std::vector<PhoneState> const& states, std::vector<Reason>& out)
{
    struct Place {
        PhoneState const* state;
        StateCapture const* capture;
    };
    std::vector<Place> places;
    for (auto const& state : states)
        for (auto const& capture : state.captures)
            if (!capture.sha256.empty())
                places.push_back({&state, &capture});
    for (std::size_t i = 0; i < places.size(); ++i)
        for (std::size_t j = i + 1; j < places.size(); ++j) {
            auto const& a = places[i];
            auto const& b = places[j];
            if (a.capture->sha256 != b.capture->sha256 || !is_seen(*a.capture))
                continue;
            if (a.state == b.state)
                out.push_back(
                    {"twice_in_state", {{"state", a.state->name}, {"capture", b.capture->name}}});
            else
                out.push_back({"same_recording", {{"a", a.state->name}, {"b", b.state->name}}});
        }
}

/// A phone is in one state at a time.
bool overlap(PhoneState const& a, PhoneState const& b)
{
    for (auto const& one : a.captures)
        for (auto const& other : b.captures) {
            bool const comparable = is_seen(one) && is_seen(other) && one.sha256 != other.sha256
                                    && is_of_calendar(one) && is_of_calendar(other);
            if (comparable && one.first_ns < other.last_ns && other.first_ns < one.last_ns)
                return true;
        }
    return false;
}

void about_pair(PhoneState const& a, PhoneState const& b, std::vector<Reason>& out)
{
    if (overlap(a, b))
        out.push_back({"overlap", {{"a", a.name}, {"b", b.name}}});
    if (a.profile_given && b.profile_given && a.profile != b.profile)
        out.push_back({"profiles_differ", {{"a", a.name}, {"b", b.name}}});
}

} // namespace

std::vector<Reason> remarks_on(std::vector<PhoneState> const& states)
{
    std::vector<Reason> out;
    for (auto const& state : states) {
        about_captures(state, out);
        about_clocks(state, out);
        about_phone(state, out);
    }
    about_same_captures(states, out);
    for (std::size_t i = 0; i < states.size(); ++i)
        for (std::size_t j = i + 1; j < states.size(); ++j)
            about_pair(states[i], states[j], out);
    std::vector<Reason> once;
    for (auto& remark : out)
        if (std::find(once.begin(), once.end(), remark) == once.end())
            once.push_back(std::move(remark));
    return once;
}

} // namespace petze
