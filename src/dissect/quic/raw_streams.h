#pragma once

#include "dissect/layer.h"

#include <memory>

namespace petze {

/// The streams of a QUIC connection whose protocol nobody here knows: searched as they pass.
std::unique_ptr<StreamsDissector> make_raw_streams(LayerContext& context, Origin const* parent);

} // namespace petze
