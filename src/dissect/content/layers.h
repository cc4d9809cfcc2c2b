#pragma once

#include "dissect/coding/coding.h"
#include "dissect/content/scope.h"
#include "dissect/file_type/file_type.h"
#include "dissect/tree/tree.h"

#include <memory>
#include <string>
#include <vector>

namespace petze::content {

/// What is said about content from outside.
struct Hints {
    std::string content_type{};
    std::string filename{};
    std::string message_encoding{}; // of the messages of a gRPC stream
    std::vector<Coding> codings{};  // the last is to be undone first
    Sha256 const* digest{};         // of exactly these bytes, kept by somebody else
    bool searched_only{};           // text that was opened already
};

using Layer = std::unique_ptr<ContentDissector>;

/// Waits for the first bytes and chooses by them, then by what was declared.
Layer make_layer(Scope& scope, Origin const* origin, Hints hints);

/// Searched as it passes, as one stream.
Layer make_raw_layer(Scope& scope, Origin const* origin);
/// The same, and told as a file where it is whole.
Layer make_file_layer(Scope& scope, Origin const* origin, Hints hints, FileType const& type);
/// Undoes `coding`; what comes out has that step in its path.
Layer make_coding_layer(Scope& scope, Origin const* origin, Coding coding, Hints hints);
/// Each part has a step of its own.
Layer make_multipart_layer(Scope& scope, Origin const* origin, std::string_view boundary);

/// gRPC's framing (its "PROTOCOL-HTTP2", and gRPC-Web): each message is content of its own.
Layer make_grpc_layer(Scope& scope, Origin const* origin, Hints const& hints);
/// text/event-stream (HTML standard, 9.2): each event's data is told whole.
Layer make_sse_layer(Scope& scope, Origin const* origin);
/// One DNS message (RFC 8484).
Layer make_dns_layer(Scope& scope, Origin const* origin);

enum class DocumentKind : std::uint8_t { text, json, form, protobuf, xml };
/// Kept whole, then taken apart.
Layer make_document_layer(Scope& scope, Origin const* origin, DocumentKind kind);

/// Text that is whole: told as JSON, as a form, or as it is; what strings inside it wrap is
/// opened. `document` is restored after use.
void tell_document(Scope& scope, std::string& document, Origin const* origin, Place const& place,
                   DocumentKind kind);
void tell_string(Scope& scope, std::string_view text, Origin const* origin, Place const& place);
/// The same where it may be no text: then what it is is found out.
void tell_bytes(Scope& scope, Bytes bytes, Origin const* origin, Place const& place);

/// A format of values inside each other: how its steps begin ("xml:"), and who reads it.
struct TreeFormat {
    std::string_view prefix;
    TreeReader read;
};
/// Tells a document by the paths of its values. Returns how much of it could be read.
std::size_t tell_tree(Scope& scope, TreeFormat const& format, std::string_view document,
                      Origin const* origin, Place const& place);

/// A message of Protocol Buffers: its values told by the path of their numbers, "protobuf:3.1".
/// Returns how much of it could be read.
std::size_t tell_protobuf(Scope& scope, std::string_view document, Origin const* origin,
                          Place const& place);

/// Other content that a text consists of, as base64 or hex.
struct Wrapped {
    Coding coding{};
    std::string_view text{};
};
/// Nothing where the text is just text: what comes out must be plausible.
std::optional<Wrapped> wrapped_in(std::string_view text);

/// What a body that begins like this is read as.
bool is_text(Bytes bytes);
/// The same where the last character may be cut off.
bool begins_as_text(Bytes first);

/// Whether content that begins like this may be encrypted, and there are keys to try.
bool may_be_sealed(Scope const& scope, Bytes first);
/// Kept whole, then tried with each key (LayerContext::payload_keys and harvested); what comes out
/// has the key's step in its path. What none opens, or is too long, goes to `otherwise`.
Layer make_sealed_layer(Scope& scope, Origin const* origin, Layer otherwise);
/// Text that is encrypted bytes, or base64 or hex of them: told as it is, and what a key opens of
/// it taken apart. False where no key opens it; then nothing was told.
bool tell_sealed(Scope& scope, std::string_view text, Origin const* origin, Place const& place);

/// Keeps the key that a text of an answer's JSON is, where it is one; see the table in
/// harvest.cpp. `guard` stood before the document, `path` is where in it the text stands.
void harvest_key(Scope& scope, std::string_view guard, std::string_view path,
                 std::string_view value);

} // namespace petze::content
