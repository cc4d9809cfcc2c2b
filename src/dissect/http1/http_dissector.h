#pragma once

#include "dissect/layer.h"

#include <memory>

namespace petze {

/// Whether a stream begins as HTTP/1.x does: a request line with a method and a target from the
/// client, "HTTP/1." from the server. `maybe` where there is too little of it to tell.
Likeness looks_like_http(Direction direction, Bytes first);

/// RFC 9110 and 9112. Tells one HttpExchange for each request, with its response where that was
/// seen, and hands everything that was said to find/: target, headers and bodies, the latter with
/// their codings undone (content/). What CONNECT or Upgrade opens goes to context.next_stream.
std::unique_ptr<StreamDissector> make_http_dissector(LayerContext& context, Origin const* parent);

} // namespace petze
