#pragma once

#include "dissect/header/header_lines.h"
#include "dissect/upload/upload_place.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How single services say it; used by upload.cpp and upload_note.cpp alone.
namespace petze::http::upload_readers {

/// Empty where there is none.
std::string_view header(HeaderLines const& headers, std::string_view name);
/// "https://up.example/a?b" and "/a?b", asked of up.example, are the same.
std::string key_of(std::string_view host, std::string_view target);

/// tus 1.0.0, "Concatenation": the request that makes one upload of others.
bool read_concatenation(std::string_view method, std::string_view host, HeaderLines const& headers,
                        UploadPlace& place);

/// Azure's block blobs ("Put Block", "Put Block List"): each block has a name of its own.
bool read_azure(std::string_view method, std::string_view host, std::string_view target,
                UploadPlace& place);
/// The names that a block list holds, in their order.
std::vector<std::string> read_block_list(std::string_view body);

/// Dropbox's upload sessions: the argument is JSON in a header or in the query.
bool read_dropbox(std::string_view target, HeaderLines const& headers, UploadPlace& place);
/// The key that the answer to the first request gives all that follow; empty where it has none.
std::string read_dropbox_key(std::string_view body);

} // namespace petze::http::upload_readers
