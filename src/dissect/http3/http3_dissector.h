#pragma once

#include "dissect/layer.h"

#include <memory>

namespace petze {

/// RFC 9114, over the streams of a QUIC connection. Tells one HttpExchange for each request, with
/// its response where that was seen, and hands everything that was said to find/, as HTTP/1 does.
/// What CONNECT opens goes to context.next_stream; datagrams (RFC 9297) are searched. The end of
/// the control or QPACK streams is taken for the end of the connection (RFC 9114 §6.2.1).
std::unique_ptr<StreamsDissector> make_http3_dissector(LayerContext& context, Origin const* parent);

} // namespace petze
