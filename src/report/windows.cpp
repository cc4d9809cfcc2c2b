#include "report/windows.h"

#include "report/words.h"

#include <algorithm>
#include <map>

namespace petze {

namespace {

std::vector<Window> times_of(Answer const& answer)
{
    std::vector<Window> in_use;
    for (auto const& activity : answer.activities) {
        auto const from = std::max(activity.from_ns, answer.first_ns);
        auto const to = std::min(activity.to_ns, answer.last_ns);
        if (from <= to)
            in_use.push_back({from, to, true, activity.what, 0, {}, {}});
    }
    std::stable_sort(in_use.begin(), in_use.end(),
                     [](Window const& a, Window const& b) { return a.from_ns < b.from_ns; });
    std::vector<Window> out;
    auto free_from = answer.first_ns;
    auto const add_free = [&](std::int64_t to) {
        if (free_from < to)
            out.push_back({free_from, to, false, {}, 0, {}, {}});
    };
    for (auto& window : in_use) {
        add_free(window.from_ns);
        free_from = std::max(free_from, window.to_ns); // they may overlap
        out.push_back(std::move(window));
    }
    if (!out.empty())
        add_free(answer.last_ns);
    return out;
}

/// What is known of one receiver's conversations.
struct Kept {
    std::vector<TimelineFlow const*> flows;
    std::uint64_t bytes{};
};

using KeptOf = std::map<std::string_view, Kept>;

KeptOf kept_of(Answer const& answer)
{
    KeptOf out;
    for (auto const& flow : answer.timeline) {
        auto& kept = out[flow.endpoint];
        kept.flows.push_back(&flow);
        kept.bytes += flow.bytes_to_server;
    }
    return out;
}

// Frames hold more than their payload: what budgets take off for the protocol is made up for.
std::uint64_t missed(Endpoint const& endpoint, Judgement const* judgement)
{
    auto const unread = judgement ? judgement->budget.max_bytes : 0;
    return unread - std::min(unread, endpoint.opaque_to_server);
}

std::uint64_t most_within(Window const& window, Endpoint const& endpoint, Kept const* kept,
                          std::uint64_t missed)
{
    // Others called the phone, or it is a neighbour: not all of its conversations are kept.
    if (!kept || kept->flows.size() != endpoint.flows || kept->bytes != endpoint.bytes_to_server) {
        bool const meets = endpoint.first_ns <= window.to_ns && window.from_ns <= endpoint.last_ns;
        return meets ? endpoint.bytes_to_server + missed : 0;
    }
    std::uint64_t bytes = 0;
    bool meets = false;
    for (auto const* flow : kept->flows)
        if (flow->start_ns <= window.to_ns && window.from_ns <= flow->end_ns) {
            bytes += flow->bytes_to_server;
            meets = true;
        }
    return meets ? bytes + missed : 0;
}

void measure(Window& window, Answer const& answer, KeptOf const& kept)
{
    for (std::size_t i = 0; i < answer.endpoints.size(); ++i) {
        auto const& endpoint = answer.endpoints[i];
        auto const* const judgement =
            i < answer.judgements.size() ? &answer.judgements[i] : nullptr;
        auto const found = kept.find(endpoint.id);
        auto const bytes =
            most_within(window, endpoint, found == kept.end() ? nullptr : &found->second,
                        missed(endpoint, judgement));
        window.max_bytes += bytes;
        if (bytes > 0 && !endpoint.local)
            window.receivers.push_back({endpoint.id, bytes});
    }
    std::stable_sort(window.receivers.begin(), window.receivers.end(),
                     [](Window::Receiver const& a, Window::Receiver const& b) {
                         return a.max_bytes > b.max_bytes;
                     });
    if (window.receivers.size() > windows_receivers)
        window.receivers.resize(windows_receivers);
    if (!answer.total.unbounded.empty())
        return;
    for (auto const& category : answer.total.categories)
        if (category.least_bytes > window.max_bytes)
            window.excluded.push_back(category.category);
}

constexpr std::int64_t an_hour = 3'600'000'000'000;

std::vector<After> moments_in(Answer const& answer)
{
    std::vector<After> out;
    for (auto const& moment : answer.moments)
        if (answer.first_ns <= moment.time_ns && moment.time_ns < answer.last_ns)
            out.push_back({moment,
                           {moment.time_ns,
                            std::min(moment.time_ns + an_hour, answer.last_ns),
                            false,
                            {},
                            0,
                            {},
                            {}},
                           Departure::possible,
                           0});
    return out;
}

bool is_local(Answer const& answer, std::string const& endpoint)
{
    return std::any_of(answer.endpoints.begin(), answer.endpoints.end(),
                       [&](Endpoint const& one) { return one.id == endpoint && one.local; });
}

void settle(After& after, Answer const& answer)
{
    for (auto const& evidence : answer.evidence) {
        bool const is_then = after.window.from_ns <= evidence.stamp.time_ns
                             && evidence.stamp.time_ns <= after.window.to_ns;
        if (is_then && evidence.finding.item == after.what.item
            && evidence.finding.direction == Direction::to_server
            && !is_local(answer, evidence.endpoint)) {
            after.state = Departure::proven;
            after.evidence = evidence.number;
            return;
        }
    }
    auto const least = after.what.least_bytes;
    if (answer.total.unbounded.empty() && least > after.window.max_bytes
        && least >= least_told_bytes)
        after.state = Departure::excluded;
}

template<typename Told>
std::uint64_t keep_the_first(std::vector<Told>& told)
{
    auto const left_out = told.size() - std::min(told.size(), windows_told);
    told.erase(told.end() - static_cast<std::ptrdiff_t>(left_out), told.end());
    return left_out;
}

} // namespace

Windows windows_of(Answer const& answer)
{
    if (answer.timeline_left_out > 0)
        return {};
    Windows out{times_of(answer), 0, moments_in(answer), 0};
    out.left_out = keep_the_first(out.windows);
    out.after_left_out = keep_the_first(out.after);
    auto const kept = kept_of(answer);
    for (auto& window : out.windows)
        measure(window, answer, kept);
    for (auto& after : out.after) {
        measure(after.window, answer, kept);
        settle(after, answer);
    }
    return out;
}

std::string window_words(Window const& window, Speaker const& speaker)
{
    if (window.max_bytes == 0)
        return speaker.say("window.nothing");
    auto out = speaker.say(
        window.receivers.empty() ? "window.inside" : "window.most",
        {{"max", speaker.bytes(window.max_bytes)},
         {"receiver",
          window.receivers.empty() ? std::string{} : printable(window.receivers.front().endpoint)},
         {"bytes", window.receivers.empty() ? std::string{}
                                            : speaker.bytes(window.receivers.front().max_bytes)}});
    std::vector<std::string> kinds;
    kinds.reserve(window.excluded.size());
    for (auto const& category : window.excluded)
        kinds.push_back(speaker.say("category." + category));
    if (!kinds.empty())
        out += " " + speaker.say("window.excluded", {{"kinds", speaker.list(kinds, "list.and")}});
    return out;
}

std::string after_words(After const& after, Speaker const& speaker)
{
    auto const& item = after.what.item;
    return speaker.say("after.is." + after.what.category,
                       {{"item", speaker.say(item_words(item, after.what.category))},
                        {"number", item.substr(item.find('/') + 1)}});
}

std::string after_state_words(After const& after, Speaker const& speaker)
{
    return speaker.say("after." + std::string{name_of(after.state)},
                       {{"least", speaker.bytes(after.what.least_bytes)}});
}

} // namespace petze
