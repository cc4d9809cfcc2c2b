#pragma once

#include "conversation/recording_test.h"

#include <gtest/gtest.h>

#include <span>

/// What the tests of TcpHalf share: conversations between a client and a server, line by line.
namespace petze::testing {

using Rows = std::vector<Tally::Row>;

inline constexpr auto c = Side::client;
inline constexpr auto s = Side::server;

inline constexpr Line handshake[] = {{c, syn, 0}, {s, syn | ack, 0, "", 1}, {c, ack, 1, "", 1}};

struct Case {
    char const* name;
    std::vector<Line> lines;
    char const* to_server;
    char const* to_client;
    Rows tally;
};

/// Each case where numbers are small, where they wrap, and where they pass the middle.
inline void expect_each(std::span<Case const> cases, std::span<Line const> before)
{
    constexpr std::uint32_t initials[] = {1000, 0, 0xffffffff, 0xfffffffd, 0x7ffffffe};
    for (auto const& one : cases)
        for (auto const initial : initials) {
            SCOPED_TRACE(one.name + std::string{" from "} + std::to_string(initial));
            RecordingObserver observer;
            Tally tally;
            FlowTable table{observer, tally, 0};
            Talk::Setting setting;
            setting.client_initial = initial;
            setting.server_initial = initial + 77;
            Talk talk{table, setting};
            talk.take(before);
            talk.take(one.lines);
            table.finish({});
            auto const told = observer.told();
            ASSERT_EQ(told.size(), 1u);
            EXPECT_EQ(told[0].to_server, one.to_server);
            EXPECT_EQ(told[0].to_client, one.to_client);
            EXPECT_EQ(tally.rows(), one.tally);
            EXPECT_EQ(observer.broken, std::vector<std::string>{});
        }
}

} // namespace petze::testing
