#pragma once

#include "dissect/coding/coding.h"
#include "dissect/content/scope.h"
#include "dissect/file_type/file_type.h"
#include "dissect/tree/tree.h"
#include "dissect/tree/utf16.h"
#include "dissect/upload/upload_place.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace petze::content {

/// What is said about content from outside.
struct Hints {
    std::string content_type{};
    std::string filename{};
    std::string message_encoding{};           // of the messages of a gRPC stream
    std::vector<Coding> codings{};            // the last is to be undone first
    Sha256 const* digest{};                   // of exactly these bytes, kept by somebody else
    bool searched_only{};                     // text that was opened already
    std::optional<UploadPlace> form_upload{}; // of the file, where it is a form
};

using Layer = std::unique_ptr<ContentDissector>;

/// Waits for the first bytes and chooses by them, then by what was declared.
Layer make_layer(Scope& scope, Origin const* origin, Hints hints);

/// Searched as it passes, as one stream.
Layer make_raw_layer(Scope& scope, Origin const* origin);
/// The same for an image.
Layer make_image_layer(Scope& scope, Origin const* origin, std::string_view format);
/// The same; where it is as random as what is encrypted, its bytes are counted as opaque.
Layer make_opaque_layer(Scope& scope, Origin const* origin);
/// Searched as it passes, and told as a file where it is whole.
Layer make_file_layer(Scope& scope, Origin const* origin, Hints hints, FileType const& type);
/// Undoes `coding`; what comes out has that step in its path.
Layer make_coding_layer(Scope& scope, Origin const* origin, Coding coding, Hints hints);
/// Of a multipart body that nobody declared: a delimiter in a line of its own, and the head of a
/// part behind it; empty where it is none.
std::string_view multipart_boundary(Bytes first);
/// Each part has a step of its own.
Layer make_multipart_layer(Scope& scope, Origin const* origin, std::string_view boundary,
                           std::optional<UploadPlace> upload);

/// The entries of an archive, each a step of its own: "zip:a/b.txt". What turns out to be no tar
/// archive goes to `otherwise`.
Layer make_zip_layer(Scope& scope, Origin const* origin);
Layer make_tar_layer(Scope& scope, Origin const* origin, Layer otherwise);

/// gRPC's framing (its "PROTOCOL-HTTP2", and gRPC-Web): each message is content of its own.
Layer make_grpc_layer(Scope& scope, Origin const* origin, Hints const& hints);
/// text/event-stream (HTML standard, 9.2): each event's data is told whole.
Layer make_sse_layer(Scope& scope, Origin const* origin);
/// One DNS message (RFC 8484).
Layer make_dns_layer(Scope& scope, Origin const* origin);

enum class DocumentKind : std::uint8_t { text, json, form, protobuf, xml };
/// Kept whole, then taken apart. JSON that is too long for that is taken apart piece by piece.
Layer make_document_layer(Scope& scope, Origin const* origin, DocumentKind kind);

/// Text that is whole: told as JSON, as a form, or as it is; what strings inside it wrap is
/// opened. `document` is restored after use.
void tell_document(Scope& scope, std::string& document, Origin const* origin, Place const& place,
                   DocumentKind kind);
/// Whether it is JSON beyond doubt, though its end is missing.
bool is_surely_json(std::string_view begin, DocumentKind kind);
void tell_string(Scope& scope, std::string_view text, Origin const* origin, Place const& place);
/// What is no document: told as it is, and what stands inside it (base64, hex, a JWT) opened, be it
/// the whole text or a part of it; or told with its escapes undone (percent, JSON's, quoted-
/// printable, encoded words of MIME), or as vCard, iCalendar or mail. The first tries keys as well.
void tell_plain(Scope& scope, std::string_view text, Origin const* origin, Place const& place);
void tell_unsealed(Scope& scope, std::string_view text, Origin const* origin, Place const& place);
/// Its parts; false where there was nothing to undo, and nothing was told.
bool tell_unescaped(Scope& scope, std::string_view text, Origin const* origin, Place const& place);
void tell_tokens(Scope& scope, std::string_view text, Origin const* origin, Place const& place);
/// A mail (RFC 5322) as content: "mail:header:subject", "mail:body". False where it is none.
bool tell_mail(Scope& scope, std::string_view text, Origin const* origin, Place const& place);
bool begins_as_mail(std::string_view begin);
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

