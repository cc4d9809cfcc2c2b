#pragma once

#include "base/bytes.h"
#include "dissect/layer.h"

namespace petze {

/// SSDP (UPnP Device Architecture 2.0 §1): devices of a network look for each other in datagrams
/// that read like HTTP. Tells an AppMessage, named by method ("M-SEARCH") or by the answer's first
/// line, and the whole text as one field.
void dissect_ssdp(Direction direction, Bytes datagram, LayerContext& context, Origin const* parent);

} // namespace petze
