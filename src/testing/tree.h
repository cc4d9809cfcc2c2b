#pragma once

#include "dissect/tree/tree.h"

#include <cstdlib>
#include <string>
#include <vector>

namespace petze::testing {

/// Keeps what a reader tells, as "path = value" lines.
class TreeRecorder : public TreeSink {
public:
    bool take(TreeValue const& value) override
    {
        lines.push_back(std::string{value.path} + " = " + std::string{value.value});
        extents.push_back({value.offset, value.length});
        return lines.size() < most;
    }

    std::vector<std::string> lines;
    std::vector<Extent> extents;
    std::size_t most = ~std::size_t{0};
};

/// What must be true of every reader, whatever comes: it reads no further than the bytes go, tells
/// nothing from outside of them, and reads the same with and without a listener.
inline void check_tree_reader(TreeReader reader, Bytes bytes)
{
    TreeRecorder recorder;
    auto const read = reader(bytes, &recorder);
    if (read > bytes.size() || reader(bytes, nullptr) != read)
        std::abort();
    for (auto const& extent : recorder.extents)
        if (extent.offset + extent.length > bytes.size())
            std::abort();
}

} // namespace petze::testing
