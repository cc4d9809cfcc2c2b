#pragma once

#include "dissect/http/exchange.h"
#include "dissect/layer.h"

#include <memory>

namespace petze {

/// Whether a stream begins as HTTP/2 does (RFC 9113 §3.4): with the client's preface, or with the
/// server's SETTINGS.
Likeness looks_like_http2(Direction direction, Bytes first);

/// RFC 9113. Tells one HttpExchange for each request, with its response where that was seen, and
/// hands everything that was said to find/, as HTTP/1 does. What CONNECT opens goes to
/// context.next_stream. Also joined in the middle of a connection, and across holes: what arrived
/// is read as far as it can be without the rest.
std::unique_ptr<StreamDissector> make_http2_dissector(LayerContext& context, Origin const* parent);

/// The same behind HTTP/1.1's Upgrade: h2c (RFC 7540 §3.2). The request that asked for it, which
/// was read whole, is answered on stream 1.
std::unique_ptr<StreamDissector>
make_upgraded_http2_dissector(LayerContext& context, Origin const* parent, http::Exchange&& asked);

} // namespace petze
