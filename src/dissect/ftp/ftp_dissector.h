#pragma once

#include "dissect/layer.h"

#include <memory>

namespace petze {

/// Whether a stream begins as FTP's control connection does: a greeting that names it.
Likeness looks_like_ftp(Direction direction, Bytes first);

/// FTP's control connection (RFC 959). Tells one AppMessage for each command; names and passwords
/// are fields. Files go over connections of their own, which are searched as raw streams. Behind
/// AUTH TLS (RFC 4217) next_stream has its turn.
std::unique_ptr<StreamDissector> make_ftp_dissector(LayerContext& context, Origin const* parent);

} // namespace petze
