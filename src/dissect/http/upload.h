#pragma once

#include "dissect/header/header_lines.h"
#include "dissect/layer.h"
#include "dissect/upload_piece.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze::http {

/// Which part of what upload a request's body is.
struct UploadPlace {
    std::string key{};
    std::string_view scheme{}; // literal
    std::uint64_t part{};
    std::uint64_t offset{};
    std::optional<std::uint64_t> total{};
    bool is_last = false;
    bool has_bytes = true; // false: the body tells something else, or there is none
    bool closes = false;   // the request says that all parts are there
    bool is_begun = false; // the answer says where the other parts go ("Location")
};

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

/// Hands the bytes of one part on, some at a time.
class UploadTeller {
public:
    UploadTeller(LayerContext& layers, UploadPiece&& begin);

    void take(Bytes piece);
    /// Where what follows belongs is not known.
    void gap();
    /// What was held back; then the end, once all that was found in this part has been told.
    void flush();
    void finish(bool complete);

private:
    void send(UploadPiece&& piece) const;

    LayerContext& m_layers;
    UploadPiece m_next;
    bool m_lost = false;
};

} // namespace petze::http
