#pragma once

#include "testing/play.h"

#include <gtest/gtest.h>

namespace petze::testing {

/// Each row cut into packets of several sizes must say the same, and every prefix and split of
/// what a side says must be survived.
inline void check_conversations(MakeDissector make, std::vector<ConversationRow> const& rows)
{
    for (auto const& row : rows) {
        for (std::size_t const cut : {100'000u, 1u, 2u, 3u, 7u}) {
            SCOPED_TRACE(row.name + std::string{", cut "} + std::to_string(cut));
            Recorder recorder;
            recorder.context.next_stream = make_inner;
            play(make, row.said, recorder, cut);
            EXPECT_EQ(messages_in_short(recorder), row.messages);
            EXPECT_EQ(recorder.lines(), row.told);
            EXPECT_EQ(flaws(recorder), row.flaws);
        }
        for (std::size_t at = 0; at < row.said.size(); ++at) {
            auto const& bytes = row.said[at].bytes;
            for (std::size_t length = 0; length < std::min<std::size_t>(bytes.size(), 300);
                 ++length) {
                Conversation prefix(row.said.begin(),
                                    row.said.begin() + static_cast<std::ptrdiff_t>(at));
                prefix.push_back({row.said[at].direction, bytes.substr(0, length)});
                Recorder recorder;
                play(make, prefix, recorder);
                prefix.push_back({row.said[at].direction, bytes.substr(length)});
                Recorder split;
                play(make, prefix, split);
            }
        }
    }
}

} // namespace petze::testing
