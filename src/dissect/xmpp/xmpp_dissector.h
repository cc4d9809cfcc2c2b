#pragma once

#include "dissect/layer.h"

#include <memory>

namespace petze {

/// Whether a stream begins as XMPP does: with <stream:stream>, behind an XML declaration or not.
Likeness looks_like_xmpp(Direction direction, Bytes first);

/// XMPP (RFC 6120). Everything said is searched as text, its entities undone. Tells one AppMessage
/// for each stanza, named by its element: "message", "iq", "presence", "auth". Behind STARTTLS
/// (section 5) next_stream has its turn.
std::unique_ptr<StreamDissector> make_xmpp_dissector(LayerContext& context, Origin const* parent);

} // namespace petze
