#pragma once

#include "testing/hex.h"
#include "testing/tree.h"

#include <gtest/gtest.h>

namespace petze::testing {

/// A row of a reader's table: what it tells of bytes given as hex digits, and how many it leaves.
struct TreeRow {
    char const* name;
    char const* bytes;
    std::vector<std::string> expected;
    std::size_t left = 0;
};

/// Checks each row, and every prefix of it.
inline void check_tree_rows(TreeReader reader, std::vector<TreeRow> const& rows)
{
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        auto const bytes = from_hex(row.bytes);
        TreeRecorder recorder;
        auto const read = reader(bytes, &recorder);
        EXPECT_EQ(recorder.lines, row.expected);
        EXPECT_EQ(bytes.size() - read, row.left);
        for (std::size_t length = 0; length <= bytes.size(); ++length)
            check_tree_reader(reader, Bytes{bytes}.first(length));
    }
}

} // namespace petze::testing
