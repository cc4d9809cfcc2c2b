#pragma once

#include "dissect/header/header_lines.h"
#include "dissect/layer.h"
#include "dissect/upload/upload_place.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze::http {

/// What the head of a request says: Content-Range, tus and the resumable uploads of the IETF
/// (Upload-Offset), Google's and Facebook's own, and parts with a number in the query (S3 and
/// those who copied it). Nothing where the body is no part, or is all of it.
std::optional<UploadPlace> upload_place(std::string_view method, std::string_view host,
                                        std::string_view target, HeaderLines const& headers);

/// Says that what the request began goes on where the answer's "Location" says.
void tell_upload_location(UploadPlace const& place, std::string_view host,
                          HeaderLines const& answer, LayerContext& layers);
/// Says that no more parts come.
void tell_upload_closed(UploadPlace const& place, LayerContext& layers);

} // namespace petze::http
