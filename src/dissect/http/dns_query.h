#pragma once

#include "dissect/layer.h"

#include <string_view>

namespace petze::http {

/// DNS over HTTPS by GET (RFC 8484 §4.1): tells the message that the query parameter "dns" of a
/// request's target holds, if it is one. `begin` is "http:request:" or the like.
void tell_dns_query(std::string_view target, std::string_view begin, Origin const* parent,
                    LayerContext& layers);

} // namespace petze::http
