#pragma once

#include "dissect/layer.h"

#include <memory>

namespace petze {

/// Whether a stream begins as Xiaomi's push service does ("Slim", most often on TCP 5222).
Likeness looks_like_xiaomi_push(Direction direction, Bytes first);

/// Xiaomi's push service. The phone says in clear who it is, the server answers in clear with a
/// challenge; everything behind is encrypted (RC4) with a key made of these two alone, so that
/// whoever sees the connection can open it. What was opened so has "xiaomi-push:rc4" in its path.
/// Tells one AppMessage for each frame, named by its command, such as "CONN", "BIND", "SECMSG".
/// Where the beginning of the connection was not seen, the rest stays closed, and that is told.
std::unique_ptr<StreamDissector> make_xiaomi_push_dissector(LayerContext& context,
                                                            Origin const* parent);

} // namespace petze
