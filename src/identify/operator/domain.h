#pragma once

#include <string>
#include <string_view>

namespace petze {

/// The part of a host name that somebody registered, by the public suffix list that libpsl brings:
/// "galleryapi.micloud.xiaomi.net" → "xiaomi.net". Where a company lets others register names under
/// its own ("d1.cloudfront.net"), the customer's. Empty for addresses and for suffixes that a
/// registry hands out. `host` as normal_host() writes it.
std::string registrable_domain(std::string_view host);

/// Whether a registry hands out the names directly under it: "com", "co.uk". Not the names that
/// companies hand out, such as "cloudfront.net".
bool is_registry_suffix(std::string_view name);

/// Whether a name in a certificate, "*.example.com" too, stands for that host (RFC 9525 §6.3: the
/// star stands for exactly one label).
bool covers(std::string_view certificate_name, std::string_view host);

} // namespace petze
