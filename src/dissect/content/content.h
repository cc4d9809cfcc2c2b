#pragma once

#include "base/digest.h"
#include "dissect/layer.h"
#include "dissect/upload/upload_place.h"

#include <memory>
#include <optional>
#include <string_view>

namespace petze {

/// What is known of a body before its first byte. Everything but `parent` and `digest` is copied.
struct ContentDescription {
    std::string_view content_type;       // as declared; what the bytes themselves say comes first
    std::string_view content_encoding;   // as declared, all of them
    std::string_view message_encoding{}; // of the messages inside it: gRPC's "grpc-encoding"
    std::string_view filename;           // what its sender calls it, where it is a file
    Origin const* parent{};              // every path begins with it; outlives the dissector
    MessageContext context;
    /// Where the caller keeps the digest of what it hands over, up to date at each call: a file
    /// that is the whole body need not be hashed twice.
    Sha256 const* digest{};
    /// What the file in a form is a part of, where that is said outside of it. Copied.
    UploadPlace const* form_upload{};
};

/// Undoes content codings, tells apart documents, files, text and bytes, and tells each. Memory
/// is bounded by limits::document_bytes for each layer that needs its content whole.
std::unique_ptr<ContentDissector> make_content_dissector(ContentDescription const& description,
                                                         LayerContext& layers);

/// A message of Protocol Buffers that is whole: its values told by the path of their numbers.
/// False where it is none; then nothing was told.
bool tell_protobuf(Bytes message, Origin const* origin, FrameRange const& frames,
                   MessageContext const& context, LayerContext& layers);

/// A short piece of text that is whole, such as a header's value or a query parameter: told, and
/// what lies inside it (JSON, base64, …) looked at.
void tell_text(std::string_view text, Origin const* origin, FrameRange const& frames,
               MessageContext const& context, LayerContext& layers);

/// Not all that passes as an UploadPiece is one. By this scheme it is a key that an answer handed
/// out: UploadPiece::key is its step, and its bytes are the key.
inline constexpr std::string_view handed_key_scheme = "handed key";
/// By this one it is a text that such a key may open, though no answer of its conversation handed
/// one out. UploadPiece::key is its direction, part_name the nonce that goes with it, offset the
/// first of its frames and carried the last.
inline constexpr std::string_view sealed_text_scheme = "sealed text";
/// What such a key opens: a LayerContext's `harvested`. Nothing where the step is none.
std::optional<PayloadKey> handed_key(std::string_view step, Bytes key);

/// An OpenWrapped.
bool open_wrapped(std::string_view text, Origin const* origin, FrameRange const& frames,
                  MessageContext const& message, LayerContext& layers);

/// A DNS message inside other content (RFC 8484), whole. The bytes count as read already.
void tell_dns(Bytes message, Origin const* origin, Direction direction, LayerContext& layers);

} // namespace petze
