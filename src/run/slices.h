#pragma once

#include "conversation/packet.h"
#include "report/slice_writer.h"
#include "run/inputs.h"

#include <cstdint>
#include <vector>

namespace petze {

/// A conversation whose packets are to be kept as evidence.
struct WantedFlow {
    FlowIdentity flow;
    std::uint32_t first_capture{}, last_capture{};
    std::uint64_t first_frame{}, last_frame{};
};

/// Reads the captures a second time and gives the packets of these conversations to `writer`,
/// whose slices are open. What a finding stands in is known only when its packets have passed.
Result<void> write_slices(std::vector<Input> const& inputs, std::vector<WantedFlow> const& wanted,
                          std::vector<WifiNetwork> const& wifi, SliceWriter& writer);

} // namespace petze