/// Takes something whole apart. False where it is not what it was thought to be; then nothing was
/// told.
using Attempt = bool (*)(Scope& scope, std::string_view whole, Origin const* origin,
                         Place const& place);
/// Kept whole, then tried. What the attempt refuses, or is too long, goes to `otherwise`.
Layer make_tried_layer(Scope& scope, Origin const* origin, Attempt attempt, Layer otherwise);

/// MessagePack, CBOR, BSON, Thrift and binary property lists, by their bytes alone: whether
/// content begins like one, and an Attempt.
bool begins_as_binary(Bytes first);
bool tell_binary(Scope& scope, std::string_view document, Origin const* origin, Place const& place);
/// The same for messages of Protocol Buffers that nobody declared, one or several with their
/// lengths.
bool begins_as_protobuf(Bytes first);
bool tell_undeclared_protobuf(Scope& scope, std::string_view document, Origin const* origin,
                              Place const& place);
/// Snappy without its framing.
bool begins_as_raw_snappy(Bytes first);
bool tell_raw_snappy(Scope& scope, std::string_view packed, Origin const* origin,
                     Place const& place);
/// All of these, and what keys open: an Attempt, and whether it is worth one.
bool may_be_recognised(Scope const& scope, Bytes first);
bool tell_recognised(Scope& scope, std::string_view whole, Origin const* origin,
                     Place const& place);
/// A database file of SQLite: an Attempt.
bool tell_sqlite(Scope& scope, std::string_view file, Origin const* origin, Place const& place);

/// Whether content that begins like this may be encrypted, and there are keys to try.
bool may_be_sealed(Scope const& scope, Bytes first);
/// An Attempt with each key (LayerContext::payload_keys and harvested); what comes out has the
/// key's step in its path.
bool tell_unlocked(Scope& scope, std::string_view sealed, Origin const* origin, Place const& place);
/// Text that is encrypted bytes, or base64 or hex of them: told as it is, and what a key opens of
/// it taken apart. False where no key opens it; then nothing was told.
bool tell_sealed(Scope& scope, std::string_view text, Origin const* origin, Place const& place);

/// Keeps the key that a text of an answer's JSON is, where it is one; see the table in
/// harvest.cpp. `guard` stood before the document, `path` is where in it the text stands.
void harvest_key(Scope& scope, std::string_view guard, std::string_view path,
                 std::string_view value);
/// Those of LayerContext::harvested that its nonce goes with.
std::vector<PayloadKey> keys_with_nonce(LayerContext const& layers);
/// Keeps what a text may be as a key or vector, where its name says that it is one; and all that a
/// JSON document holds, before any of it is told: the key may stand behind what it opens.
/// `document` is restored after use.
void find_key(Scope& scope, std::string_view path, std::string_view value);
void find_keys(Scope& scope, std::string& document);

/// How many bytes at the beginning tell that content is XORed.
inline constexpr std::size_t xor_bytes = 256;
/// The key of one byte, or of a few that repeat, under which content begins as something known:
/// JSON, or a file; empty where there is none.
std::vector<std::uint8_t> xor_key_of(Bytes first);
/// One byte alone: quickly.
std::vector<std::uint8_t> single_xor_key_of(Bytes first);
Layer make_xor_layer(Scope& scope, Origin const* origin, std::vector<std::uint8_t> key);
/// An Attempt.
bool tell_xored(Scope& scope, std::string_view sealed, Origin const* origin, Place const& place);

} // namespace petze::content
