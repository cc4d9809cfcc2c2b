#pragma once

#include "dissect/layer.h"

#include <memory>

namespace petze {

/// RFC 6455 from the first frame on, behind the Upgrade of HTTP/1.1 or the extended CONNECT of
/// HTTP/2 and 3, with permessage-deflate (RFC 7692), which is seen by its bit. Messages are put
/// together, handed to content/ as they come, and each is told with the hash of what it says;
/// control frames too. Binary messages that hold MQTT are read as that.
std::unique_ptr<StreamDissector> make_websocket_dissector(LayerContext& context,
                                                          Origin const* parent);

} // namespace petze
