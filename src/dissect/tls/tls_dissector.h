#pragma once

#include "base/bytes.h"
#include "dissect/layer.h"

#include <memory>

namespace petze {

/// The first bytes of either side: a TLS record, or a ClientHello framed as SSL 2.0 did.
Likeness looks_like_tls(Bytes first_bytes);

/// Reads what a TLS connection says before its encryption begins (both hellos, the server's
/// certificate until TLS 1.2) and tells one TlsConnection: at the packet that completes it, else
/// at the end with what was seen. Names that stand in clear go to context.fields.
std::unique_ptr<StreamDissector> make_tls_dissector(LayerContext& context, Origin const* parent);

} // namespace petze
