#pragma once

#include "dissect/layer.h"

#include <memory>

namespace petze {

/// Whether a stream begins as SMTP does: EHLO, HELO or LHLO; a greeting that names it. `maybe`
/// where a greeting names nothing yet.
Likeness looks_like_smtp(Direction direction, Bytes first);

/// SMTP (RFC 5321), submission, LMTP. Tells one AppMessage for each command and one, named
/// "message", for each mail, whose headers and parts are taken apart. What the client proves itself
/// with (RFC 4954) is told in its parts. Behind STARTTLS (RFC 3207) next_stream has its turn.
std::unique_ptr<StreamDissector> make_smtp_dissector(LayerContext& context, Origin const* parent);

} // namespace petze
