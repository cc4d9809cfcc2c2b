#pragma once

#include "relate/comparison.h"

#include <utility>

/// An invented comparison, for tests and for looking at the page.
namespace petze::testing {

inline std::vector<std::int64_t> visits(std::int64_t count)
{
    constexpr std::int64_t two_minutes = 120'000'000'000;
    std::vector<std::int64_t> out;
    for (std::int64_t i = 0; i < count; ++i)
        out.push_back(1'405'929'600'000'000'000 + i * two_minutes);
    return out;
}

inline PhoneState::Receiver receiver(std::string id, std::string party, std::int64_t times)
{
    PhoneState::Receiver out;
    out.contacts.endpoint = std::move(id);
    out.contacts.starts_ns = visits(times);
    out.contacts.connections = static_cast<std::uint64_t>(times);
    out.party = std::move(party);
    return out;
}

inline PhoneState example_state(std::string name, std::int64_t hours,
                                std::vector<PhoneState::Receiver> receivers)
{
    constexpr std::int64_t hour_ns = 3'600'000'000'000;
    constexpr std::int64_t begin = 1'405'929'600'000'000'000;
    PhoneState out;
    out.captures.push_back({name.substr(0, 1) + ".pcapng",
                            std::string(64, name[0] == 's' ? '1' : '2'), hours > 0 ? 100u : 0u,
                            begin, begin + hours * hour_ns});
    out.name = std::move(name);
    out.profile_given = true;
    out.profile = {{"imei", 1}, {"message", 12}, {"photo", 4}};
    out.receivers = std::move(receivers);
    out.sent_bytes = 40'000;
    return out;
}

/// One receiver that persists under another name, one that vanished, one of which nothing can be
/// said, one that is new.
inline Comparison example_comparison()
{
    auto stock = example_state("stock", 12,
                               {receiver("198.51.100.7", "Example Cloud", 40),
                                receiver("sdk.ads.example", "ads.example", 72),
                                receiver("203.0.113.77", "203.0.113.77", 1)});
    stock.report = "states/1-stock/";
    stock.receivers[0].contacts.sent_ns = {
        {"imei", visits(30)}, {"message", visits(30)}, {"photo", visits(30)}};
    auto other = example_state("other ROM", 6,
                               {receiver("push.cloud.example", "Example Cloud", 38),
                                receiver("ota.rom.example", "rom.example", 30)});
    constexpr std::int64_t a_day = 86'400'000'000'000;
    other.captures[0].name = "b.pcapng";
    other.captures[0].first_ns += a_day;
    other.captures[0].last_ns += a_day;
    other.captures[0].clock = ClockOffset{3'600'000'000'000, 7};
    other.receivers[0].contacts.sent_ns = {{"imei", visits(9)}};
    other.receivers[0].contacts.sources = {{"com.example.shop", false, 38}};
    other.receivers[0].possible = {"photo"};
    other.receivers[0].closed_bytes = 900;
    other.closed_bytes = 900;
    return compare({std::move(stock), std::move(other)});
}

} // namespace petze::testing
